'use client'
// What can be done with a tag besides renaming it: merging, splitting, deleting. Each can be undone.
import { Merge, Split, Trash2 } from 'lucide-react'
import { useId, useState } from 'react'
import type { TagView } from '#lib/contract/tag.ts'
import { useT } from '#components/i18n-provider.tsx'
import { OperationDialog } from '#components/operation/operation-dialog.tsx'
import type { OperationResult } from '#components/operation/operation-result.ts'
import { useOperation, type Undo } from '#components/operation/use-operation.ts'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import { TagField } from './tag-field.tsx'

export interface TagActionsProps {
  tag: TagView
  /** All tags of the library. */
  tags: readonly Pick<TagView, 'id' | 'path' | 'totalCount'>[]
  merge(into: string): Promise<OperationResult>
  split(split: { into: string[]; q?: string }): Promise<OperationResult>
  remove(): Promise<OperationResult>
  undo: Undo
}

export function TagActions(props: TagActionsProps) {
  const t = useT()
  const { tag, remove, undo } = props
  const [isPending, run] = useOperation(undo)
  return (
    <>
      <MergeTag {...props} />
      <SplitTag {...props} />
      <ConfirmDialog
        trigger={
          <Button look="ghost" size="icon" disabled={isPending} label={t('tag.delete')}>
            <Trash2 aria-hidden />
          </Button>
        }
        title={t('tag.delete_title', { path: tag.path })}
        why={t('tag.delete_why', { count: tag.totalCount })}
        confirm={t('action.delete')}
        onConfirm={() => run(remove)}
      />
    </>
  )
}

function MergeTag({ tag, tags, merge, undo }: TagActionsProps) {
  const t = useT()
  const id = useId()
  const [intoId, setIntoId] = useState('')
  return (
    <OperationDialog
      trigger={
        <Button look="ghost" size="icon" label={t('tag.merge')}>
          <Merge aria-hidden />
        </Button>
      }
      title={t('tag.merge_title', { path: tag.path })}
      why={t('tag.merge_why', { path: tag.path })}
      confirm={t('tag.merge')}
      isReady={intoId !== ''}
      undo={undo}
      operate={() => merge(intoId)}
    >
      <Select
        id={id}
        label={t('tag.merge_into')}
        value={intoId}
        onChange={({ target }) => setIntoId(target.value)}
      >
        <option value="">{t('tag.merge_choose')}</option>
        {tags
          .filter((other) => other.id !== tag.id)
          .map((other) => (
            <option key={other.id} value={other.id}>
              {other.path} ({other.totalCount})
            </option>
          ))}
      </Select>
    </OperationDialog>
  )
}

function SplitTag({ tag, tags, split, undo }: TagActionsProps) {
  const t = useT()
  const id = useId()
  const [into, setInto] = useState<string[]>([])
  const [q, setQ] = useState('')
  const query = q.trim()
  return (
    <OperationDialog
      trigger={
        <Button look="ghost" size="icon" label={t('tag.split')}>
          <Split aria-hidden />
        </Button>
      }
      title={t('tag.split_title', { path: tag.path })}
      why={t('tag.split_why', { count: tag.linkCount })}
      confirm={t('tag.split')}
      isReady={into.length > 0}
      undo={undo}
      operate={() => split({ into, ...(query !== '' && { q: query }) })}
    >
      <TagField
        label={t('tag.split_into')}
        known={tags.map(({ path }) => path)}
        value={into}
        onChange={setInto}
      />
      <Field
        id={id}
        label={t('tag.split_query')}
        hint={t('tag.split_query_hint')}
        value={q}
        maxLength={512}
        onChange={({ target }) => setQ(target.value)}
      />
    </OperationDialog>
  )
}
