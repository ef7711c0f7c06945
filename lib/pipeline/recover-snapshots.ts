// Recovery: what a killed worker left behind goes on, without waiting for any long timeout.
import { JOB_PRIORITY } from '#lib/contract/job.ts'
import { takeAbandoned, type Abandoned } from '#lib/db/attempts.ts'
import { inTransaction } from '#lib/db/client.ts'
import { ASSESS_WITHIN_MS } from '#lib/kernel/limits.ts'
import { findStranded } from '#lib/queue/find-stranded.ts'
import { findUnassessed } from '#lib/queue/find-unassessed.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'

type RecoverDeps = Pick<Runtime, 'db' | 'queue' | 'events' | 'log'>
type AssessDeps = Pick<Runtime, 'config' | 'db' | 'queue' | 'log' | 'now'>

/** Stranded snapshots that get a job in one round; the next round takes the next ones. */
const STRANDED_PER_ROUND = 100

const priority = JOB_PRIORITY.interactive

/**
 * Takes every snapshot whose lease ran out from its dead worker: queued again, or failed after its last attempt. Safe
 * in many workers at once.
 *
 * @returns how many were taken
 */
export async function recoverAbandoned(deps: RecoverDeps): Promise<number> {
  for (let count = 0; ; count++) {
    const taken = await takeOne(deps)
    if (!taken) return count
    deps.log.warn('capture.recovered', { snapshotId: taken.snapshotId, status: taken.status })
  }
}

function takeOne({ db, queue, events }: RecoverDeps): Promise<Abandoned | null> {
  return inTransaction(db, async (tx) => {
    const taken = await takeAbandoned(tx)
    if (!taken) return null
    const { snapshotId, status } = taken
    if (status === 'queued') await queue.enqueue(tx, 'capture', { snapshotId }, { priority })
    await events.publish(
      tx,
      taken,
      status === 'queued' ? { kind: 'snapshot.queued' } : { kind: 'snapshot.failed', code: 'internal' },
    )
    return taken
  })
}

/**
 * Sends jobs for queued snapshots that have none. A snapshot that gets two jobs is captured once: `beginAttempt` decides.
 *
 * @returns how many got a job
 */
export async function recoverStranded({ db, queue, log }: RecoverDeps): Promise<number> {
  const snapshotIds = await findStranded(db, STRANDED_PER_ROUND)
  for (const snapshotId of snapshotIds) {
    await inTransaction(db, (tx) => queue.enqueue(tx, 'capture', { snapshotId }, { priority }))
    log.warn('capture.job_was_missing', { snapshotId })
  }
  return snapshotIds.length
}

/**
 * Sends jobs for ready snapshots whose assessment was lost, or that were made while nobody assessed.
 *
 * @returns how many got a job
 */
export async function recoverUnassessed({ config, db, queue, log, now }: AssessDeps): Promise<number> {
  if (!config.assess) return 0
  const since = new Date(now().getTime() - ASSESS_WITHIN_MS)
  const snapshotIds = await findUnassessed(db, since, STRANDED_PER_ROUND)
  for (const snapshotId of snapshotIds) {
    await inTransaction(db, (tx) =>
      queue.enqueue(tx, 'assess', { snapshotId }, { priority: JOB_PRIORITY.background }),
    )
  }
  if (snapshotIds.length > 0) log.info('assess.jobs_were_missing', { count: snapshotIds.length })
  return snapshotIds.length
}
