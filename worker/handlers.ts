// What the worker does by itself: which function each job runs, and what it looks after from time to time.
import type { Config } from '#lib/config/load-config.ts'
import type { Job, JobName } from '#lib/contract/job.ts'
import { forgetIdempotencyKeys } from '#lib/db/idempotency.ts'
import { foldStatistics } from '#lib/db/statistics.ts'
import { PRESENCE_INTERVAL_MS, reportWorker } from '#lib/db/worker-presence.ts'
import { captureSnapshot, type PipelineDeps } from '#lib/pipeline/capture-snapshot.ts'
import { sweepBlobs } from '#lib/pipeline/sweep-blobs.ts'
import { recoverAbandoned, recoverStranded } from '#lib/pipeline/recover-snapshots.ts'
import type { JobContext } from '#lib/queue/queue.ts'

interface Handler<N extends JobName> {
  /** Jobs of this name that one worker does at once. */
  concurrency(config: Config): number
  handle(deps: PipelineDeps, job: Job<N>, context: JobContext): Promise<void>
}

/** Handlers of the queue's jobs, by name. */
const handlers: { readonly [N in JobName]: Handler<N> } = {
  capture: {
    concurrency: ({ workerConcurrency }) => workerConcurrency,
    handle: (deps, job, { signal, priority }) => captureSnapshot(deps, job, signal, priority),
  },
}

/** Starts working the jobs of every name. */
export async function workJobs(deps: PipelineDeps): Promise<void> {
  const work = <N extends JobName>(name: N) => {
    const handler: Handler<N> = handlers[name]
    const concurrency = handler.concurrency(deps.config)
    return deps.queue.work(name, { concurrency }, (job, context) => handler.handle(deps, job, context))
  }
  await work('capture')
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
  { name: 'sweep_blobs', everyMs: 120_000, run: (deps) => sweepBlobs(deps) },
  { name: 'fold_statistics', everyMs: 60_000, run: ({ db }) => foldStatistics(db) },
  { name: 'forget_idempotency_keys', everyMs: 3_600_000, run: ({ db }) => forgetIdempotencyKeys(db) },
]
