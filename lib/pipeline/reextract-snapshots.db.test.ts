import { afterAll, beforeAll, expect, test } from 'vitest'
import { readManifest } from '#lib/archive/manifest.ts'
import type { Capture, CaptureRequest } from '#lib/capture/capture.ts'
import { listOutdated } from '#lib/db/outdated-extractions.ts'
import { EXTRACTOR_VERSION, UNREAD_VERSION } from '#lib/extract/article.ts'
import { closeExtractor } from '#lib/extract/extract-article.ts'
import { broughtCapture } from '#test/brought-capture.ts'
import { makeLibrary, makeLink, makeSnapshot } from '#test/factories.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { captureSnapshot } from './capture-snapshot.ts'
import { readPage } from './read-page.ts'
import { reextractSnapshots } from './reextract-snapshots.ts'

let runtime: TestRuntime
let libraryId: string
beforeAll(async () => {
  runtime = await openTestRuntime()
  libraryId = (await makeLibrary(runtime.db)).libraryId
})
afterAll(async () => {
  await closeExtractor()
  await runtime.close()
})

const NEXT = EXTRACTOR_VERSION + 1
const row = (id: string) =>
  runtime.db.snapshot.findUniqueOrThrow({ where: { id }, include: { artifacts: true } })
const kept = async (id: string, kind: string) =>
  (await row(id)).artifacts.find((artifact) => artifact.kind === kind)
const words = async (id: string, kind: string) =>
  String(await runtime.blobs.read((await kept(id, kind))?.blobDigest ?? ''))

/** A ready snapshot whose words an extractor made that knew nothing but this. */
async function readBadly(text: string, facts: Partial<Capture> = {}) {
  const snapshot = await makeSnapshot(runtime.db, libraryId, await makeLink(runtime.db, libraryId))
  const { snapshotId } = snapshot
  const capturePage = (request: Parameters<typeof broughtCapture>[1]) =>
    broughtCapture(runtime.blobs, request, facts)
  await captureSnapshot({ ...runtime, capturePage }, { snapshotId }, new AbortController().signal)
  const { digest, sizeBytes, storedBytes, encoding } = await runtime.blobs.put(text)
  await runtime.db.blob.createMany({
    data: [{ digest, sizeBytes, storedBytes, encoding }],
    skipDuplicates: true,
  })
  await runtime.db.artifact.updateMany({
    where: { snapshotId, kind: { in: ['text', 'article'] } },
    data: { blobDigest: digest, sizeBytes },
  })
  await runtime.db.snapshot.update({
    where: { id: snapshotId },
    data: { title: '旧题', contentDigest: digest, extractorVersion: 1 },
  })
  return snapshot
}

test('a newer extractor reads the kept page again; what the capture made and its manifest stay', async () => {
  const { snapshotId, linkId } = await readBadly('没有读懂')
  const before = await row(snapshotId)
  await runtime.db.artifact.create({
    data: {
      snapshotId,
      kind: 'markdown',
      blobDigest: (await kept(snapshotId, 'text'))?.blobDigest ?? '',
      contentType: 'text/markdown',
      sizeBytes: 1n,
      makerVersion: 1,
    },
  })
  await Promise.all([reextractSnapshots(runtime), reextractSnapshots(runtime)])

  expect(await row(snapshotId)).toMatchObject({
    title: '快照',
    extractorVersion: EXTRACTOR_VERSION,
    manifestDigest: before.manifestDigest,
    verdict: before.verdict,
    capturedAt: before.capturedAt,
    keptBytes: before.keptBytes,
  })
  expect(await words(snapshotId, 'text')).toContain('仍然可以阅读')
  expect(await words(snapshotId, 'article')).toContain('<p>链接之家')
  expect(await kept(snapshotId, 'text')).toMatchObject({ makerVersion: EXTRACTOR_VERSION })
  expect(await words(snapshotId, 'text:captured')).toBe('没有读懂')
  expect(await kept(snapshotId, 'article:captured')).toMatchObject({ makerVersion: null })
  // Made of the older words; it is made again when somebody asks.
  expect(await kept(snapshotId, 'markdown')).toBeUndefined()
  const manifest = await readManifest(runtime.blobs, before.manifestDigest ?? '')
  expect(manifest?.article.extractorVersion).toBe(EXTRACTOR_VERSION)
  const found = await runtime.db.$queryRaw<{ text: string; title: string }[]>`
    SELECT "text", "title" FROM "SearchText" WHERE "linkId" = ${linkId}::uuid`
  expect(found).toMatchObject([{ title: '快照', text: expect.stringContaining('仍然可以阅读') }])

  // Nothing is left to do; a further version finds the same words, and the first ones stay the first.
  expect(await listOutdated(runtime.db, EXTRACTOR_VERSION, 10)).toEqual([])
  expect(await reextractSnapshots(runtime, { version: NEXT })).toBe(1)
  expect(await row(snapshotId)).toMatchObject({ extractorVersion: NEXT })
  expect(await words(snapshotId, 'text:captured')).toBe('没有读懂')
})

test('a page whose reading took too long is read once more, and has its article then', async () => {
  const { db, blobs } = runtime
  const { snapshotId } = await makeSnapshot(db, libraryId, await makeLink(db, libraryId))
  const never = new AbortController().signal
  const readings: unknown[] = []
  const capturePage = async (request: CaptureRequest) => {
    const capture = await broughtCapture(blobs, request)
    for (const timeoutMs of [1, 15_000]) {
      const { extractorVersion, reading } = await readPage(blobs, capture, never, { timeoutMs })
      readings.push([extractorVersion, reading.html === null])
    }
    return capture
  }
  await captureSnapshot({ ...runtime, capturePage }, { snapshotId }, never)
  expect(readings).toEqual([
    [UNREAD_VERSION, true],
    [EXTRACTOR_VERSION, false],
  ])
  await runtime.db.artifact.deleteMany({ where: { snapshotId, kind: 'article' } })
  await runtime.db.snapshot.update({ where: { id: snapshotId }, data: { extractorVersion: UNREAD_VERSION } })
  await reextractSnapshots(runtime)
  expect(await words(snapshotId, 'article')).toContain('<p>链接之家')
  expect(await row(snapshotId)).toMatchObject({ title: '快照', extractorVersion: EXTRACTOR_VERSION })
})

test('a version that is not in front is read again without coming into search', async () => {
  const { snapshotId, linkId } = await readBadly('没有读懂')
  await runtime.db.link.update({ where: { id: linkId }, data: { frontId: null } })
  await runtime.db.$executeRaw`UPDATE "SearchText" SET "text" = '别的' WHERE "linkId" = ${linkId}::uuid`
  await reextractSnapshots(runtime)
  expect(await words(snapshotId, 'text')).toContain('仍然可以阅读')
  const found = await runtime.db.$queryRaw`SELECT "text" FROM "SearchText" WHERE "linkId" = ${linkId}::uuid`
  expect(found).toEqual([{ text: '别的' }])
})

test('where it finds nothing, and where the page is lost, the older words stay and the page is not read for ever', async () => {
  const blank = await runtime.blobs.put('<!doctype html><p></p>', { contentType: 'text/html' })
  const page = { ...blank, contentType: 'text/html; charset=utf-8' }
  const empty = await readBadly('原来的话')
  const lost = await readBadly('原来的话')
  await runtime.db.blob.createMany({
    data: [{ digest: blank.digest, sizeBytes: 1n, storedBytes: 1n, encoding: blank.encoding }],
    skipDuplicates: true,
  })
  await runtime.db.artifact.updateMany({
    where: { snapshotId: empty.snapshotId, kind: 'page' },
    data: { blobDigest: page.digest },
  })
  await runtime.db.artifact.deleteMany({ where: { snapshotId: lost.snapshotId, kind: 'page' } })
  expect(await reextractSnapshots(runtime, { limit: 1 })).toBe(1)
  expect(await reextractSnapshots(runtime)).toBe(1)
  for (const { snapshotId } of [empty, lost]) {
    expect(await words(snapshotId, 'text')).toBe('原来的话')
    expect(await row(snapshotId)).toMatchObject({ title: '旧题', extractorVersion: EXTRACTOR_VERSION })
  }
})

test('a file keeps its own words: the page that shows it holds none of them', async () => {
  const { digest, sizeBytes, storedBytes, encoding } = await runtime.blobs.put('%PDF-1.7')
  await runtime.db.blob.create({ data: { digest, sizeBytes, storedBytes, encoding } })
  const pdf = { kind: 'pdf', type: 'application/pdf', name: 'a.pdf', byline: null, createdAt: null } as const
  const file = { ...pdf, digest, sizeBytes, paragraphs: ['潮水三点退去'], html: null }
  const { snapshotId } = await readBadly('潮水三点退去', { file })
  await reextractSnapshots(runtime, { version: NEXT })
  expect(await words(snapshotId, 'text')).toBe('潮水三点退去')
  expect(await row(snapshotId)).toMatchObject({ title: '旧题', extractorVersion: 1 })
})
