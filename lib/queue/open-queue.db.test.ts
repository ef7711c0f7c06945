import { afterAll, beforeAll, expect, test } from 'vitest'
import { JOB_PRIORITY } from '#lib/contract/job.ts'
import { inTransaction } from '#lib/db/client.ts'
import { newId } from '#lib/kernel/ids.ts'
import { openLog } from '#lib/kernel/log.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { makeLibrary, makeSnapshot } from '#test/factories.ts'
import { createQueueSchema } from './job-queues.ts'
import { findStranded } from './find-stranded.ts'
import { openQueue } from './open-queue.ts'
import type { Queue } from './queue.ts'

let database: TestDatabase
let sender: Queue
const log = openLog('test', 'silent')
const priority = JOB_PRIORITY.interactive

beforeAll(async () => {
  database = await cloneDatabase()
  sender = await openQueue({ databaseUrl: database.url, role: 'send', log })
})
afterAll(async () => {
  await sender.stop(0)
  await database.close()
})

const jobsOf = (snapshotId: string) =>
  database.db.$queryRaw<
    { state: string }[]
  >`SELECT state::text FROM pgboss.job WHERE singleton_key = ${snapshotId}`

/** A worker whose handler reports each job; `take(n)` resolves with the first n. */
async function startWorker(handle: (snapshotId: string, signal: AbortSignal) => Promise<void>) {
  const worker = await openQueue({ databaseUrl: database.url, role: 'work', log })
  const work = () =>
    worker.work('capture', { concurrency: 1 }, (job, { signal }) => handle(job.snapshotId, signal))
  return { worker, work }
}

test('the tables of the queue can be made by two processes at once, and again', async () => {
  const both = Promise.all([createQueueSchema(database.url), createQueueSchema(database.url)])
  await expect(both).resolves.toHaveLength(2)
})

test('a job exists exactly when the transaction of its sender commits', async () => {
  const [kept, lost] = [newId(), newId()]
  await inTransaction(database.db, (tx) => sender.enqueue(tx, 'capture', { snapshotId: kept }, { priority }))
  const failing = inTransaction(database.db, async (tx) => {
    await sender.enqueue(tx, 'capture', { snapshotId: lost }, { priority })
    throw new Error('changed my mind')
  })
  await expect(failing).rejects.toThrow('changed my mind')
  expect(await jobsOf(kept)).toEqual([{ state: 'created' }])
  expect(await jobsOf(lost)).toEqual([])
  await database.db.$executeRaw`DELETE FROM pgboss.job`
})

test('jobs are worked by priority, then by age, and a job sent later wakes the worker', async () => {
  const [import1, import2, person, late] = [newId(), newId(), newId(), newId()]
  await inTransaction(database.db, async (tx) => {
    await sender.enqueue(tx, 'capture', { snapshotId: import1 }, { priority: JOB_PRIORITY.background })
    await sender.enqueue(tx, 'capture', { snapshotId: import2 }, { priority: JOB_PRIORITY.background })
    await sender.enqueue(tx, 'capture', { snapshotId: person }, { priority })
  })
  const seen: string[] = []
  const three = Promise.withResolvers<void>()
  const four = Promise.withResolvers<void>()
  const { worker, work } = await startWorker(async (snapshotId) => {
    seen.push(snapshotId)
    if (seen.length === 3) three.resolve()
    if (seen.length === 4) four.resolve()
  })
  await work()
  await three.promise
  await inTransaction(database.db, (tx) => sender.enqueue(tx, 'capture', { snapshotId: late }, { priority }))
  await four.promise
  await worker.stop(1_000)
  expect(seen).toEqual([person, import1, import2, late])
})

test('stop aborts the running handler, waits for it and claims nothing more', async () => {
  const [running, waiting] = [newId(), newId()]
  const started = Promise.withResolvers<void>()
  const seen: string[] = []
  let finished = false
  const { worker, work } = await startWorker(async (snapshotId, signal) => {
    seen.push(snapshotId)
    started.resolve()
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    finished = true
  })
  await inTransaction(database.db, async (tx) => {
    await sender.enqueue(tx, 'capture', { snapshotId: running }, { priority })
    await sender.enqueue(tx, 'capture', { snapshotId: waiting }, { priority: JOB_PRIORITY.background })
  })
  await work()
  await started.promise
  await worker.stop(5_000)
  expect(finished).toBe(true)
  expect(seen).toEqual([running])
  expect(await jobsOf(waiting)).toEqual([{ state: 'created' }])
})

test('what is paused claims nothing, at first and later, until it is resumed', async () => {
  await database.db.$executeRaw`DELETE FROM pgboss.job`
  const worker = await openQueue({ databaseUrl: database.url, role: 'work', log })
  const worked: string[] = []
  const handle = async ({ snapshotId }: { snapshotId: string }) => void worked.push(snapshotId)
  const send = async () => {
    const snapshotId = newId()
    await inTransaction(database.db, (tx) => sender.enqueue(tx, 'capture', { snapshotId }, { priority }))
    return snapshotId
  }
  // A job of another name, sent later, is worked: the first would have been claimed by then.
  const others: string[] = []
  await worker.work('assess', { concurrency: 1 }, async ({ snapshotId }) => void others.push(snapshotId))
  const otherIsWorked = async () => {
    const snapshotId = newId()
    await inTransaction(database.db, (tx) => sender.enqueue(tx, 'assess', { snapshotId }, { priority }))
    await expect.poll(() => others, { timeout: 10_000 }).toContain(snapshotId)
  }
  const claiming = await worker.work('capture', { concurrency: 1, isPaused: true }, handle)
  const first = await send()
  await otherIsWorked()
  expect(worked).toEqual([])
  await claiming.resume()
  await expect.poll(() => worked, { timeout: 10_000 }).toEqual([first])
  await claiming.pause()
  await claiming.pause()
  const second = await send()
  await otherIsWorked()
  expect(worked).toEqual([first])
  await claiming.resume()
  await claiming.resume()
  await expect.poll(() => worked, { timeout: 10_000 }).toEqual([first, second])
  await worker.stop(1_000)
  await database.db.$executeRaw`DELETE FROM pgboss.job`
})

test('a job whose handler ignores the stop is given back', async () => {
  await database.db.$executeRaw`DELETE FROM pgboss.job`
  const stubborn = newId()
  const started = Promise.withResolvers<void>()
  const { worker, work } = await startWorker(() => {
    started.resolve()
    return new Promise(() => {})
  })
  await inTransaction(database.db, (tx) =>
    sender.enqueue(tx, 'capture', { snapshotId: stubborn }, { priority }),
  )
  await work()
  await started.promise
  await worker.stop(1_000)
  expect(await jobsOf(stubborn)).toEqual([{ state: 'retry' }])
  await database.db.$executeRaw`DELETE FROM pgboss.job`
})

test('a worker says of a job that it holds it', async () => {
  const [snapshotId, ended] = [newId(), Promise.withResolvers<void>()]
  const started = Promise.withResolvers<void>()
  const { worker, work } = await startWorker(() => (started.resolve(), ended.promise))
  await inTransaction(database.db, (tx) => sender.enqueue(tx, 'capture', { snapshotId }, { priority }))
  await work()
  await started.promise
  const beats = () =>
    database.db
      .$queryRaw`SELECT heartbeat_on > started_on AS "beats" FROM pgboss.job WHERE singleton_key = ${snapshotId}`
  await expect.poll(beats, { timeout: 15_000, interval: 500 }).toEqual([{ beats: true }])
  ended.resolve()
  await worker.stop(1_000)
  await database.db.$executeRaw`DELETE FROM pgboss.job`
})

test('only queued snapshots without a living job are stranded', async () => {
  const { db } = database
  const { libraryId } = await makeLibrary(db)
  const [withJob, claimedNow, held, claimedLongAgo, withoutJob, tooYoung, done] = [
    await makeSnapshot(db, libraryId),
    await makeSnapshot(db, libraryId),
    await makeSnapshot(db, libraryId),
    await makeSnapshot(db, libraryId),
    await makeSnapshot(db, libraryId),
    await makeSnapshot(db, libraryId),
    await makeSnapshot(db, libraryId),
  ]
  for (const { snapshotId } of [withJob, claimedNow, held, claimedLongAgo])
    await inTransaction(db, (tx) => sender.enqueue(tx, 'capture', { snapshotId }, { priority }))
  await db.$executeRaw`UPDATE "Snapshot" SET "createdAt" = now() - interval '1 minute' WHERE "id" <> ${tooYoung.snapshotId}::uuid`
  await db.$executeRaw`UPDATE pgboss.job SET state = 'active', started_on = now() WHERE singleton_key = ${claimedNow.snapshotId}`
  await db.$executeRaw`UPDATE pgboss.job SET state = 'active', started_on = now() - interval '1 minute' WHERE singleton_key = ${claimedLongAgo.snapshotId}`
  // It waits in its worker until a page may open.
  await db.$executeRaw`UPDATE pgboss.job SET state = 'active', started_on = now() - interval '1 minute', heartbeat_on = now() WHERE singleton_key = ${held.snapshotId}`
  await db.snapshot.update({
    where: { id: done.snapshotId },
    data: { status: 'failed', errorCode: 'timeout' },
  })
  expect(await findStranded(db, 10)).toEqual([claimedLongAgo.snapshotId, withoutJob.snapshotId])
})
