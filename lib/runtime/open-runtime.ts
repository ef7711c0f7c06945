// The runtime of a process: everything that opens is opened here once, and closed in reverse order.
import { openMaking, type Making } from '#lib/archive/making.ts'
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import { openBlobStore } from '#lib/blobs/open-store.ts'
import type { Config } from '#lib/config/load-config.ts'
import { openDb, type Db } from '#lib/db/client.ts'
import { assertMigrated } from '#lib/db/assert-migrated.ts'
import type { Events } from '#lib/events/events.ts'
import { openEvents } from '#lib/events/open-events.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { openLog, type Log } from '#lib/kernel/log.ts'
import { openQueue } from '#lib/queue/open-queue.ts'
import type { Queue } from '#lib/queue/queue.ts'

export interface Runtime {
  config: Config
  log: Log
  db: Db
  blobs: BlobStore
  queue: Queue
  events: Events
  making: Making
  /** The clock; tests may set it. */
  now(): Date
  close(): Promise<void>
}

interface RuntimeOptions {
  /** Names the process in its log. */
  service: 'web' | 'worker' | 'cli'
  /** `work` claims jobs; every other process only sends them. */
  role: 'send' | 'work'
}

/** How long a closing process waits for handlers that still run. */
const STOP_GRACE_MS = 10_000

/** Statements of captures are few; one connection each, and some for heartbeats and recovery. */
const poolSizeOf = (config: Config, role: RuntimeOptions['role']) =>
  role === 'work' ? config.workerConcurrency + 5 : 8

/**
 * Opens what a process needs on a database that `prepareDatabase` has brought to this version.
 *
 * @throws AppError `config_invalid` without a database URL, `database_outdated` when migrations are missing
 */
export async function openRuntime(config: Config, { service, role }: RuntimeOptions): Promise<Runtime> {
  const { databaseUrl } = config
  if (!databaseUrl) throw new AppError('config_invalid', { variable: 'DATABASE_URL', problem: 'missing' })
  const log = openLog(service, config.logLevel)
  const db = openDb(databaseUrl, { poolSize: poolSizeOf(config, role) })
  try {
    await assertMigrated((text) => db.$queryRawUnsafe(text))
    const queue = await openQueue({ databaseUrl, role, log })
    const events = openEvents({ databaseUrl, db, log })
    return {
      config,
      log,
      db,
      blobs: openBlobStore(config),
      queue,
      events,
      making: openMaking(),
      now: () => new Date(),
      async close() {
        await queue.stop(STOP_GRACE_MS)
        await events.close()
        await db.$disconnect()
      },
    }
  } catch (error) {
    await db.$disconnect()
    throw error
  }
}
