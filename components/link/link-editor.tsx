'use client'
// What a person adds to a link: title, tags, note, and whether it is public. Each saves by itself when it changes.
import { Suspense, useState, useTransition } from 'react'
import { toast } from 'sonner'
import type { LinkView } from '#lib/contract/link.ts'
import type { TagSuggestions } from '#lib/contract/tag.ts'
import type { FormResult } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { TagInput } from '#components/tag/tag-input.tsx'
import { SuggestedTags } from '#components/tag/tag-suggestions.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { INPUT_CLASS } from '#components/ui/field.tsx'
import { Switch } from '#components/ui/switch.tsx'

export interface LinkPatch {
  title?: string | null
  note?: string
  tags?: string[]
  visibility?: LinkView['visibility']
}

interface LinkEditorProps {
  link: LinkView
  knownTags: readonly string[]
  /** Tags that may fit; it never rejects. */
  suggestions: Promise<TagSuggestions>
  /** Where visitors see this link once it is public. */
  publicAddress: string
  save(patch: LinkPatch): Promise<FormResult>
}

export function LinkEditor({ link, knownTags, suggestions, publicAddress, save }: LinkEditorProps) {
  const t = useT()
  const [tags, setTags] = useState<readonly string[]>(link.tags.map(({ path }) => path))
  const [isPublic, setIsPublic] = useState(link.visibility === 'public')
  const [isPending, startTransition] = useTransition()

  const change = (patch: LinkPatch, undo?: () => void) =>
    startTransition(async () => {
      const result = await save(patch)
      if (result.status === 'done') toast.success(result.message)
      if (result.status !== 'refused') return
      toast.error(result.message)
      undo?.()
    })

  const changeTags = (paths: string[]) => {
    setTags(paths)
    change({ tags: paths }, () => setTags(tags))
  }

  return (
    <section aria-labelledby="link-editor" aria-busy={isPending} className="space-y-4">
      <h2 id="link-editor" className="font-semibold">
        {t('link.edit')}
      </h2>
      <div className="space-y-1.5">
        <label htmlFor="link-tags" className="text-sm text-muted">
          {t('link.tags')}
        </label>
        <TagInput id="link-tags" known={knownTags} value={tags} onChange={changeTags} />
        <Suspense>
          <SuggestedTags
            found={suggestions}
            chosen={tags}
            site={link.site}
            onTake={(path) => changeTags([...tags, path])}
          />
        </Suspense>
      </div>
      <div className="space-y-1.5">
        <label htmlFor="link-title" className="text-sm text-muted">
          {t('link.title')}
        </label>
        <input
          id="link-title"
          defaultValue={link.ownTitle ?? ''}
          placeholder={link.title ?? ''}
          title={t('link.title_hint')}
          maxLength={300}
          className={INPUT_CLASS}
          onBlur={({ target }) => {
            const title = target.value.trim() || null
            if (title !== link.ownTitle) change({ title })
          }}
        />
      </div>
      <div className="space-y-1.5">
        <label htmlFor="link-note" className="text-sm text-muted">
          {t('link.note')}
        </label>
        <textarea
          id="link-note"
          defaultValue={link.note}
          placeholder={t('link.note_placeholder')}
          maxLength={10_000}
          rows={2}
          className={`${INPUT_CLASS} field-sizing-content max-h-80 resize-none`}
          onBlur={({ target }) => {
            if (target.value !== link.note) change({ note: target.value })
          }}
        />
      </div>
      <div className="space-y-2">
        <div className="flex min-h-11 items-center justify-between gap-3">
          <label id="link-public-label" htmlFor="link-public" className="text-[0.9375rem]">
            {t('link.visibility')}
          </label>
          <Switch
            id="link-public"
            labelledBy="link-public-label"
            checked={isPublic}
            disabled={isPending}
            describedBy="link-public-why"
            onCheckedChange={(checked) => {
              setIsPublic(checked)
              change({ visibility: checked ? 'public' : 'private' }, () => setIsPublic(!checked))
            }}
          />
        </div>
        <p id="link-public-why" className="text-sm text-muted">
          {t('link.visibility_why')}
        </p>
        {isPublic && (
          <div className="flex items-center gap-2">
            <input
              readOnly
              aria-label={t('link.public_address')}
              value={publicAddress}
              onFocus={({ target }) => target.select()}
              className={`${INPUT_CLASS} min-w-0 font-mono text-sm`}
            />
            <CopyButton text={publicAddress} />
          </div>
        )}
      </div>
    </section>
  )
}
