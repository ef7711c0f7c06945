// The queue: what every process may ask of it. Jobs live in the same PostgreSQL as the rows they speak of.
import type { Job, JobName } from '#lib/contract/job.ts'
import type { Tx } from '#lib/db/client.ts'

export interface EnqueueOptions {
  /** Higher goes first: see JOB_PRIORITY. */
  priority: number
  /** Not before this moment. */
  startAfter?: Date
}

/** What a running handler is told. Its signal aborts when the worker is asked to stop. */
export interface JobContext {
  signal: AbortSignal
  /** With which the job was sent. */
  priority: number
}

/** Whether jobs of one name are claimed. Both calls may be made again and again. */
export interface Claiming {
  /** Claims no further job; running ones go on. */
  pause(): Promise<void>
  resume(): Promise<void>
}

export interface Queue {
  /** Enqueues inside the caller's transaction: the job exists exactly when the rows do. */
  enqueue<N extends JobName>(tx: Tx, name: N, job: Job<N>, options: EnqueueOptions): Promise<void>
  /**
   * Starts working the jobs of one name, `concurrency` at once. A handler settles by itself what it can say about its
   * job; whatever it throws makes the queue try the job again. With `isPaused` nothing is claimed before `resume`.
   */
  work<N extends JobName>(
    name: N,
    options: { concurrency: number; isPaused?: boolean },
    handle: (job: Job<N>, context: JobContext) => Promise<void>,
  ): Promise<Claiming>
  /** Stops claiming, aborts the handlers' signals, waits for them up to `graceMs`, gives unfinished jobs back. */
  stop(graceMs: number): Promise<void>
}
