// The same field for visitors: it leads to sign-in and takes along what was pasted. Works without JavaScript.
import { Camera, Link2 } from 'lucide-react'
import type { Translate } from '#lib/i18n/translate.ts'
import { Button } from '#components/ui/button.tsx'
import { ADD_TEXT_CLASS } from './add-text-class.ts'

/** A pasted text travels in the address; servers take request lines of 8 KiB, and Han letters triple when encoded. */
const MAX_KEPT_CHARACTERS = 2_000

export function PublicLinkForm({ t }: { t: Translate }) {
  return (
    <form id="add" action="/login" className="scroll-mt-24 space-y-3">
      <div className="relative">
        <label htmlFor="add-text" className="sr-only">
          {t('add.label')}
        </label>
        <Link2 aria-hidden className="pointer-events-none absolute start-4 top-4.5 size-5 text-muted" />
        <input
          id="add-text"
          name="add"
          required
          maxLength={MAX_KEPT_CHARACTERS}
          placeholder={t('add.placeholder')}
          inputMode="url"
          autoCapitalize="off"
          spellCheck={false}
          aria-keyshortcuts="n"
          className={ADD_TEXT_CLASS}
        />
      </div>
      <Button type="submit" look="primary" className="w-full sm:w-auto">
        <Camera aria-hidden />
        {t('add.submit')}
      </Button>
    </form>
  )
}
