import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StoredBlob } from '#lib/blobs/blob-store.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { makeLibrary, makeSnapshot } from '#test/factories.ts'
import { inTransaction } from './client.ts'
import { findArtifact, insertArtifacts, insertBlobs, insertResources, listResources } from './resources.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.close())

const blob = (text: string): StoredBlob => ({
  digest: sha256(text),
  sizeBytes: 5_000_000_000,
  storedBytes: 3,
  encoding: 'zstd',
  isNew: true,
})

test('captures that share blobs write them at once, whatever their order', async () => {
  const { db } = database
  const blobs = Array.from({ length: 300 }, (_, at) => blob(`shared ${at}`))
  const writers = [blobs, blobs.toReversed(), blobs.toSorted(() => 0.5 - Math.random()), [...blobs, ...blobs]]
  await Promise.all(writers.map((given) => inTransaction(db, (tx) => insertBlobs(tx, given))))
  expect(await db.blob.count()).toBe(300)
})

test('thousands of resources keep the order of the requests', async () => {
  const { db } = database
  const { snapshotId } = await makeSnapshot(db, (await makeLibrary(db)).libraryId)
  const kept = blob('kept')
  const resources = Array.from({ length: 2_500 }, (_, at) => ({
    url: `https://example.test/${at}\0${at === 0 ? 'x'.repeat(10_000) : ''}`,
    method: 'GET',
    httpStatus: at % 2 ? 200 : null,
    contentType: at % 2 ? 'image/png' : null,
    sizeBytes: at,
    digest: at % 2 ? kept.digest : null,
    failure: at % 2 ? null : 'net::ERR_ABORTED',
  }))
  await inTransaction(db, async (tx) => {
    await insertBlobs(tx, [kept])
    await insertResources(tx, snapshotId, resources)
  })
  const rows = await listResources(db, snapshotId)
  expect(rows.map(({ sizeBytes }) => Number(sizeBytes))).toEqual(resources.map(({ sizeBytes }) => sizeBytes))
  expect(rows[1]).toMatchObject({ url: 'https://example.test/1', blobDigest: kept.digest })
})

test('an artifact without its blob cannot be written', async () => {
  const { db } = database
  const { snapshotId } = await makeSnapshot(db, (await makeLibrary(db)).libraryId)
  const page = { kind: 'page', digest: sha256('missing'), contentType: 'text/html', sizeBytes: 1 }
  await expect(inTransaction(db, (tx) => insertArtifacts(tx, snapshotId, [page]))).rejects.toThrow(
    'Foreign key constraint',
  )
  await inTransaction(db, async (tx) => {
    await insertBlobs(tx, [blob('missing')])
    await insertArtifacts(tx, snapshotId, [page, page])
  })
  expect(await findArtifact(db, snapshotId, 'page')).toMatchObject({ blobDigest: page.digest })
})
