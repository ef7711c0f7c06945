// Begins operations: what is small is done when this returns, what is large goes to a worker.
import { JOB_PRIORITY } from '#lib/contract/job.ts'
import { operationPlan, tagBefore, type OperationKind } from '#lib/contract/operation.ts'
import type { Tx } from '#lib/db/client.ts'
import { findOperation, insertOperation, type OperationDraft, type OperationRow } from '#lib/db/operations.ts'
import { lockTags } from '#lib/db/tags.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { MAX_HEAVY_LINKS_AT_ONCE, MAX_LINKS_AT_ONCE, UNDO_KEEP_MS } from '#lib/kernel/limits.ts'
import { bringToSearch } from './bring-to-search.ts'
import { finishOperation } from './run-operation.ts'
import type { StepDeps } from './running.ts'
import { beginUndo } from './undo-step.ts'

export interface OperationDeps extends StepDeps {
  /** More links than this are a worker's. */
  maxAtOnce?: number
}

/** More than an operation on the most links that are changed at once can have noted. */
const ALL_STEPS = 2 ** 31 - 1

async function enqueue(tx: Tx, queue: OperationDeps['queue'], operationId: string): Promise<void> {
  await queue.enqueue(tx, 'operate', { operationId }, { priority: JOB_PRIORITY.interactive })
}

/**
 * Notes an operation and runs it, or leaves it to a worker, in the caller's transaction. The caller holds the tags of the
 * library.
 *
 * @throws what its steps throw
 */
export async function beginOperation(
  tx: Tx,
  deps: OperationDeps,
  libraryId: string,
  draft: OperationDraft,
): Promise<OperationRow> {
  const operation = await insertOperation(tx, libraryId, draft)
  const isHeavy = draft.plan.type === 'remove' || draft.plan.type === 'recapture'
  const { maxAtOnce = isHeavy ? MAX_HEAVY_LINKS_AT_ONCE : MAX_LINKS_AT_ONCE } = deps
  if (draft.linksTotal <= maxAtOnce) return finishOperation(tx, deps, operation.id, maxAtOnce + 1)
  await enqueue(tx, deps.queue, operation.id)
  return operation
}

/** What is deleted is gone, and what is captured stays. */
const FOR_GOOD: ReadonlySet<string> = new Set<OperationKind>(['links.delete', 'links.recapture'])

/** May it be taken back now? */
export function canUndo({ kind, status, createdAt }: OperationRow, now: Date): boolean {
  if (FOR_GOOD.has(kind)) return false
  return (status === 'done' || status === 'failed') && now.getTime() - createdAt.getTime() < UNDO_KEEP_MS
}

/**
 * Takes back what an operation did: tags get their names, links their tags. What was deleted since then stays away.
 *
 * @throws AppError `not_found`; `conflict` when it still runs, was undone, or is too old
 */
export async function undoOperation(
  tx: Tx,
  deps: OperationDeps,
  libraryId: string,
  { id, now }: { id: string; now: Date },
): Promise<OperationRow> {
  await lockTags(tx, libraryId, 'exclusive')
  const row = await findOperation(tx, libraryId, id)
  if (!canUndo(row, now)) throw new AppError('conflict')
  await tx.operation.update({ where: { id }, data: { status: 'undoing', errorCode: null } })
  const { createdAt, linksChanged: changed } = row
  const plan = operationPlan.parse(row.plan)
  const tagsBefore = tagBefore.array().parse(row.tagsBefore)
  await bringToSearch(
    tx,
    libraryId,
    await beginUndo(tx, { id, libraryId, plan, tagsBefore, createdAt, changed }),
  )
  const { maxAtOnce = MAX_LINKS_AT_ONCE } = deps
  if (row.linksChanged <= maxAtOnce) return finishOperation(tx, deps, id, ALL_STEPS)
  await enqueue(tx, deps.queue, id)
  return findOperation(tx, libraryId, id)
}
