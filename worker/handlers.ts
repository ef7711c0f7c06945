// What the worker does by itself: which function each job runs, and what it looks after from time to time.
import { forgetIdempotencyKeys } from '#lib/db/idempotency.ts'
import { PRESENCE_INTERVAL_MS, reportWorker } from '#lib/db/worker-presence.ts'
import { captureSnapshot, type PipelineDeps } from '#lib/pipeline/capture-snapshot.ts'
import { recoverAbandoned, recoverStranded } from '#lib/pipeline/recover-snapshots.ts'
import type { JobContext } from '#lib/queue/queue.ts'
import type { CaptureJob } from '#lib/contract/job.ts'

/** Handlers of the queue's jobs, by name. */
export const handlers = {
  capture: (deps: PipelineDeps) => (job: CaptureJob, context: JobContext) =>
    captureSnapshot(deps, job, context.signal, context.priority),
}

/** A round of something that is done again and again. */
export interface Chore {
  name: string
  everyMs: number
  run(deps: PipelineDeps): Promise<unknown>
}

export const chores: readonly Chore[] = [
  { name: 'report_worker', everyMs: PRESENCE_INTERVAL_MS, run: ({ db }) => reportWorker(db) },
  { name: 'recover_abandoned', everyMs: 3_000, run: recoverAbandoned },
  { name: 'recover_stranded', everyMs: 10_000, run: recoverStranded },
  { name: 'forget_idempotency_keys', everyMs: 3_600_000, run: ({ db }) => forgetIdempotencyKeys(db) },
]
