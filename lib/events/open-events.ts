// Events for a process: publish in a transaction, follow one snapshot, watch a library.
import type { Db } from '#lib/db/client.ts'
import type { Log } from '#lib/kernel/log.ts'
import type { StoredEvent } from '#lib/contract/event.ts'
import { eventQueue, type EventQueue, type QueueItem } from './event-queue.ts'
import { insertEvent, newestEventId, readLibraryEvents, readSnapshotEvents } from './event-rows.ts'
import type { Events } from './events.ts'
import { openListening } from './listen.ts'

/** Ids that a watcher of a library remembers, to tell nothing twice after it has read the table again. */
const REMEMBERED_IDS = 1_000

/** An id from outside (`Last-Event-ID`); what is no number of ours starts from the beginning. */
const toEventId = (text: string | null): bigint => (text && /^\d{1,18}$/.test(text) ? BigInt(text) : 0n)

/** Opens the events of a process. No connection is made before somebody follows or watches. */
export function openEvents(options: { databaseUrl: string; db: Db; log: Log }): Events {
  const { databaseUrl, db, log } = options
  const listening = openListening(databaseUrl, log)
  const queues = new Set<EventQueue>()

  /** Runs `read` with a queue that hears what `isWanted` lets through, from before its first step. */
  async function* hearing(
    isWanted: (event: StoredEvent) => boolean,
    signal: AbortSignal,
    read: (queue: EventQueue) => AsyncGenerator<StoredEvent>,
  ): AsyncGenerator<StoredEvent> {
    if (signal.aborted) return
    const queue = eventQueue()
    queues.add(queue)
    const end = () => queue.end()
    signal.addEventListener('abort', end, { once: true })
    let remove: (() => void) | undefined
    try {
      remove = await listening.add({
        onEvent: (event) => isWanted(event) && queue.push(event),
        onGap: () => queue.push('gap'),
      })
      yield* read(queue)
    } finally {
      remove?.()
      signal.removeEventListener('abort', end)
      queues.delete(queue)
    }
  }

  async function* followFrom(snapshotId: string, afterId: bigint, queue: EventQueue) {
    let lastId = afterId
    // The table comes first, whatever has been heard already: a live event before it would hide all that is older.
    for (let item: QueueItem | null = 'gap'; item; item = await queue.next()) {
      const events = item === 'gap' ? readSnapshotEvents(db, snapshotId, lastId) : [item]
      for await (const event of events) {
        // Ids of one snapshot grow in the order of commits (see insertEvent): what is not above was told already.
        if (BigInt(event.id) <= lastId) continue
        lastId = BigInt(event.id)
        yield event
      }
    }
  }

  async function* watchFromNow(libraryId: string, queue: EventQueue) {
    let highestId = await newestEventId(db, libraryId)
    const toldIds = new Set<string>()
    for (let item = await queue.next(); item; item = await queue.next()) {
      const events = item === 'gap' ? readLibraryEvents(db, libraryId, highestId) : [item]
      for await (const event of events) {
        if (toldIds.has(event.id)) continue
        toldIds.add(event.id)
        for (const id of toldIds) if (toldIds.size > REMEMBERED_IDS) toldIds.delete(id)
        if (BigInt(event.id) > highestId) highestId = BigInt(event.id)
        yield event
      }
    }
  }

  return {
    publish: insertEvent,
    follow: (snapshotId, afterId, signal) =>
      hearing(
        (event) => event.snapshotId === snapshotId,
        signal,
        (queue) => followFrom(snapshotId, toEventId(afterId), queue),
      ),
    watchLibrary: (libraryId, signal) =>
      hearing(
        (event) => event.libraryId === libraryId,
        signal,
        (queue) => watchFromNow(libraryId, queue),
      ),
    async close() {
      for (const queue of queues) queue.end()
      await listening.close()
    },
  }
}
