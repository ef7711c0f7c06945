import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import { openFileStore } from '#lib/blobs/file-store.ts'
import { canonicalJson } from '#lib/kernel/canonical-json.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { readManifest, writeManifest, type Manifest } from './manifest.ts'

let folder: string
let blobs: BlobStore
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkhome-manifest-'))
  blobs = openFileStore(folder)
})
afterAll(() => rm(folder, { recursive: true }))

const at = '2026-11-23T20:00:00.000Z'
const content: Omit<Manifest, 'resources'> = {
  library: 'l1',
  link: {
    id: 'k1',
    originalUrl: 'https://example.test/?utm_source=x',
    canonicalUrl: 'https://example.test/',
    site: 'example.test',
    title: '我的标题',
    note: '笔记',
    visibility: 'private',
    tags: ['前端/React'],
    createdAt: at,
  },
  snapshot: {
    id: 's1',
    url: 'https://example.test/?utm_source=x',
    finalUrl: 'https://example.test/',
    httpStatus: 200,
    contentType: 'text/html',
    verdict: 'good',
    createdAt: at,
    capturedAt: at,
    attempt: 1,
    durationMs: 1_234,
  },
  article: {
    title: '标题',
    byline: null,
    siteName: null,
    excerpt: null,
    lang: 'zh-CN',
    publishedAt: null,
    wordCount: 2,
    contentDigest: sha256('正文'),
    extractorVersion: 1,
  },
  fidelity: { score: 1, visual: null, text: null, resources: 1 },
  artifacts: [{ kind: 'page', digest: sha256('page'), contentType: 'text/html', sizeBytes: 4 }],
  exchanges: [
    {
      url: 'https://example.test/',
      method: 'GET',
      resourceType: 'document',
      requestHeaders: [['Accept', 'text/html']],
      requestBody: null,
      httpStatus: 200,
      statusText: 'OK',
      protocol: 'h2',
      responseHeaders: [
        ['date', 'Mon, 23 Nov 2026 20:00:00 GMT'],
        ['content-type', 'text/html'],
      ],
      contentType: 'text/html',
      sizeBytes: 4,
      digest: sha256('page'),
      failure: null,
      startedMs: 12,
      remoteAddress: '192.0.2.1',
    },
  ],
}

const resources = content.exchanges.map(
  ({ url, method, httpStatus, contentType, sizeBytes, digest, failure }) => {
    return { url, method, httpStatus, contentType, sizeBytes, digest, failure }
  },
)

test('a manifest reads back as it was written, from the files alone', async () => {
  const { manifest, contents } = await writeManifest(blobs, content)
  const reopened = openFileStore(folder)
  expect(await readManifest(reopened, manifest.digest)).toEqual({
    ...content,
    resources,
    contents: contents.digest,
  })
})

test('the same snapshot has the same manifest', async () => {
  const [first, second] = [await writeManifest(blobs, content), await writeManifest(blobs, { ...content })]
  expect(second.manifest.digest).toBe(first.manifest.digest)
})

test('an unchanged page captured again shares its contents, whatever the order and the time of its requests', async () => {
  const many = (startMs: number, date: string): Manifest['exchanges'] =>
    Array.from({ length: 100 }, (_, at) => ({
      ...content.exchanges[0]!,
      url: `https://example.test/${at}`,
      digest: sha256(`${at}`),
      startedMs: startMs + at * 7,
      responseHeaders: [
        ['Date', date],
        ['X-Request-Id', sha256(`${startMs} ${at}`)],
        ['content-type', 'text/css'],
      ],
    }))
  const first = await writeManifest(blobs, {
    ...content,
    exchanges: many(3, 'Mon, 23 Nov 2026 20:00:00 GMT'),
  })
  const again = await writeManifest(blobs, {
    ...content,
    snapshot: { ...content.snapshot, id: 's2', capturedAt: '2026-12-24T08:00:00.000Z' },
    exchanges: many(11, 'Thu, 24 Dec 2026 08:00:01 GMT').toReversed(),
  })
  expect(first.contents.isNew).toBe(true)
  expect(again.contents.isNew).toBe(false)
  expect(again.manifest.storedBytes).toBeLessThan(5 * 1024)
  expect((await readManifest(blobs, again.manifest.digest))?.exchanges[0]).toMatchObject({
    startedMs: 11,
    remoteAddress: '192.0.2.1',
    responseHeaders: [
      ['date', 'Thu, 24 Dec 2026 08:00:01 GMT'],
      ['content-type', 'text/css'],
    ],
  })
})

test('a manifest of the first version is still read', async () => {
  const { exchanges: _, ...rest } = content
  const written = canonicalJson({ '@format': 'linkhome-snapshot/1', ...rest, resources })
  const { digest } = await blobs.put(written, { isManifest: true })
  expect(await readManifest(blobs, digest)).toMatchObject({
    ...rest,
    resources,
    exchanges: [{ url: 'https://example.test/', digest: sha256('page') }],
  })
})

test('a blob of another kind is no manifest', async () => {
  const { digest } = await blobs.put('{"a":1}')
  expect(await readManifest(blobs, digest)).toBeNull()
  expect(await readManifest(blobs, sha256('nowhere'))).toBeNull()
})
