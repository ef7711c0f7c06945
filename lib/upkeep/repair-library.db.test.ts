import { readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import sharp from 'sharp'
import { readManifest } from '#lib/archive/manifest.ts'
import { openBlobStore, openStoreUpkeep } from '#lib/blobs/open-store.ts'
import { inTransaction } from '#lib/db/client.ts'
import { insertArtifacts, insertBlobs, insertResources } from '#lib/db/resources.ts'
import { closeExtractor } from '#lib/extract/extract-article.ts'
import { listLinks } from '#lib/usecases/links/list-links.ts'
import { getSnapshot } from '#lib/usecases/snapshots/get-snapshot.ts'
import { makePerson, type TestPerson } from '#test/person.ts'
import { makeReadySnapshot } from '#test/ready-snapshot.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { startS3Service, type S3Service } from '#test/s3-service.ts'
import type { Problem } from './problem.ts'
import { repairProblem } from './repair-library.ts'
import { verifyLibrary, type VerifyDeps } from './verify-library.ts'

const LONG_AGO = new Date(Date.now() - 30 * 24 * 3_600_000)
const PARAGRAPH = '<p>链接之家把网页保存下来，让它们在原来的地址消失之后仍然可以阅读。</p>'

let runtime: TestRuntime
let person: TestPerson
let service: S3Service
beforeAll(async () => {
  service = await startS3Service()
  runtime = await openTestRuntime()
  person = await makePerson(runtime)
})
afterAll(async () => {
  await closeExtractor()
  await runtime.close()
  await service.stop()
})

/** What was found and done; a second look must find nothing. */
async function repair(change: Partial<VerifyDeps> = {}): Promise<string[]> {
  const deps = { ...runtime, upkeep: openStoreUpkeep(runtime.config), ...change }
  const done: string[] = []
  const onProblem = async (problem: Problem) =>
    void done.push(`${problem.kind} ${problem.name} ${await repairProblem(deps, problem)}`)
  await verifyLibrary(deps, { onProblem })
  const again: Problem[] = []
  await verifyLibrary(deps, { onProblem: async (problem) => void again.push(problem) })
  expect(again).toEqual([])
  return done.toSorted()
}

const shardOf = (digest: string) => join(runtime.config.blobsDir, digest.slice(0, 2), digest.slice(2, 4))

async function lose(digest: string): Promise<void> {
  for (const name of await readdir(shardOf(digest)))
    if (name.startsWith(digest)) await rm(join(shardOf(digest), name))
}

async function damage(digest: string): Promise<void> {
  for (const name of await readdir(shardOf(digest)))
    if (name.startsWith(digest)) await writeFile(join(shardOf(digest), name), 'rotten')
}

const artifactOf = (snapshotId: string, kind: string) =>
  runtime.db.artifact.findUnique({ where: { snapshotId_kind: { snapshotId, kind } } })

async function digestOf(snapshotId: string, kind: string): Promise<string> {
  return (await artifactOf(snapshotId, kind))?.blobDigest ?? ''
}

/** Puts bytes in the place of an artifact that the fixture made. */
async function give(snapshotId: string, kind: string, content: Buffer | string, contentType: string) {
  const blob = await runtime.blobs.put(content, { contentType })
  const { digest, sizeBytes } = blob
  await inTransaction(runtime.db, async (tx) => {
    await insertBlobs(tx, [blob])
    await tx.artifact.deleteMany({ where: { snapshotId, kind } })
    await insertArtifacts(tx, snapshotId, [{ kind, digest, sizeBytes, contentType }])
  })
  return digest
}

test('a version that lost its page says so, and an older good one comes to the front and into search', async () => {
  const { ctx } = person
  const url = 'https://example.com/versions'
  const older = await makeReadySnapshot(ctx, url)
  await give(older.id, 'text', '旧版本的正文', 'text/plain')
  const newer = await makeReadySnapshot(ctx, url)
  const page = await give(newer.id, 'page', '<p>新版本的网页</p>', 'text/html')
  await lose(page)
  expect(await repair()).toEqual([`missing ${page} marked`])
  const view = await getSnapshot(ctx, { id: newer.id })
  expect(view).toMatchObject({ status: 'ready', verdict: 'partial', isFront: false })
  expect(view.artifacts).toMatchObject({ page: null, text: { contentType: 'text/plain' } })
  expect(view.fidelity).toMatchObject({ score: 0, missing: [{ reason: 'lost' }] })
  expect(await getSnapshot(ctx, { id: older.id })).toMatchObject({ isFront: true, verdict: 'good' })
  const found = await listLinks(ctx, { q: '旧版本' })
  expect(found.items.map(({ id }) => id)).toEqual([newer.linkId])
})

test('a version of which nothing is left has failed, and can be captured again', async () => {
  const { ctx } = person
  const { id } = await makeReadySnapshot(ctx, 'https://example.com/all-lost')
  const artifacts = await runtime.db.artifact.findMany({ where: { snapshotId: id } })
  for (const { blobDigest } of artifacts) await lose(blobDigest)
  const done = await repair()
  expect(done).toHaveLength(artifacts.length)
  expect(done.every((one) => one.endsWith(' marked') || one.endsWith(' derived'))).toBe(true)
  const view = await getSnapshot(ctx, { id })
  expect(view).toMatchObject({ status: 'failed', error: { code: 'snapshot_lost' } })
  expect(await runtime.db.artifact.count({ where: { snapshotId: id } })).toBe(0)
})

test('text, article, thumbnail and manifest are made again from what is left', async () => {
  const { ctx } = person
  const { id } = await makeReadySnapshot(ctx, 'https://example.com/derived')
  const html = `<!doctype html><html><head><title>标题</title></head><body><article>${PARAGRAPH.repeat(9)}</article></body></html>`
  await give(id, 'page', html, 'text/html')
  const picture = sharp({ create: { width: 960, height: 900, channels: 3, background: '#369' } })
  await give(id, 'screenshot', await picture.webp().toBuffer(), 'image/webp')
  await runtime.db.artifact.deleteMany({ where: { snapshotId: id, kind: 'file' } })
  const kinds = ['text', 'article', 'thumbnail']
  const digests = [
    ...(await Promise.all(kinds.map((kind) => digestOf(id, kind)))),
    (await runtime.db.snapshot.findUniqueOrThrow({ where: { id } })).manifestDigest ?? '',
  ]
  const manifest = digests.at(-1) ?? ''
  await inTransaction(runtime.db, (tx) =>
    insertArtifacts(tx, id, [
      { kind: 'manifest', digest: manifest, sizeBytes: 1, contentType: 'application/json' },
    ]),
  )
  for (const digest of digests) await damage(digest)
  expect(await repair()).toEqual(digests.map((digest) => `damaged ${digest} derived`).toSorted())
  const kept = await readdir(join(runtime.config.blobsDir, 'quarantine'))
  for (const digest of digests) expect(kept.some((name) => name.startsWith(digest))).toBe(true)
  expect(String(await runtime.blobs.read(await digestOf(id, 'text')))).toContain('仍然可以阅读')
  const thumbnail = await runtime.blobs.read(await digestOf(id, 'thumbnail'))
  expect(await sharp(thumbnail ?? '').metadata()).toMatchObject({ format: 'webp', width: 480 })
  const { manifestDigest } = await runtime.db.snapshot.findUniqueOrThrow({ where: { id } })
  expect(await readManifest(runtime.blobs, manifestDigest ?? '')).toMatchObject({ snapshot: { id } })
  expect(await getSnapshot(ctx, { id })).toMatchObject({ verdict: 'good', isFront: true })
})

test('a lost answer of the site counts as failed, and is told of the pages that need it', async () => {
  const { ctx } = person
  const ids = []
  for (const at of [1, 2]) ids.push((await makeReadySnapshot(ctx, `https://example.com/shared/${at}`)).id)
  const blob = await runtime.blobs.put('body{color:red}', { contentType: 'text/css' })
  const { digest, sizeBytes } = blob
  for (const id of ids)
    await inTransaction(runtime.db, async (tx) => {
      await insertBlobs(tx, [blob])
      const one = { url: 'https://example.com/a.css', method: 'GET', httpStatus: 200, contentType: null }
      await insertResources(tx, id, [{ ...one, sizeBytes, digest, failure: null }])
      await insertArtifacts(tx, id, [{ kind: `part:${digest}`, digest, sizeBytes, contentType: 'text/css' }])
      await tx.snapshot.update({ where: { id }, data: { resourcesTotal: 1, resourcesStored: 1 } })
    })
  await lose(digest)
  expect(await repair()).toEqual([`missing ${digest} marked`])
  for (const id of ids)
    expect(await getSnapshot(ctx, { id })).toMatchObject({
      verdict: 'partial',
      isFront: true,
      resources: { total: 1, stored: 0, failed: 1 },
      fidelity: { missing: [{ url: 'https://example.com/a.css', reason: 'lost' }] },
    })
})

test('what no row needs is set aside, never deleted, and rows are put right', async () => {
  const { db, blobs, config } = runtime
  const { linkId } = await makeReadySnapshot(person.ctx, 'https://example.com/rows', { tags: ['标签'] })
  await db.link.update({ where: { id: linkId }, data: { frontId: null } })
  const unindexed = await makeReadySnapshot(person.ctx, 'https://example.com/unindexed')
  await db.searchText.delete({ where: { linkId: unindexed.linkId } })
  const tag = await db.tag.findFirstOrThrow({ where: { path: '标签' } })
  await db.tag.update({ where: { id: tag.id }, data: { linkCount: 7 } })
  const orphan = await blobs.put('left behind long ago')
  for (const name of await readdir(shardOf(orphan.digest)))
    await utimes(join(shardOf(orphan.digest), name), LONG_AGO, LONG_AGO)
  await writeFile(join(config.blobsDir, 'readme.txt'), 'of a stranger')
  await writeFile(join(config.blobsDir, 'tmp', 'stale.raw'), 'half')
  await utimes(join(config.blobsDir, 'tmp', 'stale.raw'), LONG_AGO, LONG_AGO)
  const words = Array.from({ length: 500 }, (_, at) => Math.imul(at, 2_654_435_761).toString(36))
  const base = await blobs.put(words.join(' '), { contentType: 'text/plain' })
  const like = base.digest
  const delta = await blobs.put(words.with(9, 'edited').join(' '), { contentType: 'text/plain', like })
  await inTransaction(db, (tx) => insertBlobs(tx, [delta]))
  await db.blob.update({ where: { digest: delta.digest }, data: { baseDigest: null, sizeBytes: 7 } })
  await db.blob.delete({ where: { digest: base.digest } })
  expect(await repair()).toEqual(
    [
      `no_front ${linkId} corrected`,
      `tag_count ${tag.id} corrected`,
      `unindexed ${unindexed.linkId} corrected`,
      `orphan ${orphan.digest} set_aside`,
      'unknown readme.txt set_aside',
      'unfinished tmp/stale.raw removed',
      `row_differs ${delta.digest} corrected`,
    ].toSorted(),
  )
  const kept = await readdir(join(config.blobsDir, 'quarantine'))
  for (const name of [orphan.digest, 'readme.txt'])
    expect(kept.some((one) => one.startsWith(name))).toBe(true)
  expect(await db.blob.findUnique({ where: { digest: delta.digest } })).toMatchObject({
    baseDigest: base.digest,
    sizeBytes: BigInt(delta.sizeBytes),
  })
})

test('a database that knows of nothing leaves all bytes where they are', async () => {
  const { db, blobs } = runtime
  await db.link.deleteMany()
  await db.tag.deleteMany()
  await db.blob.deleteMany({ where: { baseDigest: { not: null } } })
  await db.blob.deleteMany()
  const { digest } = await blobs.put('what it can be rebuilt from')
  const problem = { kind: 'orphan', name: digest, snapshotIds: [] } as const
  expect(await repairProblem({ ...runtime, upkeep: openStoreUpkeep(runtime.config) }, problem)).toBe('left')
  expect(await blobs.has(digest)).toBe(true)
  await blobs.remove(digest)
})

test('damaged objects of a bucket are set aside under another key', async () => {
  const config = { ...runtime.config, s3: { ...service.settings, prefix: 'a', sessionToken: null } }
  const blobs = openBlobStore(config)
  const { id } = await makeReadySnapshot({ ...person.ctx, blobs }, 'https://example.com/bucket')
  const digest = await digestOf(id, 'file')
  for (const [key, object] of service.objects) if (key.includes(digest)) object.bytes = Buffer.from('rotten')
  expect(await repair({ blobs, upkeep: openStoreUpkeep(config) })).toEqual([`damaged ${digest} marked`])
  const keys = [...service.objects.keys()].filter((key) => key.includes(digest))
  expect(keys).toEqual([expect.stringMatching(/^a\/quarantine\//)])
  expect(service.objects.get(keys[0] ?? '')?.bytes.toString()).toBe('rotten')
})
