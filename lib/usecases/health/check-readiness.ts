// Which parts of the installation answer: for probes, which ask often and wait briefly.
import { readWorkerPresence } from '#lib/db/worker-presence.ts'
import { withDeadline } from '#lib/kernel/deadline.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'

/** Who asks within this time of somebody else hears the same: anybody may ask, and a bucket is asked twice each time. */
const SAME_MS = 1_000
/** A part that answers later than this is of no use to the request that waits for it. */
const PROBE_TIMEOUT_MS = 2_000

export interface Readiness {
  database: boolean
  storage: boolean
  /** Somebody who captures what is submitted. */
  worker: boolean
  /** Disk above the reserve. Without it captures wait and everything else goes on: no reason to send nobody here. */
  room: boolean
}

async function answers(probe: () => Promise<unknown>): Promise<boolean> {
  try {
    await withDeadline(PROBE_TIMEOUT_MS, undefined, probe)
    return true
  } catch {
    return false // why a part is away is in the log of whoever uses it; a probe only counts
  }
}

/** `checkReadiness` for a door that is open to everybody. */
export function openReadiness(
  getRuntime: () => Promise<Runtime>,
  nowMs = () => performance.now(),
): () => Promise<Readiness> {
  let known: { untilMs: number; readiness: Promise<Readiness> } | null = null
  return () => {
    if (!known || nowMs() >= known.untilMs)
      known = { untilMs: nowMs() + SAME_MS, readiness: checkReadiness(getRuntime) }
    return known.readiness
  }
}

/** Asks every part; what does not answer within two seconds is away. Never rejects. */
export async function checkReadiness(getRuntime: () => Promise<Runtime>): Promise<Readiness> {
  let room = true
  const [database, storage, worker] = await Promise.all([
    answers(async () => (await getRuntime()).db.$queryRaw`SELECT 1`),
    answers(async () => (await getRuntime()).blobs.check()),
    answers(async () => {
      const { isAlive, hasRoom } = await readWorkerPresence((await getRuntime()).db)
      room = hasRoom
      if (!isAlive) throw new Error('no worker has reported lately')
    }),
  ])
  return { database, storage, worker, room }
}
