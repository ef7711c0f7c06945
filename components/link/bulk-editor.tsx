'use client'
// Tags and visibility of many links, in a dialog.
import { useId, useState, type ReactElement } from 'react'
import type { LinkView } from '#lib/contract/link.ts'
import { useT } from '#components/i18n-provider.tsx'
import type { ChosenLinks, LinksEdit, OperationResult } from '#components/operation/operation-result.ts'
import { OperationDialog } from '#components/operation/operation-dialog.tsx'
import type { Undo } from '#components/operation/use-operation.ts'
import { TagField } from '#components/tag/tag-field.tsx'
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
  const [addTags, setAddTags] = useState<string[]>([])
  const [removeTags, setRemoveTags] = useState<string[]>([])
  const [visibility, setVisibility] = useState<Visibility>('')
  return (
    <OperationDialog
      trigger={trigger}
      title={t('selection.edit_title')}
      confirm={t('selection.apply')}
      isReady={addTags.length + removeTags.length > 0 || visibility !== ''}
      undo={undo}
      operate={() => edit({ ...which, addTags, removeTags, ...(visibility !== '' && { visibility }) })}
      onDone={onDone}
    >
      <TagField label={t('selection.add_tags')} known={knownTags} value={addTags} onChange={setAddTags} />
      <TagField
        label={t('selection.remove_tags')}
        known={knownTags}
        value={removeTags}
        onChange={setRemoveTags}
        onlyKnown
      />
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
    </OperationDialog>
  )
}
