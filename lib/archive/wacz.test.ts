import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WARCParser } from 'warcio'
import { getSurt, postToGetUrl } from 'warcio/utils'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import { openFileStore } from '#lib/blobs/file-store.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { surtOf } from './cdxj.ts'
import type { Exchange } from './exchange.ts'
import type { Manifest } from './manifest.ts'
import { writeWacz } from './wacz.ts'

let folder: string
let blobs: BlobStore
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkhome-wacz-'))
  blobs = openFileStore(folder)
})
afterAll(() => rm(folder, { recursive: true }))

const html = '<!doctype html><p>页面</p>'
const at = '2026-11-23T20:00:10.000Z'

async function exchangeOf(
  facts: Partial<Exchange> & { url: string },
  body: string | null,
): Promise<Exchange> {
  const stored = body === null ? null : await blobs.put(body)
  return {
    method: 'GET',
    resourceType: 'document',
    requestHeaders: [['Accept', '*/*']],
    requestBody: null,
    httpStatus: 200,
    statusText: 'OK',
    protocol: 'h2',
    responseHeaders: [['Content-Type', 'text/html']],
    contentType: 'text/html',
    sizeBytes: stored?.sizeBytes ?? 0,
    digest: stored?.digest ?? null,
    failure: null,
    startedMs: 0,
    remoteAddress: '192.0.2.1',
    ...facts,
  }
}

async function sampleManifest(): Promise<Manifest> {
  const [page, text, sent] = [
    await blobs.put(html),
    await blobs.put('页面'),
    await blobs.put('{"who":["a","b"]}'),
  ]
  const exchanges = [
    await exchangeOf(
      { url: 'https://www.example.test/old', httpStatus: 301, responseHeaders: [['Location', '/?b=2&a=1']] },
      null,
    ),
    await exchangeOf(
      {
        url: 'https://www.example.test/?b=2&a=1',
        startedMs: 100,
        responseHeaders: [
          ['Content-Encoding', 'gzip'],
          ['Content-Length', '9'],
          ['X-Evil', 'a\r\nSet-Cookie: b'],
        ],
      },
      html,
    ),
    await exchangeOf(
      {
        url: 'https://api.example.test/ask',
        method: 'POST',
        requestHeaders: [['Content-Type', 'application/json']],
        requestBody: { digest: sent.digest, sizeBytes: sent.sizeBytes },
      },
      'answer',
    ),
    await exchangeOf({ url: 'https://www.example.test/lost', httpStatus: 200, failure: 'body_gone' }, null),
    await exchangeOf({ url: 'blob:https://www.example.test/1' }, 'local'),
  ]
  return {
    library: 'l',
    resources: [],
    exchanges,
    link: {
      id: 'k',
      originalUrl: 'https://www.example.test/old',
      canonicalUrl: 'https://example.test/old',
      site: 'example.test',
      title: null,
      note: '',
      visibility: 'private',
      tags: [],
      createdAt: at,
    },
    snapshot: {
      id: 's',
      url: 'https://www.example.test/old',
      finalUrl: 'https://www.example.test/?b=2&a=1#top',
      httpStatus: 200,
      contentType: 'text/html',
      verdict: 'good',
      createdAt: at,
      capturedAt: at,
      attempt: 1,
      durationMs: 5_000,
    },
    article: {
      title: '标题',
      byline: null,
      siteName: null,
      excerpt: null,
      lang: null,
      publishedAt: null,
      wordCount: 2,
      contentDigest: sha256(''),
      extractorVersion: 1,
    },
    fidelity: { score: 1, visual: null, text: null, resources: 1 },
    artifacts: [
      { kind: 'page', digest: page.digest, contentType: 'text/html', sizeBytes: page.sizeBytes },
      { kind: 'text', digest: text.digest, contentType: 'text/plain', sizeBytes: text.sizeBytes },
    ],
  }
}

/** The files of an archive, as its directory at the end lists them. */
function unzip(archive: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  const end = archive.length - 22
  let entry = archive.readUInt32LE(end + 16)
  for (let left = archive.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [size, nameLength, offset] = [
      archive.readUInt32LE(entry + 24),
      archive.readUInt16LE(entry + 28),
      archive.readUInt32LE(entry + 42),
    ]
    const name = archive.toString('utf8', entry + 46, entry + 46 + nameLength)
    const start = offset + 30 + archive.readUInt16LE(offset + 26)
    files.set(name, archive.subarray(start, start + size))
    entry += 46 + nameLength
  }
  return files
}

async function readAll(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of content) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const parse = (text: Buffer | undefined) => JSON.parse(String(text))

test('a snapshot becomes an archive that another reader understands record by record', async () => {
  const manifest = await sampleManifest()
  const archive = await readAll(writeWacz(blobs, manifest))
  expect(archive.equals(await readAll(writeWacz(blobs, manifest)))).toBe(true)
  const files = unzip(archive)
  const datapackage = parse(files.get('datapackage.json'))
  expect(datapackage).toMatchObject({
    profile: 'data-package',
    wacz_version: '1.1.1',
    mainPageUrl: 'https://www.example.test/?b=2&a=1',
  })
  for (const { path, hash, bytes } of datapackage.resources) {
    expect([path, `sha256:${sha256(files.get(path)!)}`, files.get(path)!.length]).toEqual([path, hash, bytes])
  }
  expect(parse(files.get('datapackage-digest.json')).hash).toBe(
    `sha256:${sha256(files.get('datapackage.json')!)}`,
  )
  const pages = String(files.get('pages/pages.jsonl'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
  expect(pages[1]).toMatchObject({
    url: 'https://www.example.test/?b=2&a=1',
    title: '标题',
    text: '页面',
    ts: '2026-11-23T20:00:05.100Z',
  })

  const warc = files.get('archive/data.warc.gz')!
  const records: [string | null, string | null, number | null, string][] = []
  const heads = new Map<string, unknown>()
  for await (const record of new WARCParser(new Blob([new Uint8Array(warc)]).stream())) {
    const { warcType = null, warcTargetURI = null, warcPayloadDigest, httpHeaders } = record
    const status = Number(httpHeaders?.statusCode) || null
    records.push([warcType, warcTargetURI, status, await record.contentText()])
    const headers = Object.fromEntries(httpHeaders?.headers ?? [])
    heads.set(`${warcType} ${warcTargetURI}`, { warcPayloadDigest, ...headers })
  }
  expect(heads.get('response https://www.example.test/?b=2&a=1')).toMatchObject({
    warcPayloadDigest: `sha256:${sha256(html)}`,
    'x-archive-orig-content-encoding': 'gzip',
    'content-length': String(Buffer.byteLength(html)),
    'x-evil': 'a Set-Cookie: b',
  })
  const frozen = 'https://frozen.invalid/s/'
  expect(records.slice(1)).toEqual([
    ['response', 'https://www.example.test/old', 301, ''],
    ['request', 'https://www.example.test/old', null, ''],
    ['response', 'https://www.example.test/?b=2&a=1', 200, html],
    ['request', 'https://www.example.test/?b=2&a=1', null, ''],
    ['response', 'https://api.example.test/ask', 200, 'answer'],
    ['request', 'https://api.example.test/ask', null, '{"who":["a","b"]}'],
    ['resource', frozen, null, html],
  ])

  // Each line of the index leads to its record, which can be read alone.
  const lines = String(files.get('indexes/index.cdx')).trim().split('\n')
  expect(lines).toEqual([...lines].sort())
  for (const line of lines) {
    const { url, offset, length } = JSON.parse(line.slice(line.indexOf('{')))
    const slice = warc.subarray(Number(offset), Number(offset) + Number(length))
    const record = await WARCParser.parse(new Blob([new Uint8Array(slice)]).stream())
    expect(record?.warcTargetURI).toBe(url)
  }
  const asked = {
    url: 'https://api.example.test/ask',
    method: 'POST',
    headers: new Headers({ 'content-type': 'application/json' }),
    postData: '{"who":["a","b"]}',
  }
  postToGetUrl(asked)
  expect(lines.map((line) => line.split(' ')[0])).toContain(getSurt(asked.url))
})

test.each([
  'https://www.Example.com:8080/A?z=1&b=%E4%B8%AD',
  'http://a.b.c/',
  'http://a.test/?',
  'urn:view:http://a.test/',
])('the key of %s is the one that readers make', (url) => expect(surtOf(url)).toBe(getSurt(url)))
