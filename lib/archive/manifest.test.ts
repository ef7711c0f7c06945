import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import { openBlobStore } from '#lib/blobs/open-store.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { MANIFEST_FORMAT, readManifest, writeManifest, type Manifest } from './manifest.ts'

let folder: string
let blobs: BlobStore
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkhome-manifest-'))
  blobs = openBlobStore({ blobsDir: folder })
})
afterAll(() => rm(folder, { recursive: true }))

const at = '2026-11-23T20:00:00.000Z'
const content: Omit<Manifest, '@format'> = {
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
  resources: [
    {
      url: 'https://example.test/',
      method: 'GET',
      httpStatus: 200,
      contentType: 'text/html',
      sizeBytes: 4,
      digest: sha256('page'),
      failure: null,
    },
  ],
}

test('a manifest reads back as it was written, from the files alone', async () => {
  const stored = await writeManifest(blobs, content)
  const reopened = openBlobStore({ blobsDir: folder })
  expect(await readManifest(reopened, stored.digest)).toEqual({ '@format': MANIFEST_FORMAT, ...content })
})

test('the same snapshot has the same manifest', async () => {
  const [first, second] = [await writeManifest(blobs, content), await writeManifest(blobs, { ...content })]
  expect(second.digest).toBe(first.digest)
})

test('a blob of another kind is no manifest', async () => {
  const { digest } = await blobs.put('{"a":1}')
  expect(await readManifest(blobs, digest)).toBeNull()
  expect(await readManifest(blobs, sha256('nowhere'))).toBeNull()
})
