'use client'
// Tags and visibility of many links, in a dialog.
import { useId, useState, type ReactElement } from 'react'
import type { LinkView } from '#lib/contract/link.ts'
import { useT } from '#components/i18n-provider.tsx'
import type { ChosenLinks, LinksEdit, OperationResult } from '#components/operation/operation-result.ts'
import { useOperation, type Undo } from '#components/operation/use-operation.ts'
import { TagInput } from '#components/tag/tag-input.tsx'
import { Button } from '#components/ui/button.tsx'
import { Modal } from '#components/ui/modal.tsx'
import { Select } from '#components/ui/select.tsx'

interface BulkEditorProps {
  trigger: ReactElement<Record<string, unknown>>
  which: ChosenLinks
  knownTags: readonly string[]
  edit(edit: LinksEdit): Promise<OperationResult>
  undo: Undo
  onDone(): void
}

type Visibility = LinkView['visibility'] | ''
const isVisibility = (value: string): value is Visibility => ['', 'private', 'public'].includes(value)

export function BulkEditor({ trigger, which, knownTags, edit, undo, onDone }: BulkEditorProps) {
  const t = useT()
  const id = useId()
  const [isOpen, setIsOpen] = useState(false)
  const [addTags, setAddTags] = useState<string[]>([])
  const [removeTags, setRemoveTags] = useState<string[]>([])
  const [visibility, setVisibility] = useState<Visibility>('')
  const [isPending, run] = useOperation(undo)
  const isNothing = addTags.length + removeTags.length === 0 && visibility === ''
  const apply = () =>
    run(
      () => edit({ ...which, addTags, removeTags, ...(visibility !== '' && { visibility }) }),
      () => {
        setIsOpen(false)
        onDone()
      },
    )
  return (
    <Modal trigger={trigger} title={t('selection.edit_title')} isOpen={isOpen} onOpenChange={setIsOpen}>
      <div className="space-y-1.5">
        <label htmlFor={`${id}-add`} className="block text-sm font-medium">
          {t('selection.add_tags')}
        </label>
        <TagInput id={`${id}-add`} known={knownTags} value={addTags} onChange={setAddTags} />
      </div>
      <div className="space-y-1.5">
        <label htmlFor={`${id}-remove`} className="block text-sm font-medium">
          {t('selection.remove_tags')}
        </label>
        <TagInput
          id={`${id}-remove`}
          known={knownTags}
          value={removeTags}
          onChange={setRemoveTags}
          onlyKnown
        />
      </div>
      <Select
        id={`${id}-visibility`}
        label={t('selection.visibility')}
        value={visibility}
        onChange={({ target }) => setVisibility(isVisibility(target.value) ? target.value : '')}
      >
        <option value="">{t('selection.visibility_same')}</option>
        <option value="private">{t('selection.visibility_private')}</option>
        <option value="public">{t('selection.visibility_public')}</option>
      </Select>
      <div className="flex justify-end gap-2">
        <Button onClick={() => setIsOpen(false)}>{t('action.cancel')}</Button>
        <Button look="primary" disabled={isPending || isNothing} onClick={apply}>
          {t('selection.apply')}
        </Button>
      </div>
    </Modal>
  )
}
