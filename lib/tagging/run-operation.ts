// Runs an operation: at once when it is small, in a worker step by step when it is large. Every step is a transaction that
// leaves counters, tags and notes for undoing as they belong together.
import { operationPlan, tagBefore } from '#lib/contract/operation.ts'
import { inTransaction, type Db, type Tx } from '#lib/db/client.ts'
import { failOperation, lockOperation, type OperationRow } from '#lib/db/operations.ts'
import { deleteSavedSearch } from '#lib/db/saved-searches.ts'
import { lockTags } from '#lib/db/tags.ts'
import { AppError, toAppError } from '#lib/kernel/errors.ts'
import { HEAVY_LINKS_PER_STEP, LINKS_PER_STEP } from '#lib/kernel/limits.ts'
import type { Log } from '#lib/kernel/log.ts'
import { deleteStep } from './delete-step.ts'
import { editStep } from './edit-step.ts'
import { bringToSearch } from './bring-to-search.ts'
import { mergeStep } from './merge-step.ts'
import { recaptureStep } from './recapture-step.ts'
import { removeStep } from './remove-step.ts'
import type { Running, StepDeps, StepResult } from './running.ts'
import { takeBackStep } from './take-back-step.ts'
import { undoStep } from './undo-step.ts'

const parse = ({ id, libraryId, plan, tagsBefore, createdAt, linksChanged }: OperationRow): Running => ({
  id,
  libraryId,
  plan: operationPlan.parse(plan),
  tagsBefore: tagBefore.array().parse(tagsBefore),
  createdAt,
  changed: linksChanged,
})

const NO_LINKS: StepResult = { count: 0, changedIds: [], isDone: true }

async function step(
  tx: Tx,
  deps: StepDeps,
  { plan, ...running }: Running,
  limit: number,
): Promise<StepResult> {
  const heavyLimit = Math.min(limit, HEAVY_LINKS_PER_STEP)
  switch (plan.type) {
    case 'change':
      return NO_LINKS
    case 'forget':
      await deleteSavedSearch(tx, running.libraryId, plan.search.id)
      return NO_LINKS
    case 'merge':
      return mergeStep(tx, { ...running, plan }, limit)
    case 'delete':
      return deleteStep(tx, { ...running, plan }, limit)
    case 'edit':
      return editStep(tx, { ...running, plan }, limit)
    case 'remove':
      return removeStep(tx, { ...running, plan }, heavyLimit)
    case 'recapture':
      return recaptureStep(tx, deps, { ...running, plan }, heavyLimit)
  }
}

function stepBack(tx: Tx, deps: StepDeps, running: Running, limit: number): Promise<StepResult> {
  return running.plan.type === 'recapture'
    ? takeBackStep(tx, deps, running, Math.min(limit, HEAVY_LINKS_PER_STEP))
    : undoStep(tx, running, limit)
}

/** By how much the number of changed links grows: captures that were taken back are none. */
function growth({ plan }: Running, isUndo: boolean, changed: number): number {
  if (!isUndo) return changed
  return plan.type === 'recapture' ? -changed : 0
}

/**
 * One step of an operation that is queued or being undone, in the caller's transaction.
 *
 * @param limit  links, at most
 * @returns the operation as it is then; null when there is nothing left to do
 * @throws AppError `conflict` when what it speaks of is gone
 */
export async function takeStep(
  tx: Tx,
  deps: StepDeps,
  operationId: string,
  limit: number,
): Promise<OperationRow | null> {
  const peeked = await tx.operation.findUnique({
    where: { id: operationId },
    select: { libraryId: true },
  })
  if (!peeked) return null
  // Before the row, as everybody does it.
  await lockTags(tx, peeked.libraryId, 'exclusive')
  const row = await lockOperation(tx, operationId)
  if (row?.status !== 'queued' && row?.status !== 'undoing') return null
  const isUndo = row.status === 'undoing'
  const running = parse(row)
  const taken = await (isUndo ? stepBack : step)(tx, deps, running, limit)
  const { isDone, count, changedIds, plan, tagsBefore } = taken
  if (!taken.keepsWords) await bringToSearch(tx, row.libraryId, changedIds)
  return tx.operation.update({
    where: { id: operationId },
    data: {
      plan,
      tagsBefore,
      linksDone: { increment: isUndo ? 0 : count },
      linksChanged: { increment: growth(running, isUndo, changedIds.length) },
      ...(isDone && { status: isUndo ? 'undone' : 'done', endedAt: new Date() }),
    },
  })
}

/** All steps of an operation in the caller's transaction. */
export async function finishOperation(
  tx: Tx,
  deps: StepDeps,
  operationId: string,
  limit: number,
): Promise<OperationRow> {
  let last = await takeStep(tx, deps, operationId, limit)
  for (let next = last; next; next = await takeStep(tx, deps, operationId, limit)) last = next
  return last ?? (await tx.operation.findUniqueOrThrow({ where: { id: operationId } }))
}

/** Runs what is left of an operation, a transaction to a step; may be called again after it was cut off. */
export async function runOperation(
  { db, log, ...deps }: StepDeps & { db: Db; log: Log },
  { operationId }: { operationId: string },
  signal: AbortSignal,
  limit = LINKS_PER_STEP,
): Promise<void> {
  try {
    for (;;) {
      signal.throwIfAborted()
      if (!(await inTransaction(db, (tx) => takeStep(tx, deps, operationId, limit)))) break
    }
    log.info('operation.ended', { operationId })
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    const { code } = toAppError(thrown)
    log.warn('operation.failed', { operationId, code })
    await failOperation(db, operationId, { code })
  }
}
