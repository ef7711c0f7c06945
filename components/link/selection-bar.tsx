'use client'
// What can be done with the links that are chosen; there only while some are.
import { Tags, X } from 'lucide-react'
import { useEffect } from 'react'
import { useT } from '#components/i18n-provider.tsx'
import type { LinksEdit, OperationResult } from '#components/operation/operation-result.ts'
import type { Undo } from '#components/operation/use-operation.ts'
import { Button } from '#components/ui/button.tsx'
import { BulkEditor } from './bulk-editor.tsx'
import { useSelection } from './selection.tsx'

interface SelectionBarProps {
  /** How many the list has, as it is said above it. */
  total: string
  filters: NonNullable<LinksEdit['filters']>
  knownTags: readonly string[]
  edit(edit: LinksEdit): Promise<OperationResult>
  undo: Undo
}

export function SelectionBar({ total, filters, knownTags, edit, undo }: SelectionBarProps) {
  const t = useT()
  const { ids, isAll, chooseAll, clear } = useSelection()
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
  return (
    <section
      aria-label={t('selection.title')}
      className="fixed inset-x-3 bottom-20 z-30 mx-auto flex max-w-xl flex-wrap items-center gap-x-1 rounded-2xl border border-line bg-surface py-1.5 ps-4 pe-1.5 shadow-pop md:bottom-6"
    >
      <output className="me-auto text-sm font-medium">
        {isAll ? t('selection.all', { count: total }) : t('selection.count', { count: ids.size })}
      </output>
      {!isAll && (
        <Button size="small" look="ghost" onClick={chooseAll}>
          {t('selection.choose_all', { count: total })}
        </Button>
      )}
      <BulkEditor
        trigger={
          <Button size="small" look="primary">
            <Tags aria-hidden />
            {t('selection.edit')}
          </Button>
        }
        which={isAll ? { filters } : { ids: [...ids] }}
        knownTags={knownTags}
        edit={edit}
        undo={undo}
        onDone={clear}
      />
      <Button
        size="icon"
        look="ghost"
        aria-label={t('selection.clear')}
        title={t('selection.clear')}
        onClick={clear}
      >
        <X aria-hidden />
      </Button>
    </section>
  )
}
