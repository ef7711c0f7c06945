'use client'
// What can be done with a tag besides renaming it: merging, splitting, deleting. Each can be undone.
import { Merge, Split, Trash2 } from 'lucide-react'
import { useId, useState } from 'react'
import type { TagView } from '#lib/contract/tag.ts'
import { useT } from '#components/i18n-provider.tsx'
import type { OperationResult } from '#components/operation/operation-result.ts'
import { useOperation, type Undo } from '#components/operation/use-operation.ts'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Modal } from '#components/ui/modal.tsx'
import { Select } from '#components/ui/select.tsx'
import { TagInput } from './tag-input.tsx'

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
  const [isOpen, setIsOpen] = useState(false)
  const [intoId, setIntoId] = useState('')
  const [isPending, run] = useOperation(undo)
  return (
    <Modal
      trigger={
        <Button look="ghost" size="icon" label={t('tag.merge')}>
          <Merge aria-hidden />
        </Button>
      }
      title={t('tag.merge_title', { path: tag.path })}
      why={t('tag.merge_why', { path: tag.path })}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
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
      <div className="flex justify-end gap-2">
        <Button onClick={() => setIsOpen(false)}>{t('action.cancel')}</Button>
        <Button
          look="primary"
          disabled={intoId === '' || isPending}
          onClick={() =>
            run(
              () => merge(intoId),
              () => setIsOpen(false),
            )
          }
        >
          {t('tag.merge')}
        </Button>
      </div>
    </Modal>
  )
}

function SplitTag({ tag, tags, split, undo }: TagActionsProps) {
  const t = useT()
  const id = useId()
  const [isOpen, setIsOpen] = useState(false)
  const [into, setInto] = useState<string[]>([])
  const [q, setQ] = useState('')
  const [isPending, run] = useOperation(undo)
  const query = q.trim()
  return (
    <Modal
      trigger={
        <Button look="ghost" size="icon" label={t('tag.split')}>
          <Split aria-hidden />
        </Button>
      }
      title={t('tag.split_title', { path: tag.path })}
      why={t('tag.split_why', { count: tag.linkCount })}
      isOpen={isOpen}
      onOpenChange={setIsOpen}
    >
      <div className="space-y-1.5">
        <label htmlFor={`${id}-into`} className="block text-sm font-medium">
          {t('tag.split_into')}
        </label>
        <TagInput id={`${id}-into`} known={tags.map(({ path }) => path)} value={into} onChange={setInto} />
      </div>
      <Field
        id={`${id}-q`}
        label={t('tag.split_query')}
        hint={t('tag.split_query_hint')}
        value={q}
        maxLength={512}
        onChange={({ target }) => setQ(target.value)}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={() => setIsOpen(false)}>{t('action.cancel')}</Button>
        <Button
          look="primary"
          disabled={into.length === 0 || isPending}
          onClick={() =>
            run(
              () => split({ into, ...(query !== '' && { q: query }) }),
              () => setIsOpen(false),
            )
          }
        >
          {t('tag.split')}
        </Button>
      </div>
    </Modal>
  )
}
