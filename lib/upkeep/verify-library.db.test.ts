import { mkdir, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openBlobStore, openStoreUpkeep } from '#lib/blobs/open-store.ts'
import { inTransaction } from '#lib/db/client.ts'
import { insertArtifacts, insertBlobs } from '#lib/db/resources.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { makePerson, type TestPerson } from '#test/person.ts'
import { makeReadySnapshot } from '#test/ready-snapshot.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { startS3Service, type S3Service } from '#test/s3-service.ts'
import type { Problem } from './problem.ts'
import { verifyLibrary } from './verify-library.ts'

const DAY_MS = 24 * 3_600_000
const LONG_AGO = new Date(Date.now() - 30 * DAY_MS)

let runtime: TestRuntime
let person: TestPerson
let service: S3Service
beforeAll(async () => {
  service = await startS3Service()
  runtime = await openTestRuntime()
  person = await makePerson(runtime)
})
afterAll(async () => {
  await runtime.close()
  await service.stop()
})
/** Each test begins with an empty library and store. */
beforeEach(async () => {
  const { db } = runtime
  await db.link.deleteMany()
  await db.tag.deleteMany()
  await db.looseBlob.deleteMany()
  await db.blob.deleteMany({ where: { baseDigest: { not: null } } })
  await db.blob.deleteMany()
  await rm(blobsDir(), { recursive: true, force: true })
  // The store has made this one already.
  await mkdir(join(blobsDir(), 'tmp'), { recursive: true })
})

async function verify(deps: Partial<Parameters<typeof verifyLibrary>[0]> = {}) {
  const problems: Problem[] = []
  const upkeep = openStoreUpkeep(runtime.config)
  const checked = await verifyLibrary(
    { ...runtime, upkeep, ...deps },
    {
      async onProblem(problem) {
        problems.push(problem)
      },
    },
  )
  return { checked, problems }
}

const blobsDir = () => runtime.config.blobsDir

async function fileOf(digest: string): Promise<string> {
  const shard = join(blobsDir(), digest.slice(0, 2), digest.slice(2, 4))
  const name = (await readdir(shard)).find((one) => one.startsWith(digest))
  return join(shard, name ?? '')
}

async function digestOf(snapshotId: string, kind: string): Promise<string> {
  return (await runtime.db.artifact.findFirstOrThrow({ where: { snapshotId, kind } })).blobDigest
}

test('a library in order is clean, with a capture that runs and a deletion that waits for the sweep', async () => {
  const { ctx } = person
  const kept = await makeReadySnapshot(ctx, 'https://example.com/kept', { tags: ['前端/React'] })
  const gone = await makeReadySnapshot(ctx, 'https://example.com/gone')
  await runtime.db.snapshot.delete({ where: { id: gone.id } })
  await runtime.blobs.put('of a capture that runs')
  const { checked, problems } = await verify()
  expect(problems).toEqual([])
  expect(checked.blobs).toBe((await runtime.db.blob.count()) + 1)
  expect(checked.bytes).toBeGreaterThan(100)
  expect(kept.status).toBe('queued')
})

test('bytes that are missing, cut off or changed are told with the versions that need them', async () => {
  const { ctx } = person
  const [one, two] = [
    await makeReadySnapshot(ctx, 'https://example.com/1'),
    await makeReadySnapshot(ctx, 'https://example.com/2'),
  ]
  const [page, text, picture] = [
    await digestOf(one.id, 'page'),
    await digestOf(one.id, 'text'),
    await digestOf(two.id, 'screenshot'),
  ]
  await rm(await fileOf(page))
  await truncate(await fileOf(text), 5)
  const bytes = await readFile(await fileOf(picture))
  await writeFile(await fileOf(picture), bytes.fill('X', 0, 1))
  const { problems } = await verify()
  expect(problems).toHaveLength(3)
  expect(problems).toEqual(
    expect.arrayContaining([
      { kind: 'missing', name: page, snapshotIds: [one.id] },
      { kind: 'damaged', name: text, snapshotIds: [one.id] },
      { kind: 'damaged', name: picture, snapshotIds: [two.id] },
    ]),
  )
})

test('old bytes without a row, foreign files and unfinished ones are told, young ones are spared', async () => {
  const orphan = await runtime.blobs.put('left behind long ago')
  await utimes(await fileOf(orphan.digest), LONG_AGO, LONG_AGO)
  const noted = await runtime.blobs.put('noted by the sweep')
  await utimes(await fileOf(noted.digest), LONG_AGO, LONG_AGO)
  await runtime.db.looseBlob.create({ data: { digest: noted.digest, since: new Date() } })
  const wrongPlace = join('00', '00', sha256('in the wrong place'))
  await mkdir(join(blobsDir(), '00', '00'), { recursive: true })
  for (const name of [wrongPlace, 'readme.txt', join('tmp', 'stale.raw'), join('tmp', 'fresh.raw')])
    await writeFile(join(blobsDir(), name), 'bytes')
  await utimes(join(blobsDir(), 'tmp', 'stale.raw'), LONG_AGO, LONG_AGO)
  const { problems } = await verify()
  expect(problems.map(({ kind, name }) => `${kind} ${name}`).toSorted()).toEqual(
    [
      `orphan ${orphan.digest}`,
      'unfinished tmp/stale.raw',
      'unknown readme.txt',
      `unknown ${wrongPlace}`,
    ].toSorted(),
  )
})

test('a delta whose row does not hold its base is told, and one whose base is lost', async () => {
  const { ctx } = person
  const { id } = await makeReadySnapshot(ctx, 'https://example.com/editions')
  const words = Array.from({ length: 500 }, (_, at) => Math.imul(at, 2_654_435_761).toString(36))
  const base = await runtime.blobs.put(words.join(' '), { contentType: 'text/plain' })
  const delta = await runtime.blobs.put(words.with(250, 'edited').join(' '), {
    contentType: 'text/plain',
    like: base.digest,
  })
  expect(delta.encoding).toBe('delta')
  await inTransaction(runtime.db, async (tx) => {
    await insertBlobs(tx, [base, delta])
    const { digest, sizeBytes } = delta
    await insertArtifacts(tx, id, [{ kind: 'markdown', digest, sizeBytes, contentType: 'text/plain' }])
  })
  expect((await verify()).problems).toEqual([])
  await runtime.db.blob.update({ where: { digest: delta.digest }, data: { baseDigest: null } })
  expect((await verify()).problems).toEqual([{ kind: 'row_differs', name: delta.digest, snapshotIds: [id] }])
  await runtime.db.blob.update({ where: { digest: delta.digest }, data: { baseDigest: base.digest } })
  await rm(await fileOf(base.digest))
  const { problems } = await verify()
  expect(problems).toHaveLength(2)
  expect(problems).toEqual(
    expect.arrayContaining([
      { kind: 'missing', name: base.digest, snapshotIds: [id] },
      { kind: 'damaged', name: delta.digest, snapshotIds: [id] },
    ]),
  )
})

test('rows that do not agree with each other are told', async () => {
  const { ctx } = person
  const { linkId } = await makeReadySnapshot(ctx, 'https://example.com/rows', { tags: ['标签'] })
  await runtime.db.link.update({ where: { id: linkId }, data: { frontId: null } })
  await runtime.db.searchText.delete({ where: { linkId } })
  const tag = await runtime.db.tag.update({
    where: { libraryId_key: { libraryId: person.actor.libraryId, key: '标签' } },
    data: { linkCount: 7 },
  })
  expect((await verify()).problems).toEqual([
    { kind: 'no_front', name: linkId, snapshotIds: [] },
    { kind: 'unindexed', name: linkId, snapshotIds: [] },
    { kind: 'tag_count', name: tag.id, snapshotIds: [] },
  ])
})

test('a bucket is verified like a folder', async () => {
  const s3 = { ...service.settings, prefix: 'verified', sessionToken: null }
  const config = { ...runtime.config, s3 }
  const blobs = openBlobStore(config)
  const { id } = await makeReadySnapshot({ ...person.ctx, blobs }, 'https://example.com/bucket')
  const deps = { blobs, upkeep: openStoreUpkeep(config) }
  expect((await verify(deps)).problems).toEqual([])
  const [page, text] = [await digestOf(id, 'page'), await digestOf(id, 'text')]
  const orphan = await blobs.put('left behind long ago')
  for (const [key, object] of service.objects) {
    if (key.includes(page)) service.objects.delete(key)
    if (key.includes(text)) object.bytes = Buffer.from('something else')
    if (key.includes(orphan.digest)) object.modified = LONG_AGO
  }
  const { problems } = await verify(deps)
  expect(problems.map(({ kind, name }) => `${kind} ${name}`).toSorted()).toEqual(
    [`damaged ${text}`, `missing ${page}`, `orphan ${orphan.digest}`].toSorted(),
  )
})
