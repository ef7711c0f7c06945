import { afterAll, beforeAll, expect, test } from 'vitest'
import { beginAttempt } from '#lib/db/attempts.ts'
import { inTransaction } from '#lib/db/client.ts'
import { MAX_ATTEMPTS } from '#lib/kernel/limits.ts'
import { makeLibrary, makeSnapshot } from '#test/factories.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { recoverAbandoned, recoverStranded } from './recover-snapshots.ts'

let runtime: TestRuntime
let libraryId: string
beforeAll(async () => {
  runtime = await openTestRuntime()
  libraryId = (await makeLibrary(runtime.db)).libraryId
})
afterAll(() => runtime.close())

const jobCount = async (snapshotId: string) =>
  (await runtime.db.$queryRaw<unknown[]>`SELECT FROM pgboss.job WHERE singleton_key = ${snapshotId}`).length
const row = (id: string) =>
  runtime.db.snapshot.findUniqueOrThrow({ where: { id }, include: { events: true } })

/** A worker that began and was killed: its lease has run out. */
async function makeAbandoned(attempts: number): Promise<string> {
  const { snapshotId } = await makeSnapshot(runtime.db, libraryId)
  await runtime.db.snapshot.update({ where: { id: snapshotId }, data: { attempts: attempts - 1 } })
  await beginAttempt(runtime.db, snapshotId, 20_000)
  await runtime.db
    .$executeRaw`UPDATE "Snapshot" SET "leaseUntil" = now() - interval '1 second' WHERE "id" = ${snapshotId}::uuid`
  return snapshotId
}

test('the snapshot of a killed worker is queued again with one job, however many workers look', async () => {
  const snapshotId = await makeAbandoned(1)
  const counts = await Promise.all([1, 2, 3].map(() => recoverAbandoned(runtime)))
  expect(counts.toSorted()).toEqual([0, 0, 1])
  expect(await row(snapshotId)).toMatchObject({ status: 'queued', events: [{ kind: 'snapshot.queued' }] })
  expect(await jobCount(snapshotId)).toBe(1)
})

test('a page that kills its worker each time ends as failed, and is told', async () => {
  const snapshotId = await makeAbandoned(MAX_ATTEMPTS)
  expect(await recoverAbandoned(runtime)).toBe(1)
  expect(await row(snapshotId)).toMatchObject({
    status: 'failed',
    errorCode: 'internal',
    events: [{ kind: 'snapshot.failed', data: { code: 'internal' } }],
  })
  expect(await jobCount(snapshotId)).toBe(0)
})

test('a running capture is left alone', async () => {
  const { snapshotId } = await makeSnapshot(runtime.db, libraryId)
  await beginAttempt(runtime.db, snapshotId, 20_000)
  expect(await recoverAbandoned(runtime)).toBe(0)
  expect(await row(snapshotId)).toMatchObject({ status: 'capturing' })
})

test('a queued snapshot whose job was lost gets another, once', async () => {
  const { snapshotId } = await makeSnapshot(runtime.db, libraryId)
  await runtime.db
    .$executeRaw`UPDATE "Snapshot" SET "createdAt" = now() - interval '1 minute' WHERE "id" = ${snapshotId}::uuid`
  expect(await recoverStranded(runtime)).toBe(1)
  expect(await recoverStranded(runtime)).toBe(0)
  expect(await jobCount(snapshotId)).toBe(1)
})

test('a snapshot that was queued before the clock was set back gets a job of today, once', async () => {
  const { db, queue } = runtime
  const { snapshotId } = await makeSnapshot(db, libraryId)
  await inTransaction(db, (tx) => queue.enqueue(tx, 'capture', { snapshotId }, { priority: 0 }))
  await db.$executeRaw`UPDATE "Snapshot" SET "createdAt" = now() + interval '30 days' WHERE "id" = ${snapshotId}::uuid`
  await db.$executeRaw`
    UPDATE pgboss.job SET created_on = now() + interval '30 days', start_after = now() + interval '30 days'
    WHERE singleton_key = ${snapshotId}`
  expect(await recoverStranded(runtime)).toBe(1)
  expect(await recoverStranded(runtime)).toBe(0)
  expect(await jobCount(snapshotId)).toBe(2)
})
