'use client'
// What can be done with the links that are chosen; there only while some are.
import { Camera, Tags, Trash2, X } from 'lucide-react'
import { useEffect } from 'react'
import { useT } from '#components/i18n-provider.tsx'
import type { ChosenLinks, LinksEdit, OperationResult } from '#components/operation/operation-result.ts'
import { useOperation, type Undo } from '#components/operation/use-operation.ts'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { BulkEditor } from './bulk-editor.tsx'
import { useSelection } from './selection.tsx'

interface SelectionBarProps {
  /** How many the list has, as it is said above it. */
  total: string
  filters: NonNullable<ChosenLinks['filters']>
  knownTags: readonly string[]
  edit(edit: LinksEdit): Promise<OperationResult>
  recapture(which: ChosenLinks): Promise<OperationResult>
  /** For good. */
  remove(which: ChosenLinks): Promise<OperationResult>
  undo: Undo
}

export function SelectionBar({
  total,
  filters,
  knownTags,
  edit,
  recapture,
  remove,
  undo,
}: SelectionBarProps) {
  const t = useT()
  const { ids, isAll, chooseAll, clear } = useSelection()
  const [isPending, run] = useOperation(undo)
  const isEmpty = !isAll && ids.size === 0
  useEffect(() => {
    if (isEmpty) return
    const onKeyDown = (event: KeyboardEvent) => {
      // A dialog above closes by the same key.
      if (event.key === 'Escape' && !document.querySelector('[role=dialog]')) clear()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [isEmpty, clear])
  if (isEmpty) return null
  const which = isAll ? { filters } : { ids: [...ids] }
  const count = isAll ? total : ids.size
  return (
    <section
      aria-label={t('selection.title')}
      className="fixed inset-x-3 bottom-20 z-30 mx-auto flex max-w-xl flex-wrap items-center gap-x-1 rounded-2xl border border-line bg-surface py-1.5 ps-4 pe-1.5 shadow-pop md:bottom-6"
    >
      <output className="text-sm font-medium">
        {isAll ? t('selection.all', { count: total }) : t('selection.count', { count: ids.size })}
      </output>
      {!isAll && (
        <Button size="small" look="ghost" onClick={chooseAll}>
          {t('selection.choose_all', { count: total })}
        </Button>
      )}
      <div className="ms-auto flex items-center">
        <BulkEditor
          trigger={
            <Button size="small" look="primary">
              <Tags aria-hidden />
              {t('selection.edit')}
            </Button>
          }
          which={which}
          knownTags={knownTags}
          edit={edit}
          undo={undo}
          onDone={clear}
        />
        <ConfirmDialog
          trigger={
            <Button size="icon" look="ghost" disabled={isPending} label={t('selection.recapture')}>
              <Camera aria-hidden />
            </Button>
          }
          title={t('selection.recapture_title', { count })}
          why={t('selection.recapture_why')}
          confirm={t('selection.recapture')}
          look="primary"
          onConfirm={() => run(() => recapture(which), clear)}
        />
        <ConfirmDialog
          trigger={
            <Button
              size="icon"
              look="ghost"
              disabled={isPending}
              label={t('selection.delete')}
              className="text-danger"
            >
              <Trash2 aria-hidden />
            </Button>
          }
          title={t('selection.delete_title', { count })}
          why={t('selection.delete_why')}
          confirm={t('selection.delete_confirm', { count })}
          onConfirm={() => run(() => remove(which), clear)}
        />
        <Button size="icon" look="ghost" label={t('selection.clear')} onClick={clear}>
          <X aria-hidden />
        </Button>
      </div>
    </section>
  )
}
