// How an operation is shown.
import { operationView, type OperationView } from '#lib/contract/operation.ts'
import type { OperationRow } from '#lib/db/operations.ts'
import { canUndo } from '#lib/tagging/begin-operation.ts'

/** The view of a row; `now` decides whether it is too old to be undone. */
export function operationViewOf(row: OperationRow, now: Date): OperationView {
  return operationView.parse({
    id: row.id,
    kind: row.kind,
    status: row.status,
    subject: row.subject,
    links: { total: row.linksTotal, done: row.linksDone, changed: row.linksChanged },
    canUndo: canUndo(row, now),
    error: row.errorCode,
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  })
}
