import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SnapshotEvent, StoredEvent } from '#lib/contract/event.ts'
import { inTransaction } from '#lib/db/client.ts'
import { openLog } from '#lib/kernel/log.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { makeLibrary, makeSnapshot } from '#test/factories.ts'
import type { Events } from './events.ts'
import { openEvents } from './open-events.ts'

let database: TestDatabase
let events: Events
let libraryId: string

beforeAll(async () => {
  database = await cloneDatabase()
  const { url, db } = database
  events = openEvents({ databaseUrl: url, db, log: openLog('test', 'silent') })
  libraryId = (await makeLibrary(db)).libraryId
})
afterAll(async () => {
  await events.close()
  await database.close()
})

const queued: SnapshotEvent = { kind: 'snapshot.queued' }
const ready: SnapshotEvent = { kind: 'snapshot.ready', verdict: 'good' }
const stage = (resources: number): SnapshotEvent => ({
  kind: 'snapshot.stage',
  stage: 'loading',
  progress: { resources },
})

/** Takes events until `isLast` says so. */
async function take(stream: AsyncIterable<StoredEvent>, isLast: (event: StoredEvent) => boolean) {
  const taken: StoredEvent[] = []
  for await (const event of stream) {
    taken.push(event)
    if (isLast(event)) break
  }
  return taken
}
const isReady = ({ event }: StoredEvent) => event.kind === 'snapshot.ready'
const signal = () => AbortSignal.timeout(30_000)

test('a follower hears what was and what comes, each once and in order', async () => {
  const { db } = database
  const target = await makeSnapshot(db, libraryId)
  await events.publish(db, target, queued)
  await events.publish(db, target, stage(0))
  const heard = take(events.follow(target.snapshotId, null, signal()), isReady)
  // Published while the follower is opening its connection and reading the table.
  for (let count = 1; count <= 40; count++) await events.publish(db, target, stage(count))
  await inTransaction(db, (tx) => events.publish(tx, target, ready))
  const told = (await heard).map(({ event }) => event)
  expect(told).toEqual([queued, ...Array.from({ length: 41 }, (_, count) => stage(count)), ready])
})

test('a follower resumes after the event it names', async () => {
  const { db } = database
  const target = await makeSnapshot(db, libraryId)
  await events.publish(db, target, queued)
  await events.publish(db, target, stage(1))
  await events.publish(db, target, ready)
  const all = await take(events.follow(target.snapshotId, null, signal()), isReady)
  const rest = await take(events.follow(target.snapshotId, all[0]!.id, signal()), isReady)
  expect(rest).toEqual(all.slice(1))
})

test('an event of a transaction that is rolled back was never told', async () => {
  const { db } = database
  const target = await makeSnapshot(db, libraryId)
  const heard = take(events.follow(target.snapshotId, null, signal()), isReady)
  const failing = inTransaction(db, async (tx) => {
    await events.publish(tx, target, queued)
    throw new Error('changed my mind')
  })
  await expect(failing).rejects.toThrow('changed my mind')
  await events.publish(db, target, ready)
  expect((await heard).map(({ event }) => event)).toEqual([ready])
})

test('writers at the same time cannot commit ids of one snapshot out of order', async () => {
  const { db } = database
  const target = await makeSnapshot(db, libraryId)
  const first = Promise.withResolvers<void>()
  const release = Promise.withResolvers<void>()
  const slow = inTransaction(db, async (tx) => {
    await events.publish(tx, target, stage(1))
    first.resolve()
    await release.promise
  })
  await first.promise
  const quick = events.publish(db, target, stage(2))
  // The quick one waits behind the slow one's lock: PostgreSQL itself says so.
  const waiting = () =>
    db.$queryRaw<unknown[]>`SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`
  await expect.poll(async () => (await waiting()).length, { timeout: 10_000 }).toBe(1)
  release.resolve()
  await Promise.all([slow, quick])
  await events.publish(db, target, ready)
  const told = await take(events.follow(target.snapshotId, null, signal()), isReady)
  expect(told.map(({ event }) => event)).toEqual([stage(1), stage(2), ready])
})

test('an event too long for a notification arrives from the table', async () => {
  const { db } = database
  const target = await makeSnapshot(db, libraryId)
  await events.publish(db, target, queued)
  const stream = events.follow(target.snapshotId, null, signal())[Symbol.asyncIterator]()
  await stream.next()
  const long: SnapshotEvent = {
    kind: 'snapshot.failed',
    code: 'timeout',
    detail: { host: '长'.repeat(5_000) },
  }
  await events.publish(db, target, long)
  expect((await stream.next()).value?.event).toEqual(long)
  await stream.return?.()
})

test('followers and watchers miss nothing while their connection is lost', async () => {
  const { db, url } = database
  const target = await makeSnapshot(db, libraryId)
  await events.publish(db, target, queued)
  const follower = events.follow(target.snapshotId, null, signal())[Symbol.asyncIterator]()
  await follower.next()
  const watched = take(events.watchLibrary(libraryId, signal()), isReady)
  await events.publish(db, target, stage(1))
  await follower.next()

  const admin = new pg.Client({ connectionString: url })
  await admin.connect()
  await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'linkhome events' AND datname = current_database()`,
  )
  await admin.end()
  await events.publish(db, target, stage(2))
  await events.publish(db, target, ready)
  expect((await follower.next()).value?.event).toEqual(stage(2))
  expect((await follower.next()).value?.event).toEqual(ready)
  await follower.return?.()
  const kinds = (await watched).map(({ event }) => event)
  expect(kinds.slice(-2)).toEqual([stage(2), ready])
  expect(new Set(kinds.map((event) => JSON.stringify(event))).size).toBe(kinds.length)
})

test('a watcher hears its own library only', async () => {
  const { db } = database
  const other = await makeSnapshot(db, (await makeLibrary(db)).libraryId)
  const mine = await makeSnapshot(db, libraryId)
  const watcher = events.watchLibrary(libraryId, signal())[Symbol.asyncIterator]()
  const first = watcher.next()
  // The watcher hears from the moment its connection listens: repeat until it does.
  const heard = new AbortController()
  const publishing = (async () => {
    while (!heard.signal.aborted) {
      await events.publish(db, other, queued)
      await events.publish(db, mine, queued)
    }
  })()
  const event = (await first).value
  heard.abort()
  await publishing
  expect(event?.snapshotId).toBe(mine.snapshotId)
  await watcher.return?.()
})

test('an abort ends a follower that waits', async () => {
  const target = await makeSnapshot(database.db, libraryId)
  const abort = new AbortController()
  const ended = take(events.follow(target.snapshotId, null, abort.signal), () => false)
  abort.abort()
  expect(await ended).toEqual([])
})
