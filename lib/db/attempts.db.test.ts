import { afterAll, beforeAll, expect, test } from 'vitest'
import { MAX_ATTEMPTS } from '#lib/kernel/limits.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { makeLibrary, makeLink, makeSnapshot } from '#test/factories.ts'
import { inTransaction, type Db } from './client.ts'
import {
  beginAttempt,
  heartbeat,
  LeaseLost,
  markFailed,
  markReady,
  requeueAttempt,
  setStage,
  takeAbandoned,
  type Attempt,
  type ReadyFields,
} from './attempts.ts'
import { deleteSnapshotRow } from './delete-snapshot.ts'
import { cancelSnapshot } from './snapshots.ts'

let database: TestDatabase
let db: Db
let libraryId: string
beforeAll(async () => {
  database = await cloneDatabase()
  db = database.db
  libraryId = (await makeLibrary(db)).libraryId
})
afterAll(() => database.close())

const LEASE_MS = 60_000
const failure = { code: 'timeout', detail: { afterMs: 5 } } as const

const ready = (verdict: ReadyFields['verdict']): ReadyFields => ({
  verdict,
  finalUrl: null,
  httpStatus: 200,
  contentType: 'text/html',
  title: '标题',
  byline: null,
  siteName: null,
  excerpt: null,
  lang: null,
  publishedAt: null,
  wordCount: 1,
  capturedAt: new Date(),
  durationMs: 1,
  resourcesTotal: 1,
  resourcesStored: 1,
  resourcesFailed: 0,
  resourcesBytes: 5_000_000_000,
  newBytes: 1,
  keptBytes: 1,
  fidelity: { score: 1, visual: null, text: null, resources: 1 },
  interventions: [],
  contentDigest: 'a'.repeat(64),
  manifestDigest: 'b'.repeat(64),
  extractorVersion: 1,
})

async function begin(snapshotId: string): Promise<Attempt> {
  const attempt = await beginAttempt(db, snapshotId, LEASE_MS)
  if (!attempt) throw new Error('refused')
  return attempt
}
const finish = (attempt: Attempt, verdict: ReadyFields['verdict'] = 'good') =>
  inTransaction(db, (tx) => markReady(tx, attempt, ready(verdict)))
/** The worker dies: its lease has run out a second ago. */
const die = (snapshotId: string) =>
  db.$executeRaw`UPDATE "Snapshot" SET "leaseUntil" = now() - interval '1 second' WHERE "id" = ${snapshotId}::uuid`
const row = (id: string) => db.snapshot.findUniqueOrThrow({ where: { id } })

test('of many who begin at once one gets the lease', async () => {
  const { snapshotId } = await makeSnapshot(db, libraryId)
  const all = await Promise.all(Array.from({ length: 6 }, () => beginAttempt(db, snapshotId, LEASE_MS)))
  expect(all.filter(Boolean)).toHaveLength(1)
  expect(await row(snapshotId)).toMatchObject({ status: 'capturing', attempts: 1 })
})

test('a late writer is refused after another took over', async () => {
  const { snapshotId } = await makeSnapshot(db, libraryId)
  const late = await begin(snapshotId)
  await die(snapshotId)
  const current = await begin(snapshotId)
  expect(current).toMatchObject({ attempt: 2 })
  await expect(finish(late)).rejects.toThrow(LeaseLost)
  await expect(markFailed(db, late, failure)).rejects.toThrow(LeaseLost)
  await expect(requeueAttempt(db, late, failure)).rejects.toThrow(LeaseLost)
  expect(await heartbeat(db, late, LEASE_MS)).toBe(false)
  expect(await setStage(db, late, 'freezing')).toBe(false)
  expect(await heartbeat(db, current, LEASE_MS)).toBe(true)
  expect(await finish(current)).toEqual({ isFront: true })
  expect(await row(snapshotId)).toMatchObject({ status: 'ready', stage: 'done', lease: null, attempts: 2 })
  expect(await beginAttempt(db, snapshotId, LEASE_MS)).toBeNull()
})

test('a holder whose lease ran out still finishes when nobody took over', async () => {
  const { snapshotId } = await makeSnapshot(db, libraryId)
  const attempt = await begin(snapshotId)
  await die(snapshotId)
  expect(await finish(attempt)).toEqual({ isFront: true })
})

test('cancelling takes the lease away', async () => {
  const { snapshotId } = await makeSnapshot(db, libraryId)
  const attempt = await begin(snapshotId)
  await inTransaction(db, (tx) => cancelSnapshot(tx, libraryId, snapshotId))
  expect(await heartbeat(db, attempt, LEASE_MS)).toBe(false)
  expect(await row(snapshotId)).toMatchObject({ status: 'failed', errorCode: 'cancelled' })
})

test('a deleted link refuses its running capture', async () => {
  const { snapshotId, linkId } = await makeSnapshot(db, libraryId)
  const attempt = await begin(snapshotId)
  await db.link.delete({ where: { id: linkId } })
  await expect(finish(attempt)).rejects.toThrow(LeaseLost)
})

test('a failed attempt counts, one that the worker gave back does not', async () => {
  const { snapshotId } = await makeSnapshot(db, libraryId)
  await requeueAttempt(db, await begin(snapshotId), failure)
  expect(await row(snapshotId)).toMatchObject({ status: 'queued', attempts: 1, errorCode: 'timeout' })
  await requeueAttempt(db, await begin(snapshotId), null)
  expect(await row(snapshotId)).toMatchObject({ status: 'queued', attempts: 1, errorCode: null })
})

test('a dead worker’s snapshot is queued again, and fails with its last attempt', async () => {
  const { snapshotId } = await makeSnapshot(db, libraryId)
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    await begin(snapshotId)
    expect(await inTransaction(db, takeAbandoned)).toBeNull()
    await die(snapshotId)
    const status = attempt < MAX_ATTEMPTS ? 'queued' : 'failed'
    expect(await inTransaction(db, takeAbandoned)).toEqual({ snapshotId, libraryId, status })
  }
  expect(await row(snapshotId)).toMatchObject({ status: 'failed', errorCode: 'internal', lease: null })
  expect(await beginAttempt(db, snapshotId, LEASE_MS)).toBeNull()
})

test('a lease that ends tomorrow was given before the clock was set back', async () => {
  const { snapshotId } = await makeSnapshot(db, libraryId)
  await beginAttempt(db, snapshotId, 24 * 3_600_000)
  expect(await inTransaction(db, takeAbandoned)).toEqual({ snapshotId, libraryId, status: 'queued' })
})

test('two recoveries at once take an abandoned snapshot once', async () => {
  const { snapshotId } = await makeSnapshot(db, libraryId)
  await begin(snapshotId)
  await die(snapshotId)
  const taken = await Promise.all([1, 2, 3].map(() => inTransaction(db, takeAbandoned)))
  expect(taken.filter(Boolean)).toHaveLength(1)
})

test('a version that turned 404 leaves the good one in front', async () => {
  const link = await makeLink(db, libraryId)
  const good = await makeSnapshot(db, libraryId, link)
  const gone = await makeSnapshot(db, libraryId, link)
  expect(await finish(await begin(good.snapshotId))).toEqual({ isFront: true })
  expect(await finish(await begin(gone.snapshotId), 'http_error')).toEqual({ isFront: false })
  expect(await db.link.findUnique({ where: { id: link.linkId } })).toMatchObject({ frontId: good.snapshotId })
})

test('versions of one link that finish at once leave the newest good one in front', async () => {
  const link = await makeLink(db, libraryId)
  const versions = [
    await makeSnapshot(db, libraryId, link),
    await makeSnapshot(db, libraryId, link),
    await makeSnapshot(db, libraryId, link),
    await makeSnapshot(db, libraryId, link),
  ].sort((a, b) => (a.snapshotId < b.snapshotId ? -1 : 1))
  const attempts = await Promise.all(versions.map(({ snapshotId }) => begin(snapshotId)))
  await Promise.all(attempts.map((attempt, at) => finish(attempt, at === 3 ? 'wall' : 'good')))
  const front = await db.link.findUniqueOrThrow({ where: { id: link.linkId } })
  expect(front.frontId).toBe(versions[2]?.snapshotId)
})

test('when the front is deleted the best of the others comes there', async () => {
  const link = await makeLink(db, libraryId)
  const [wall, good] = [await makeSnapshot(db, libraryId, link), await makeSnapshot(db, libraryId, link)]
  await finish(await begin(wall.snapshotId), 'wall')
  await finish(await begin(good.snapshotId))
  const remove = (snapshotId: string) =>
    inTransaction(db, (tx) => deleteSnapshotRow(tx, libraryId, { linkId: link.linkId, snapshotId }))
  expect(await remove(good.snapshotId)).toMatchObject({ wasFront: true, frontId: wall.snapshotId })
  expect(await remove(wall.snapshotId)).toMatchObject({ wasFront: true, frontId: null })
})
