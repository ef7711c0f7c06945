// The runtime of a process: everything that opens is opened here once, and closed in reverse order.
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import type { Config } from '#lib/config/load-config.ts'
import type { Db } from '#lib/db/client.ts'
import type { Events } from '#lib/events/events.ts'
import type { Log } from '#lib/kernel/log.ts'
import type { Queue } from '#lib/queue/queue.ts'

export interface Runtime {
  config: Config
  log: Log
  db: Db
  blobs: BlobStore
  queue: Queue
  events: Events
  /** The clock; tests may set it. */
  now(): Date
  close(): Promise<void>
}
