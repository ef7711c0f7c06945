'use client'
// Renames and recolours a tag, in a dialog.
import { Dialog } from '@base-ui/react/dialog'
import { Pencil } from 'lucide-react'
import { useActionState, useState } from 'react'
import type { TagView } from '#lib/contract/tag.ts'
import { IDLE, type FormAction } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { tagStyle } from './tag-chip.tsx'

const COLORS = ['gray', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple'] as const

export function TagEditor({ tag, action }: { tag: TagView; action: FormAction }) {
  const t = useT()
  const [result, submit, isPending] = useActionState(action, IDLE)
  // Held here: a form empties itself after its action, and a refused name must stay to be corrected.
  const [path, setPath] = useState(tag.path)
  const [color, setColor] = useState(tag.color)
  const [aliases, setAliases] = useState(tag.aliases.join('，'))
  return (
    <Dialog.Root>
      <Dialog.Trigger
        aria-label={t('tag.edit')}
        title={t('tag.edit')}
        className={buttonClass({ look: 'ghost', size: 'icon' })}
      >
        <Pencil aria-hidden />
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Popup className="fixed top-1/2 left-1/2 z-50 w-[min(26rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 rounded-2xl border border-line bg-surface p-6 shadow-pop">
          <Dialog.Title className="text-lg font-semibold">{t('tag.edit')}</Dialog.Title>
          <form action={submit} className="mt-4 space-y-5">
            <Field
              id="tag-path"
              name="path"
              label={t('tag.path')}
              hint={t('tag.path_hint')}
              value={path}
              onChange={({ target }) => setPath(target.value)}
              required
              maxLength={64}
            />
            <Field
              id="tag-aliases"
              name="aliases"
              label={t('tag.aliases')}
              hint={t('tag.aliases_hint')}
              value={aliases}
              onChange={({ target }) => setAliases(target.value)}
              autoComplete="off"
            />
            <fieldset>
              <legend className="mb-1.5 text-sm font-medium">{t('tag.color')}</legend>
              <div className="grid grid-cols-3 gap-1 sm:grid-cols-4">
                {[null, ...COLORS].map((option) => (
                  <label
                    key={option ?? 'none'}
                    style={tagStyle(option)}
                    className="flex min-h-11 cursor-pointer items-center gap-1.5 rounded-lg px-2 text-sm text-[var(--tag)] hover:bg-sunken has-checked:bg-sunken has-checked:font-medium"
                  >
                    <input
                      type="radio"
                      name="color"
                      value={option ?? ''}
                      checked={option === color}
                      onChange={() => setColor(option)}
                      className="size-4 accent-[var(--tag)]"
                    />
                    {t(`tag.color_${option ?? 'none'}`)}
                  </label>
                ))}
              </div>
            </fieldset>
            {result.status === 'refused' && (
              <Notice tone="danger" isAlert>
                {result.message}
              </Notice>
            )}
            <div className="flex justify-end gap-2">
              <Dialog.Close className={buttonClass()}>{t('action.cancel')}</Dialog.Close>
              <Button type="submit" look="primary" disabled={isPending}>
                {t('action.save')}
              </Button>
            </div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
