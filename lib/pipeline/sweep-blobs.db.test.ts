import { readdir, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { StoredBlob } from '#lib/blobs/blob-store.ts'
import { inTransaction, type Tx } from '#lib/db/client.ts'
import { dropLooseRows } from '#lib/db/loose-blobs.ts'
import { writeSetting } from '#lib/db/settings.ts'
import { insertArtifacts, insertBlobs, insertResources } from '#lib/db/resources.ts'
import { BLOB_GRACE_MS } from '#lib/kernel/limits.ts'
import { whoWaits } from '#test/database.ts'
import { makeLibrary, makeSnapshot } from '#test/factories.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { sweepBlobs } from './sweep-blobs.ts'

let runtime: TestRuntime
let libraryId: string
beforeAll(async () => {
  runtime = await openTestRuntime()
  libraryId = (await makeLibrary(runtime.db)).libraryId
})
afterAll(() => runtime.close())
beforeEach(async () => {
  await runtime.db.looseBlob.deleteMany()
  await runtime.db.setting.deleteMany({ where: { key: { startsWith: 'sweep.' } } })
})

const HOUR_MS = 3_600_000
const at = (ms: number) => ({ ...runtime, now: () => new Date(Date.now() + ms) })
/** A round after so much time in which rounds followed each other. */
async function sweepAfter(ms: number): Promise<number> {
  await writeSetting(runtime.db, 'sweep.at', at(ms).now().toISOString())
  return sweepBlobs(at(ms))
}
const hasRow = async (digest: string) => (await runtime.db.blob.findUnique({ where: { digest } })) !== null

/** A put of long ago. */
async function putLongAgo(text: string): Promise<StoredBlob> {
  const blob = await runtime.blobs.put(text, { contentType: 'text/plain' })
  const shard = join(runtime.config.blobsDir, blob.digest.slice(0, 2), blob.digest.slice(2, 4))
  const longAgo = new Date(Date.now() - 2 * BLOB_GRACE_MS)
  for (const name of await readdir(shard)) await utimes(join(shard, name), longAgo, longAgo)
  return blob
}

/** The rows that a capture commits. */
async function keep(tx: Tx, snapshotId: string, blob: StoredBlob): Promise<void> {
  const { digest, sizeBytes } = blob
  await insertBlobs(tx, [blob])
  await insertArtifacts(tx, snapshotId, [{ kind: 'text', digest, sizeBytes, contentType: 'text/plain' }])
}

/** Notes everything that is loose as loose for longer than the grace. */
async function noteLongAgo(): Promise<void> {
  await sweepBlobs(at(0))
  await runtime.db.looseBlob.updateMany({ data: { since: new Date(Date.now() - BLOB_GRACE_MS - HOUR_MS) } })
}

test('bytes go when their last snapshot has been gone for the grace, and not before', async () => {
  const { db, blobs } = runtime
  const [one, other] = [await makeSnapshot(db, libraryId), await makeSnapshot(db, libraryId)]
  const [shared, own] = [await putLongAgo('of two snapshots'), await putLongAgo('of one snapshot')]
  const resource = {
    url: 'https://a.test/',
    method: 'GET',
    httpStatus: 200,
    contentType: null,
    failure: null,
  }
  await inTransaction(db, async (tx) => {
    await keep(tx, one.snapshotId, shared)
    await keep(tx, other.snapshotId, shared)
    await insertBlobs(tx, [own])
    await insertResources(tx, one.snapshotId, [{ ...resource, sizeBytes: 1, digest: own.digest }])
  })
  await db.link.delete({ where: { id: one.linkId } })
  expect(await sweepBlobs(at(0))).toBe(0)
  expect(await sweepAfter(BLOB_GRACE_MS - HOUR_MS)).toBe(0)
  expect(await blobs.has(own.digest)).toBe(true)
  expect(await sweepAfter(BLOB_GRACE_MS + HOUR_MS)).toBe(1)
  expect(await blobs.has(own.digest)).toBe(false)
  expect(await hasRow(own.digest)).toBe(false)
  expect(await blobs.has(shared.digest)).toBe(true)
  await db.snapshot.delete({ where: { id: other.snapshotId } })
  await noteLongAgo()
  expect(await sweepBlobs(at(0))).toBe(1)
  expect(await blobs.has(shared.digest)).toBe(false)
  expect(await db.looseBlob.count()).toBe(0)
})

test('bytes that a dead capture left without a row go as well, those of a running one stay', async () => {
  const left = await putLongAgo('left behind')
  const running = await runtime.blobs.put('of a capture that runs')
  await noteLongAgo()
  expect(await sweepBlobs(at(0))).toBe(1)
  expect(await runtime.blobs.has(left.digest)).toBe(false)
  expect(await runtime.blobs.has(running.digest)).toBe(true)
  await runtime.blobs.remove(running.digest)
})

test('a capture that slept with its machine, or whose clock was set, finds what it had put', async () => {
  const { db, blobs } = runtime
  const { snapshotId } = await makeSnapshot(db, libraryId)
  const blob = await blobs.put('before the lid was closed')
  await sweepBlobs(at(0))
  expect(await sweepBlobs(at(30 * 24 * HOUR_MS))).toBe(0)
  expect(await sweepBlobs(at(-30 * 24 * HOUR_MS))).toBe(0)
  expect(await sweepBlobs(at(30 * 24 * HOUR_MS))).toBe(0)
  await inTransaction(db, (tx) => keep(tx, snapshotId, blob))
  expect(await blobs.has(blob.digest)).toBe(true)
  await db.snapshot.delete({ where: { id: snapshotId } })
  for (const days of [31, 35]) await sweepAfter(days * 24 * HOUR_MS)
  expect(await blobs.has(blob.digest)).toBe(false)
})

test('what was loose and is referred to again has the whole grace when that ends', async () => {
  const { db, blobs } = runtime
  const { snapshotId } = await makeSnapshot(db, libraryId)
  const blob = await putLongAgo('loose while its capture ran')
  await sweepBlobs(at(0))
  await inTransaction(db, (tx) => keep(tx, snapshotId, blob))
  await sweepAfter(24 * HOUR_MS)
  await db.snapshot.delete({ where: { id: snapshotId } })
  await sweepAfter(25 * HOUR_MS)
  expect(await sweepAfter(BLOB_GRACE_MS + HOUR_MS)).toBe(0)
  expect(await sweepAfter(BLOB_GRACE_MS + 26 * HOUR_MS)).toBe(1)
  expect(await blobs.has(blob.digest)).toBe(false)
})

test('a row without bytes is forgotten when nothing refers to it', async () => {
  const blob = await putLongAgo('bytes that are lost')
  await inTransaction(runtime.db, (tx) => insertBlobs(tx, [blob]))
  await runtime.blobs.remove(blob.digest)
  await noteLongAgo()
  await sweepBlobs(at(0))
  expect(await hasRow(blob.digest)).toBe(false)
})

test('all blobs are looked at, round by round', async () => {
  const blobs = await Promise.all([1, 2, 3, 4, 5, 6, 7].map((one) => putLongAgo(`round ${one}`)))
  for (let round = 0; round < 4; round++) await sweepBlobs(at(0), { lookAt: 2 })
  const noted = await runtime.db.looseBlob.findMany()
  expect(noted.map(({ digest }) => digest).sort()).toEqual(blobs.map(({ digest }) => digest).sort())
  await noteLongAgo()
  expect(await sweepBlobs(at(0))).toBe(blobs.length)
})

// A capture puts bytes that are there already, loose and due, and commits its rows; the sweep comes between any two steps.
test.each(['before the put', 'after the put', 'while the rows are written', 'after the commit'])(
  'a sweep %s takes nothing from a capture that relies on old bytes',
  async (moment) => {
    const { db, blobs } = runtime
    const text = `the same bytes, swept ${moment}`
    const old = await putLongAgo(text)
    await inTransaction(db, (tx) => insertBlobs(tx, [old]))
    const { snapshotId } = await makeSnapshot(db, libraryId)
    await noteLongAgo()
    const sweepAt = (now: string) => (now === moment ? sweepBlobs(at(0)) : null)

    await sweepAt('before the put')
    const blob = await blobs.put(text, { contentType: 'text/plain' })
    expect(blob.isNew).toBe(moment === 'before the put')
    await sweepAt('after the put')
    await inTransaction(db, async (tx) => {
      await insertBlobs(tx, [blob])
      await sweepAt('while the rows are written')
      await keep(tx, snapshotId, blob)
    })
    await sweepAt('after the commit')
    await sweepBlobs(at(0))
    expect((await blobs.read(blob.digest))?.toString()).toBe(text)
    expect(await hasRow(blob.digest)).toBe(true)
    expect(await db.artifact.count({ where: { snapshotId } })).toBe(1)
  },
)

test('a row that a sweep is about to forget is written again by the capture that waits for it', async () => {
  const { db } = runtime
  const blob = await putLongAgo('forgotten at the same moment')
  await inTransaction(db, (tx) => insertBlobs(tx, [blob]))
  const { snapshotId } = await makeSnapshot(db, libraryId)
  const locked = Promise.withResolvers<void>()
  const go = Promise.withResolvers<void>()
  const sweeping = inTransaction(db, async (tx) => {
    await tx.blob.delete({ where: { digest: blob.digest } })
    locked.resolve()
    await go.promise
  })
  await locked.promise
  const capturing = inTransaction(db, (tx) => keep(tx, snapshotId, blob))
  // The capture waits for the row that the other transaction holds.
  await expect.poll(() => whoWaits(db)).toHaveLength(1)
  go.resolve()
  await Promise.all([sweeping, capturing])
  expect(await hasRow(blob.digest)).toBe(true)
  expect(await dropLooseRows(db, [blob.digest])).toEqual([])
})

test('many captures and sweeps of the same bytes at once lose nothing', async () => {
  const { db, blobs } = runtime
  const texts = Array.from({ length: 12 }, (_, one) => `contested ${one}`)
  for (const text of texts) {
    const blob = await putLongAgo(text)
    await inTransaction(db, (tx) => insertBlobs(tx, [blob]))
  }
  const snapshots = await Promise.all(texts.map(() => makeSnapshot(db, libraryId)))
  await noteLongAgo()
  const captures = texts.map(async (text, one) => {
    const blob = await blobs.put(text, { contentType: 'text/plain' })
    await inTransaction(db, (tx) => keep(tx, snapshots[one]!.snapshotId, blob))
  })
  await Promise.all([sweepBlobs(at(0)), ...captures, sweepBlobs(at(0))])
  for (const { snapshotId } of snapshots) {
    const kept = await db.artifact.findFirstOrThrow({ where: { snapshotId } })
    expect(await blobs.read(kept.blobDigest)).not.toBeNull()
  }
})

test('what deltas are read with stays as long as they do, and its row comes back with theirs', async () => {
  const { db, blobs } = runtime
  const words = Array.from({ length: 500 }, (_, at) => Math.imul(at, 2_654_435_761).toString(36))
  const base = await putLongAgo(words.join(' '))
  const edited = words.with(250, 'edited').join(' ')
  const delta = await blobs.put(edited, { contentType: 'text/plain', like: base.digest })
  expect(delta).toMatchObject({ encoding: 'delta', base: { digest: base.digest } })
  const { snapshotId } = await makeSnapshot(db, libraryId)
  // The version of the base is gone, and its row swept: the put of the delta has renewed its bytes.
  await inTransaction(db, (tx) => keep(tx, snapshotId, delta))
  await noteLongAgo()
  await sweepBlobs(at(0))
  expect(await hasRow(base.digest)).toBe(true)
  expect(String(await blobs.read(delta.digest))).toBe(edited)
  await db.snapshot.delete({ where: { id: snapshotId } })
  for (const days of [0, 4, 8, 12]) await sweepAfter(days * 24 * HOUR_MS)
  for (const { digest } of [base, delta]) {
    expect(await hasRow(digest)).toBe(false)
    expect(await blobs.has(digest)).toBe(false)
  }
})
