// Begins operations: what is small is done when this returns, what is large goes to a worker.
import { JOB_PRIORITY } from '#lib/contract/job.ts'
import { operationPlan, tagBefore, type OperationKind, type OperationPlan } from '#lib/contract/operation.ts'
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

function atOnce({ maxAtOnce }: OperationDeps, { type }: OperationPlan): number {
  const isHeavy = type === 'remove' || type === 'recapture'
  return maxAtOnce ?? (isHeavy ? MAX_HEAVY_LINKS_AT_ONCE : MAX_LINKS_AT_ONCE)
}

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
  const maxAtOnce = atOnce(deps, draft.plan)
  if (draft.linksTotal <= maxAtOnce) return finishOperation(tx, deps, operation.id, maxAtOnce + 1)
  await enqueue(tx, deps.queue, operation.id)
  return operation
}

/** What goes link by link can be stopped in the middle; tags that are merged are something else meanwhile. */
const CAN_STOP: ReadonlySet<string> = new Set<OperationKind>([
  'links.edit',
  'links.recapture',
  'rule.apply',
  'tag.split',
])

/**
 * May it be taken back now? What is deleted is gone, and of captures only those that wait are taken back.
 *
 * @param waits  Does one of its captures wait?
 */
export function canUndo(row: OperationRow, now: Date, waits = row.linksChanged > 0): boolean {
  const { kind, status, createdAt } = row
  if (kind === 'links.delete' || now.getTime() - createdAt.getTime() >= UNDO_KEEP_MS) return false
  if (status === 'queued') return CAN_STOP.has(kind)
  return (status === 'done' || status === 'failed') && (kind !== 'links.recapture' || waits)
}

/**
 * Takes back what an operation did: tags get their names, links their tags, saved searches and their feeds come back,
 * captures that wait are called off. What was deleted since then stays away; one that still runs goes no further.
 *
 * @throws AppError `not_found`; `conflict` when it cannot be stopped while it runs, was undone, or is too old; `name_taken`
 *         and `limit_reached` when there is no room for what should come back
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
  if (row.linksChanged <= atOnce(deps, plan)) return finishOperation(tx, deps, id, ALL_STEPS)
  await enqueue(tx, deps.queue, id)
  return findOperation(tx, libraryId, id)
}
