// The queues, one for each name of a job: their rules, and their tables, which pg-boss keeps in a schema of its own.
import { PgBoss, type ConstructorOptions, type Queue } from 'pg-boss'
import type { JobName } from '#lib/contract/job.ts'
import { FORM_TIMEOUT_MS, MAX_FORM_TRIES } from '#lib/kernel/limits.ts'

/** Schema of pg-boss's tables, beside our own in the same database. */
export const QUEUE_SCHEMA = 'pgboss'

interface QueueRules extends Omit<Queue, 'name' | 'policy'> {
  /** `standard` takes every job, `exclusive` one for each snapshot at a time: another one is dropped at sending. */
  policy: 'standard' | 'exclusive'
}

/** How often a worker says of each job that it still holds it. */
export const HEARTBEAT_SECONDS = 5

const COMMON = {
  deleteAfterSeconds: 3_600,
  // A backlog of an import may wait for weeks without losing a job.
  retentionSeconds: 365 * 24 * 3_600,
  notify: true,
}

const QUEUES: Readonly<Record<JobName, QueueRules>> = {
  capture: {
    ...COMMON,
    policy: 'standard',
    // Jobs are hints to look at a snapshot's row; attempts are counted there. These retries only bridge a database that
    // was away for a moment.
    retryLimit: 3,
    retryDelay: 2,
    // Longer than the longest capture that the settings allow. A dead worker's job does not wait for this: recovery
    // sees that its heart has stopped, and sends a new one.
    expireInSeconds: 2 * 3_600,
    heartbeatSeconds: 60,
  },
  assess: {
    ...COMMON,
    policy: 'exclusive',
    retryLimit: 2,
    retryDelay: 60,
    // It waits in its worker until no capture does.
    expireInSeconds: 12 * 3_600,
    // A dead worker's job is given to another one.
    heartbeatSeconds: 60,
  },
  render: {
    ...COMMON,
    policy: 'exclusive',
    // The tries are counted in the snapshot's row.
    retryLimit: MAX_FORM_TRIES - 1,
    retryDelay: 1,
    expireInSeconds: FORM_TIMEOUT_MS / 1_000,
    heartbeatSeconds: 10,
    // Who waits for it asks again.
    retentionSeconds: 24 * 3_600,
  },
  operate: {
    ...COMMON,
    policy: 'exclusive',
    // It goes on where it was cut off.
    retryLimit: 20,
    retryDelay: 5,
    expireInSeconds: 2 * 3_600,
    heartbeatSeconds: 60,
  },
}

/** What every client of the queue has in common: no timetable, no registry, and no schema change at run time. */
export function queueClient(databaseUrl: string, options: ConstructorOptions): PgBoss {
  return new PgBoss({
    connectionString: databaseUrl,
    schema: QUEUE_SCHEMA,
    schedule: false,
    registerInstance: false,
    migrate: false,
    createSchema: false,
    connectionTimeoutMillis: 5_000,
    openTelemetry: { enabled: false },
    ...options,
  })
}

/** Creates or updates the tables of the queues. Safe to call from many processes at once: pg-boss takes a lock. */
export async function createQueueSchema(databaseUrl: string): Promise<void> {
  const boss = queueClient(databaseUrl, { max: 1, migrate: true, createSchema: true, supervise: false })
  const failures: Error[] = []
  boss.on('error', (error) => failures.push(error))
  try {
    await boss.start()
    for (const [name, { policy, ...rules }] of Object.entries(QUEUES)) {
      // Creating a queue that is there changes nothing: the update brings the rules of this version.
      await boss.createQueue(name, { ...rules, policy })
      await boss.updateQueue(name, rules)
    }
  } finally {
    await boss.stop({ graceful: false })
  }
  if (failures[0]) throw failures[0]
}
