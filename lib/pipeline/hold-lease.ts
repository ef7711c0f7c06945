// Keeps the lease of a running attempt, and stops the attempt at once when the lease is lost.
import { heartbeat, LeaseLost, type Attempt } from '#lib/db/attempts.ts'
import type { Db } from '#lib/db/client.ts'
import type { Log } from '#lib/kernel/log.ts'

/** A dead worker's snapshot is taken over after this long: three missed heartbeats, and some. */
export const LEASE_MS = 20_000
const HEARTBEAT_MS = 5_000

interface LeaseDeps {
  db: Db
  log: Log
}

/**
 * Runs `work` while the lease is kept. Its signal aborts with `LeaseLost` when somebody else holds the snapshot (it was
 * cancelled, deleted, or taken over), and with the reason of `parent`. A database that is away does not abort: the
 * fence is at the end, in the transaction that writes.
 */
export async function holdLease<T>(
  { db, log }: LeaseDeps,
  attempt: Attempt,
  parent: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const lost = new AbortController()
  const beat = async () => {
    try {
      if (!(await heartbeat(db, attempt, LEASE_MS))) lost.abort(new LeaseLost(attempt.snapshotId))
    } catch (error) {
      log.warn('capture.heartbeat_failed', { snapshotId: attempt.snapshotId, error })
    }
  }
  const timer = setInterval(beat, HEARTBEAT_MS)
  try {
    return await work(AbortSignal.any([parent, lost.signal]))
  } finally {
    clearInterval(timer)
  }
}
