// Events: written in the transaction of what they tell, and heard at once by every process that listens.
import type { SnapshotEvent, StoredEvent } from '#lib/contract/event.ts'
import type { DbOrTx } from '#lib/db/client.ts'

export interface EventTarget {
  snapshotId: string
  libraryId: string
}

export interface Events {
  /** Stores the event and notifies; inside a transaction both happen at its commit, or not at all. */
  publish(tx: DbOrTx, target: EventTarget, event: SnapshotEvent): Promise<void>
  /**
   * Everything that happened to a snapshot after event `afterId` (all of it when null), and then what happens, until
   * `signal` aborts. Nothing is lost or told twice between the two.
   */
  follow(snapshotId: string, afterId: string | null, signal: AbortSignal): AsyncIterable<StoredEvent>
  /** What happens in a library from now on, until `signal` aborts. */
  watchLibrary(libraryId: string, signal: AbortSignal): AsyncIterable<StoredEvent>
  close(): Promise<void>
}
