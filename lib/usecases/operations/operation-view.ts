// How an operation is shown.
import { operationView, type OperationView } from '#lib/contract/operation.ts'
import type { OperationRow } from '#lib/db/operations.ts'
import { canUndo } from '#lib/tagging/begin-operation.ts'

/**
 * The view of a row.
 *
 * @param now    decides whether it is too old to be undone
 * @param waits  Does one of its captures wait? Left out: it was written just now.
 */
export function operationViewOf(row: OperationRow, now: Date, waits?: boolean): OperationView {
  return operationView.parse({
    id: row.id,
    kind: row.kind,
    status: row.status,
    subject: row.subject,
    links: { total: row.linksTotal, done: row.linksDone, changed: row.linksChanged },
    canUndo: canUndo(row, now, waits),
    error: row.errorCode,
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  })
}
