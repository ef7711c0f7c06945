// Writes WARC records (ISO 28500, version 1.1), each a gzip member of its own, so that one can be read without the others.
import { createGzip } from 'node:zlib'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sha256, type Digest } from '#lib/kernel/digest.ts'

export type Headers = [name: string, value: string][]

export interface WarcRecord {
  type: 'warcinfo' | 'request' | 'response' | 'resource' | 'revisit'
  /** Absent for `warcinfo`. */
  targetUri?: string
  date: Date
  contentType: string
  /** More WARC headers, e.g. `WARC-Concurrent-To`. */
  headers?: Headers
  /** What precedes the payload inside the block: the HTTP start line and headers. */
  head?: Buffer
  payload: Payload
}

/** `digest` null: it is computed by nobody, because there are no bytes. Those of a revisit are in another record. */
export interface Payload {
  digest: Digest | null
  sizeBytes: number
  open(): Promise<AsyncIterable<Uint8Array>> | AsyncIterable<Uint8Array> | Iterable<Uint8Array>
}

export const NO_PAYLOAD: Payload = { digest: null, sizeBytes: 0, open: () => [] }

/** A name of this record that the same record has again in another export: from its kind, place and content. */
export function recordId({ type, targetUri, date, head, payload }: WarcRecord): string {
  const hex = sha256([type, targetUri, date.toISOString(), payload.digest, sha256(head ?? '')].join('\n'))
  // RFC 9562, section 5.8: version 8 is free for whoever makes it.
  const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16)
  const id = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    variant + hex.slice(17, 20),
    hex.slice(20, 32),
  ]
  return `<urn:uuid:${id.join('-')}>`
}

/** The record as one gzip member. The payload must have exactly the bytes that it announces. */
export async function* writeRecord(record: WarcRecord): AsyncGenerator<Buffer> {
  const gzip = createGzip()
  const packing = pipeline(Readable.from(partsOf(record)), gzip)
  // A failure reaches the reader as the error of the stream.
  packing.catch(() => {})
  yield* gzip
  await packing
}

async function* partsOf(record: WarcRecord) {
  const { payload, head = Buffer.alloc(0) } = record
  const headers: Headers = [
    ['WARC-Type', record.type],
    ['WARC-Record-ID', recordId(record)],
    ['WARC-Date', record.date.toISOString()],
    ...(record.targetUri === undefined ? [] : ([['WARC-Target-URI', record.targetUri]] satisfies Headers)),
    ...(payload.digest === null
      ? []
      : ([['WARC-Payload-Digest', `sha256:${payload.digest}`]] satisfies Headers)),
    ...(record.headers ?? []),
    ['Content-Type', record.contentType],
    ['Content-Length', String(head.length + payload.sizeBytes)],
  ]
  yield Buffer.from(`WARC/1.1\r\n${headerLines(headers)}\r\n`)
  if (head.length > 0) yield head
  let sizeBytes = 0
  for await (const chunk of await payload.open()) {
    sizeBytes += chunk.byteLength
    yield chunk
  }
  if (sizeBytes !== payload.sizeBytes)
    throw new Error(`payload has ${sizeBytes} bytes, not ${payload.sizeBytes}`)
  yield Buffer.from('\r\n\r\n')
}

/** Lines of headers; a line break inside a value would be a header of somebody else's making. */
export function headerLines(headers: Headers): string {
  return headers.map(([name, value]) => `${name}: ${value.replaceAll(/[\r\n]+/g, ' ')}\r\n`).join('')
}
