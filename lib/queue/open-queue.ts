// The queue on pg-boss: jobs are sent inside our transactions, and worked with one signal for every handler.
import { fromPrisma } from 'pg-boss'
import { JOBS, subjectOf, type JobName } from '#lib/contract/job.ts'
import type { Log } from '#lib/kernel/log.ts'
import { HEARTBEAT_SECONDS, queueClient } from './job-queues.ts'
import type { Queue } from './queue.ts'

/**
 * How often a worker looks for jobs although it is woken by NOTIFY: a job whose moment comes later wakes nobody, and a
 * lost listener must not be felt.
 */
const POLLING_SECONDS = 1

/** While the database is away every claiming loop fails every second: one line of that is enough for a while. */
const ERROR_LOG_INTERVAL_MS = 10_000

interface QueueOptions {
  databaseUrl: string
  /** `send` only enqueues, over one connection and without loops; `work` also claims, listens and keeps house. */
  role: 'send' | 'work'
  log: Log
}

/**
 * Opens the queue on a database that `createQueueSchema` has prepared.
 *
 * @throws Error when the database does not answer or its queue tables are of another version
 */
export async function openQueue({ databaseUrl, role, log }: QueueOptions): Promise<Queue> {
  const works = role === 'work'
  const boss = queueClient(databaseUrl, {
    max: works ? 3 : 1,
    supervise: works,
    useListenNotify: works,
  })
  boss.on('error', quietly(log))
  boss.on('warning', (warning) => log.warn('queue.warning', { message: warning.message }))
  await boss.start()
  const stopping = new AbortController()
  const worked = new Set<JobName>()

  return {
    async enqueue(tx, name, job, { priority, startAfter }) {
      await boss.send(name, job, {
        db: fromPrisma(tx),
        priority,
        startAfter,
        // Finds the jobs of a snapshot; what it forbids is a matter of the queue's policy.
        singletonKey: subjectOf(job),
      })
    },
    async work(name, { concurrency, isPaused = false }, handle) {
      worked.add(name)
      const options = {
        localConcurrency: concurrency,
        batchSize: 1,
        heartbeatRefreshSeconds: HEARTBEAT_SECONDS,
        includeMetadata: true as const,
        pollingIntervalSeconds: POLLING_SECONDS,
        notifyPollingIntervalSeconds: POLLING_SECONDS,
      }
      const claim = () =>
        boss.work(name, options, async (jobs) => {
          for (const job of jobs) {
            const signal = AbortSignal.any([job.signal, stopping.signal])
            await handle(JOBS[name].parse(job.data), { signal, priority: job.priority })
          }
        })
      if (!isPaused) await claim()
      let claims = !isPaused
      return {
        async pause() {
          if (!claims) return
          claims = false
          await boss.offWork(name, { wait: false })
        },
        async resume() {
          if (claims || stopping.signal.aborted) return
          await claim()
          claims = true
        },
      }
    },
    async stop(graceMs) {
      // Claiming ends first: a handler that obeys its signal must not make room for the next job.
      for (const name of worked) await boss.offWork(name, { wait: false })
      stopping.abort(new Error('the worker stops'))
      await boss.stop({ graceful: works, timeout: graceMs, close: true })
    },
  }
}

/** Logs an error unless one was logged just before. */
function quietly(log: Log): (error: Error) => void {
  let loggedAtMs = -ERROR_LOG_INTERVAL_MS
  return (error) => {
    const nowMs = performance.now()
    if (nowMs - loggedAtMs < ERROR_LOG_INTERVAL_MS) return
    loggedAtMs = nowMs
    log.warn('queue.error', { error })
  }
}
