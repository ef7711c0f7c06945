'use client'
// Operations, newest first. While one runs the list looks again every two seconds.
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'
import type { OperationView } from '#lib/contract/operation.ts'
import type { Translate } from '#lib/i18n/translate.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { LocalTime } from '#components/ui/local-time.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { undoneSentence } from './undone-sentence.ts'
import type { Undo } from './use-operation.ts'

const LOOKS_EVERY_MS = 2_000

interface OperationListProps {
  operations: readonly OperationView[]
  undo: Undo
}

export function OperationList({ operations, undo }: OperationListProps) {
  const t = useT()
  const router = useRouter()
  const isRunning = operations.some(({ status }) => status === 'queued' || status === 'undoing')
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(() => router.refresh(), LOOKS_EVERY_MS)
    return () => clearInterval(timer)
  }, [isRunning, router])
  if (operations.length === 0) return <p className="text-muted">{t('operation.none')}</p>
  return (
    <ul className="divide-y divide-line rounded-lg border border-line">
      {operations.map((operation) => (
        <OperationItem key={operation.id} operation={operation} undo={undo} />
      ))}
    </ul>
  )
}

function OperationItem({ operation, undo }: { operation: OperationView; undo: Undo }) {
  const t = useT()
  const [isPending, run] = useAction()
  const { id, kind, status, canUndo, createdAt } = operation
  const about = aboutOf(t, operation)
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
      <div className="min-w-0 flex-1">
        <p className="font-medium">{t(`operation.kind.${kind}`)}</p>
        {about && <p className="mt-0.5 break-words">{about}</p>}
        <p className="mt-0.5 text-sm text-muted">
          <LocalTime iso={createdAt} /> ·{' '}
          <span className={status === 'failed' ? 'text-danger' : ''} aria-live="polite">
            {stateOf(t, operation)}
          </span>
        </p>
      </div>
      {canUndo && (
        <Button size="small" disabled={isPending} onClick={() => run(() => undo(id))}>
          {t('operation.undo')}
        </Button>
      )}
    </li>
  )
}

/** What it was done to, in the names of that time. */
function aboutOf(t: Translate, { subject }: OperationView): string {
  const { tags, into, searches, query } = subject
  const names = (paths: readonly string[]) => paths.join(t('suggestion.separator'))
  // A tag that kept its name got another colour or other aliases.
  const moved = [...new Set([names(tags), names(into), names(searches)])].filter(Boolean).join(' → ')
  const found = query === null ? '' : query || t('operation.all_links')
  return [moved, found].filter(Boolean).join(' · ')
}

function stateOf(t: Translate, operation: OperationView): string {
  const { kind, status, links, error } = operation
  const changed = t('operation.changed', { count: links.changed })
  switch (status) {
    case 'queued':
      return t('operation.state_queued', { count: links.done })
    case 'undoing':
    case 'undone':
      return undoneSentence(t, operation)
    case 'failed':
      return `${t(error === 'quota_exceeded' ? 'operation.state_full' : 'operation.state_failed')} · ${changed}`
    case 'done':
      return kind === 'search.delete' ? t('operation.state_done') : changed
  }
}
