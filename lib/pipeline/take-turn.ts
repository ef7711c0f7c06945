// Begins an attempt when its site has room for one more visitor; else the job comes back later and its worker goes on.
import type { Job } from '#lib/contract/job.ts'
import { beginAttempt, type Attempt } from '#lib/db/attempts.ts'
import { inTransaction } from '#lib/db/client.ts'
import { waitOfSite } from '#lib/db/site-turns.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'
import { LEASE_MS } from './hold-lease.ts'

/** A job that finds its site busy comes back after this, and after twice as long each further time, up to a minute. */
const FIRST_PAUSE_MS = 1_500
const LONGEST_PAUSE_MS = 60_000

/**
 * Null when there is nothing to do now: the snapshot has ended, somebody holds it, or its site is busy and the job has
 * been sent again in the same transaction. Other sites' jobs are not held up: nobody waits in a worker.
 */
export function takeTurn(
  { config, db, queue, log, now }: Pick<Runtime, 'config' | 'db' | 'queue' | 'log' | 'now'>,
  { snapshotId, deferrals = 0 }: Job<'capture'>,
  priority: number,
): Promise<Attempt | null> {
  return inTransaction(db, async (tx) => {
    const waitMs = await waitOfSite(tx, snapshotId, config.politeness)
    if (waitMs === 0) return beginAttempt(tx, snapshotId, LEASE_MS)
    // Spread, so that the links of one import do not all come back in the same moment.
    const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** deferrals, LONGEST_PAUSE_MS) * (0.5 + Math.random() / 2)
    const startAfter = new Date(now().getTime() + (Number.isFinite(waitMs) ? waitMs : pauseMs))
    await queue.enqueue(tx, 'capture', { snapshotId, deferrals: deferrals + 1 }, { priority, startAfter })
    log.debug('capture.site_busy', { snapshotId, deferrals, startAfter: startAfter.toISOString() })
    return null
  })
}
