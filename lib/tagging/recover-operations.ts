// Recovery of operations: what nobody works on any more goes on, or ends as failed when too many workers died of it.
import { JOB_PRIORITY } from '#lib/contract/job.ts'
import { inTransaction, type Db } from '#lib/db/client.ts'
import { failOperation } from '#lib/db/operations.ts'
import type { Log } from '#lib/kernel/log.ts'
import { findStrandedOperations } from '#lib/queue/find-stranded.ts'
import type { StepDeps } from './running.ts'

/** Operations that are looked after in one round; the next round takes the next ones. */
const PER_ROUND = 100

const priority = JOB_PRIORITY.interactive

/**
 * Sends jobs for operations that have none, and ends those whose job has been given up. Safe in many workers at once.
 *
 * @returns how many got a job or an end
 */
export async function recoverOperations({
  db,
  queue,
  log,
}: Pick<StepDeps, 'queue'> & { db: Db; log: Log }): Promise<number> {
  const stranded = await findStrandedOperations(db, PER_ROUND)
  for (const { id: operationId, status, isGivenUp } of stranded) {
    if (isGivenUp) await failOperation(db, operationId, { status, code: 'internal' })
    else await inTransaction(db, (tx) => queue.enqueue(tx, 'operate', { operationId }, { priority }))
    log.warn(isGivenUp ? 'operation.given_up' : 'operation.job_was_missing', { operationId })
  }
  return stranded.length
}
