// Writes a snapshot as WACZ: its exchanges and its frozen page as WARC, an index, and what web archive players ask for.
import { createHash, type Hash } from 'node:crypto'
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import { sha256, type Digest } from '#lib/kernel/digest.ts'
import { requestQuery, writeCdxj, type IndexEntry } from './cdxj.ts'
import type { Exchange } from './exchange.ts'
import type { Manifest } from './manifest.ts'
import { PICTURE_TYPE } from '#lib/pictures/picture-types.ts'
import { isPatch, readPicture } from './read-picture.ts'
import {
  headerLines,
  NO_PAYLOAD,
  recordId,
  writeRecord,
  type Headers,
  type Payload,
  type WarcRecord,
} from './warc.ts'
import { writeZip, type ZipEntry } from './zip.ts'

/** Rises whenever the output changes. */
export const WACZ_VERSION = 2

const WARC_NAME = 'data.warc.gz'
const SOFTWARE = 'linkhome'
/** Text of a page in its list: what players search in. */
const MAX_TEXT_BYTES = 1024 * 1024
/** Less than this is written again: a revisit takes as much. */
const MIN_REVISIT_BYTES = 512
/** The body is kept decoded and whole: these would speak of another one. */
const TRANSFER_HEADER = /^(?:content-encoding|transfer-encoding|content-length|content-md5|digest|trailer)$/i
/** Where the frozen page stands in the archive: a name that can never be a site's (RFC 2606, section 2). */
const FROZEN_ORIGIN = 'https://frozen.invalid'

type Blobs = Pick<BlobStore, 'open' | 'read'>

/** A record, and how the index calls it when it is to be found. */
interface Filed {
  record: WarcRecord
  index: Omit<IndexEntry, 'offset' | 'length'> | null
}

/**
 * Streams the snapshot as one WACZ file, from its blobs alone: nothing is loaded from the site. Equal manifests give
 * equal bytes. What was not kept has no record; blobs that are missing are left out.
 *
 * @see WACZ 1.1.1, https://specs.webrecorder.net/wacz/1.1.1/
 */
export function writeWacz(blobs: Blobs, manifest: Manifest): AsyncGenerator<Uint8Array> {
  return writeZip(entriesOf(blobs, manifest))
}

async function* entriesOf(blobs: Blobs, manifest: Manifest): AsyncGenerator<ZipEntry> {
  const files: { path: string; hash: Hash; bytes: number }[] = []
  const listed = (path: string, content: ZipEntry['content']): ZipEntry => {
    const file = { path, hash: createHash('sha256'), bytes: 0 }
    files.push(file)
    return { name: path, content: hashed(content, file) }
  }
  const index: IndexEntry[] = []
  yield listed(`archive/${WARC_NAME}`, writeWarc(blobs, manifest, index))
  yield listed('indexes/index.cdx', [Buffer.from(writeCdxj(index, WARC_NAME))])
  yield listed('pages/pages.jsonl', [Buffer.from(await pageLines(blobs, manifest))])
  const resources = files.map(({ path, hash, bytes }) => {
    return { name: path.split('/').at(-1), path, hash: `sha256:${hash.digest('hex')}`, bytes }
  })
  const datapackage = json({
    profile: 'data-package',
    wacz_version: '1.1.1',
    software: SOFTWARE,
    title: manifest.link.title ?? manifest.article.title ?? manifest.link.canonicalUrl,
    created: manifest.snapshot.capturedAt,
    mainPageUrl: mainUrlOf(manifest),
    mainPageDate: mainDateOf(manifest).toISOString(),
    resources,
  })
  yield { name: 'datapackage.json', content: [datapackage] }
  const digest = json({ path: 'datapackage.json', hash: `sha256:${sha256(datapackage)}` })
  yield { name: 'datapackage-digest.json', content: [digest] }
}

const json = (value: unknown) => Buffer.from(`${JSON.stringify(value, null, 2)}\n`)

async function* hashed(content: ZipEntry['content'], file: { hash: Hash; bytes: number }) {
  for await (const chunk of content) {
    file.hash.update(chunk)
    file.bytes += chunk.byteLength
    yield chunk
  }
}

async function* writeWarc(blobs: Blobs, manifest: Manifest, index: IndexEntry[]) {
  let offset = 0
  for await (const { record, index: entry } of eachPayloadOnce(recordsOf(blobs, manifest))) {
    const start = offset
    for await (const chunk of writeRecord(record)) {
      offset += chunk.length
      yield chunk
    }
    if (entry) index.push({ ...entry, offset: start, length: offset - start })
  }
}

/** What the site sent is often what the frozen page shows: its bytes are written once, and referred to after that. */
async function* eachPayloadOnce(filed: AsyncIterable<Filed>): AsyncGenerator<Filed> {
  const first = new Map<Digest, { url: string; date: Date }>()
  for await (const one of filed) {
    const { record, index } = one
    const { digest, sizeBytes } = record.payload
    const isAnswer = record.type === 'response' || record.type === 'resource'
    if (
      !isAnswer ||
      index === null ||
      index.request !== null ||
      digest === null ||
      sizeBytes < MIN_REVISIT_BYTES
    ) {
      yield one
      continue
    }
    const before = first.get(digest)
    if (!before) first.set(digest, index)
    const isItself = before?.url === index.url && before.date.getTime() === index.date.getTime()
    yield before && !isItself ? revisitOf(record, index, before) : one
  }
}

/** @see WARC 1.1, section 6.7.2: a revisit by equal payload */
function revisitOf(
  record: WarcRecord,
  index: NonNullable<Filed['index']>,
  before: { url: string; date: Date },
): Filed {
  const head = record.head ?? Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: ${record.contentType}\r\n\r\n`)
  return {
    record: {
      ...record,
      type: 'revisit',
      contentType: 'application/http; msgtype=response',
      headers: [
        ...(record.headers ?? []),
        ['WARC-Profile', 'http://netpreserve.org/warc/1.1/revisit/identical-payload-digest'],
        ['WARC-Refers-To-Target-URI', before.url],
        ['WARC-Refers-To-Date', before.date.toISOString()],
      ],
      head,
      payload: { digest: record.payload.digest, sizeBytes: 0, open: () => [] },
    },
    index: { ...index, contentType: 'warc/revisit' },
  }
}

async function* recordsOf(blobs: Blobs, manifest: Manifest): AsyncGenerator<Filed> {
  yield { record: warcinfo(manifest), index: null }
  for (const exchange of manifest.exchanges) {
    if (!/^https?:/i.test(exchange.url) || exchange.httpStatus === null || exchange.failure !== null) continue
    yield* recordsOfExchange(blobs, exchange, dateOf(manifest, exchange.startedMs))
  }
  yield* recordsOfArtifacts(blobs, manifest)
}

function warcinfo({ snapshot }: Manifest): WarcRecord {
  const text = headerLines([
    ['software', SOFTWARE],
    ['format', 'WARC File Format 1.1'],
    ['conformsTo', 'http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/'],
    ['isPartOf', snapshot.id],
  ])
  return {
    type: 'warcinfo',
    date: new Date(snapshot.capturedAt),
    contentType: 'application/warc-fields',
    headers: [['WARC-Filename', WARC_NAME]],
    head: Buffer.from(text),
    payload: NO_PAYLOAD,
  }
}

async function* recordsOfExchange(blobs: Blobs, exchange: Exchange, date: Date): AsyncGenerator<Filed> {
  const payload = await payloadOf(blobs, exchange.digest, exchange.sizeBytes)
  const sent = await payloadOf(
    blobs,
    exchange.requestBody?.digest ?? null,
    exchange.requestBody?.sizeBytes ?? 0,
  )
  if (payload === null || sent === null) return
  const about = { targetUri: exchange.url, date }
  const response: WarcRecord = {
    ...about,
    type: 'response',
    contentType: 'application/http; msgtype=response',
    headers: exchange.remoteAddress === null ? [] : [['WARC-IP-Address', exchange.remoteAddress]],
    head: responseHead(exchange, payload.sizeBytes),
    payload,
  }
  const query = exchange.requestBody && (await blobs.read(exchange.requestBody.digest))
  const hasRequest = exchange.method !== 'GET' && exchange.method !== 'HEAD'
  const request = hasRequest
    ? { method: exchange.method, query: query ? requestQuery(exchange, query) : '' }
    : null
  yield {
    record: response,
    index: {
      url: exchange.url,
      date,
      contentType: exchange.contentType,
      httpStatus: exchange.httpStatus,
      digest: payload.digest && `sha256:${payload.digest}`,
      request,
    },
  }
  yield {
    record: {
      ...about,
      type: 'request',
      contentType: 'application/http; msgtype=request',
      headers: [['WARC-Concurrent-To', recordId(response)]],
      head: requestHead(exchange, sent.sizeBytes),
      payload: sent,
    },
    index: null,
  }
}

/** Null when the blob is not there (any more). */
async function payloadOf(blobs: Blobs, digest: Digest | null, sizeBytes: number): Promise<Payload | null> {
  if (digest === null) return NO_PAYLOAD
  const found = await blobs.open(digest)
  found?.stream.destroy()
  if (found?.sizeBytes !== sizeBytes) return null
  return {
    digest,
    sizeBytes,
    async open() {
      const blob = await blobs.open(digest)
      if (!blob) throw new Error(`blob ${digest} went away`)
      return blob.stream
    },
  }
}

function responseHead({ httpStatus, statusText, responseHeaders }: Exchange, sizeBytes: number): Buffer {
  const headers = responseHeaders.flatMap(([name, value]): Headers => {
    // What the server said of the transfer stays readable under another name.
    return TRANSFER_HEADER.test(name) ? [[`X-Archive-Orig-${name}`, value]] : [[name, value]]
  })
  const lines = headerLines([...headers, ['Content-Length', String(sizeBytes)]])
  return Buffer.from(`HTTP/1.1 ${httpStatus} ${statusText.replaceAll(/[\r\n]/g, ' ')}\r\n${lines}\r\n`)
}

function requestHead({ method, url, requestHeaders }: Exchange, sizeBytes: number): Buffer {
  const { host, pathname, search } = new URL(url)
  const rest = requestHeaders.filter(([name]) => !/^(?:host|content-length|transfer-encoding)$/i.test(name))
  const length: Headers = sizeBytes > 0 ? [['Content-Length', String(sizeBytes)]] : []
  const lines = headerLines([['Host', host], ...rest, ...length])
  return Buffer.from(`${method} ${pathname}${search} HTTP/1.1\r\n${lines}\r\n`)
}

/** The frozen page with its parts under an address of its own, and the picture under the name that players know. */
async function* recordsOfArtifacts(blobs: Blobs, manifest: Manifest): AsyncGenerator<Filed> {
  const date = mainDateOf(manifest)
  for (const { kind, digest, contentType, sizeBytes } of manifest.artifacts) {
    const url = addressOfArtifact(manifest, kind, digest)
    if (url === null) continue
    const kept = isPatch(contentType)
      ? { type: PICTURE_TYPE, payload: await pastedPayload(blobs, { digest, contentType }) }
      : { type: contentType, payload: await payloadOf(blobs, digest, sizeBytes) }
    if (kept.payload === null) continue
    const { type, payload } = kept
    yield {
      record: { type: 'resource', targetUri: url, date, contentType: type, payload },
      index: {
        url,
        date,
        contentType: type,
        httpStatus: 200,
        digest: `sha256:${payload.digest}`,
        request: null,
      },
    }
  }
}

async function pastedPayload(blobs: Blobs, kept: { digest: Digest; contentType: string }) {
  const picture = await readPicture(blobs, kept)
  return picture && { digest: sha256(picture), sizeBytes: picture.length, open: () => [picture] }
}

function addressOfArtifact(manifest: Manifest, kind: string, digest: Digest): string | null {
  if (kind === 'page') return frozenUrlOf(manifest)
  if (kind.startsWith('part:')) return `${FROZEN_ORIGIN}/${manifest.snapshot.id}/${digest}`
  if (kind === 'screenshot') return `urn:view:${mainUrlOf(manifest)}`
  if (kind === 'thumbnail') return `urn:thumbnail:${mainUrlOf(manifest)}`
  return null
}

const frozenUrlOf = ({ snapshot }: Manifest) => `${FROZEN_ORIGIN}/${snapshot.id}/`

async function pageLines(blobs: Blobs, manifest: Manifest): Promise<string> {
  const text = manifest.artifacts.find(({ kind }) => kind === 'text')
  const words = text && text.sizeBytes <= MAX_TEXT_BYTES ? String((await blobs.read(text.digest)) ?? '') : ''
  const title = manifest.article.title ?? manifest.link.canonicalUrl
  const ts = mainDateOf(manifest).toISOString()
  const lines = [
    { format: 'json-pages-1.0', id: 'pages', title: 'All Pages', hasText: true },
    { id: manifest.snapshot.id, url: mainUrlOf(manifest), ts, title, text: words },
    { id: `${manifest.snapshot.id}-frozen`, url: frozenUrlOf(manifest), ts, title: `${title} (frozen)` },
  ]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

const withoutFragment = (url: string) => url.replace(/#.*$/s, '')
const mainUrlOf = ({ snapshot }: Manifest) => withoutFragment(snapshot.finalUrl ?? snapshot.url)

/** Players look a page up by URL and second: the one of its document. */
function mainDateOf(manifest: Manifest): Date {
  const url = mainUrlOf(manifest)
  const main = manifest.exchanges.find((exchange) => exchange.url === url && exchange.digest !== null)
  return dateOf(manifest, main?.startedMs ?? 0)
}

/** A capture ends when it is dated, and begins as long before as it took. */
function dateOf({ snapshot }: Manifest, startedMs: number): Date {
  const endMs = Date.parse(snapshot.capturedAt)
  return new Date(Math.min(endMs, endMs - snapshot.durationMs + startedMs))
}
