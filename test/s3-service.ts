// An S3 service for tests, over loopback and in memory: path style, version 4 signatures checked as the manual says, lists
// in short pages. It can be told to fail.
// See docs.aws.amazon.com/AmazonS3/latest/API: sig-v4-header-based-auth.html, API_ListObjectsV2.html.
import { createHash, createHmac } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

const BUCKET = 'snapshots'
const ACCESS_KEY_ID = 'AKIATEST'
const SECRET_ACCESS_KEY = 'a secret for tests/with+signs='
const REGION = 'eu-test-1'
/** Fewer than the client asks for, as a service may answer. */
const PAGE_KEYS = 16

interface StoredObject {
  bytes: Buffer
  modified: Date
}

type Handle = (request: IncomingMessage, response: ServerResponse) => unknown

export interface S3Service {
  /** As settings of the product, without the prefix. */
  settings: { endpoint: string; bucket: string; region: string; accessKeyId: string; secretAccessKey: string }
  /** By key. */
  objects: Map<string, StoredObject>
  /** Since the start, as `METHOD path`. */
  requests: string[]
  /** What is done with the next requests instead of serving them; then it goes on as before. */
  failNext(...ways: Handle[]): void
  stop(): Promise<void>
}

/** Starts it on a port of its own. */
export async function startS3Service(): Promise<S3Service> {
  const objects = new Map<string, StoredObject>()
  const failures: Handle[] = []
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    return (failures.shift() ?? serve(objects))(request, response)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    settings: {
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      bucket: BUCKET,
      region: REGION,
      accessKeyId: ACCESS_KEY_ID,
      secretAccessKey: SECRET_ACCESS_KEY,
    },
    objects,
    requests,
    failNext: (...ways) => void failures.push(...ways),
    async stop() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

/** Answers as a service that refuses. */
export const refuse =
  (status: number, code: string): Handle =>
  (_request, response) =>
    response
      .writeHead(status, { 'content-type': 'application/xml' })
      .end(`<Error><Code>${code}</Code></Error>`)

/** Ends the connection without an answer. */
export const hangUp: Handle = (request) => request.socket.destroy()

/** Promises a whole object and ends the connection in the middle of it. */
export const breakOff: Handle = (_request, response) => {
  response.writeHead(200, { 'content-length': 1_000 }).write('half', () => response.destroy())
}

const serve =
  (objects: Map<string, StoredObject>): Handle =>
  async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://a')
    const [, bucket, key = ''] = /^\/([^/]+)\/?(.*)$/.exec(decodeURIComponent(url.pathname)) ?? []
    const body = await buffer(request).catch(() => null) // the client went away: nothing is stored
    if (body === null) return response.destroy()
    if (!isSigned(request, url)) return refuse(403, 'SignatureDoesNotMatch')(request, response)
    if (bucket !== BUCKET) return refuse(404, 'NoSuchBucket')(request, response)
    if (key === '') return response.setHeader('content-type', 'application/xml').end(listXml(objects, url))
    const found = objects.get(key)
    if (request.method === 'PUT') {
      if (Number(request.headers['content-length']) !== body.length)
        return refuse(411, 'MissingContentLength')(request, response)
      objects.set(key, { bytes: body, modified: new Date() })
      return response.end()
    }
    if (request.method === 'DELETE') {
      objects.delete(key)
      return response.writeHead(204).end()
    }
    if (!found) return refuse(404, 'NoSuchKey')(request, response)
    const [, start, end] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
    const bytes = start ? found.bytes.subarray(Number(start), Number(end) + 1) : found.bytes
    return response.writeHead(start ? 206 : 200, { 'content-length': bytes.length }).end(bytes)
  }

function listXml(objects: Map<string, StoredObject>, { searchParams }: URL): string {
  const prefix = searchParams.get('prefix') ?? ''
  const after = searchParams.get('continuation-token') ?? searchParams.get('start-after') ?? ''
  const keys = [...objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort()
  const page = keys.slice(0, Math.min(PAGE_KEYS, Number(searchParams.get('max-keys') ?? 1_000)))
  const entries = page.map((key) => {
    const { bytes, modified } = objects.get(key) ?? { bytes: Buffer.alloc(0), modified: new Date(0) }
    return `<Contents><Key>${key}</Key><LastModified>${modified.toISOString()}</LastModified><ETag>&quot;x&quot;</ETag>
      <Size>${bytes.length}</Size><StorageClass>STANDARD</StorageClass></Contents>`
  })
  const isTruncated = page.length < keys.length
  return `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">
    <IsTruncated>${isTruncated}</IsTruncated>${entries.join('')}
    ${isTruncated ? `<NextContinuationToken>${page.at(-1)}</NextContinuationToken>` : ''}</ListBucketResult>`
}

/** The signature of the request, computed again from what arrived. */
function isSigned({ method, headers }: IncomingMessage, url: URL): boolean {
  const [, accessKeyId, date, region, signedNames, signature] =
    /^AWS4-HMAC-SHA256 Credential=(\w+)\/(\d{8})\/([\w-]+)\/s3\/aws4_request, SignedHeaders=([\w;-]+), Signature=(\w+)$/.exec(
      headers.authorization ?? '',
    ) ?? []
  if (accessKeyId !== ACCESS_KEY_ID || region !== REGION || !signedNames?.split(';').includes('host'))
    return false
  const escape = (text: string) =>
    encodeURIComponent(text).replace(
      /[!'()*]/g,
      (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
    )
  const canonical = [
    method,
    url.pathname,
    [...url.searchParams]
      .map(([name, value]) => `${escape(name)}=${escape(value)}`)
      .sort()
      .join('&'),
    ...signedNames.split(';').map((name) => `${name}:${headers[name]}`),
    '',
    signedNames,
    headers['x-amz-content-sha256'],
  ].join('\n')
  const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  const scope = `${date}/${region}/s3/aws4_request`
  const toSign = [
    'AWS4-HMAC-SHA256',
    headers['x-amz-date'],
    scope,
    createHash('sha256').update(canonical).digest('hex'),
  ].join('\n')
  const key = scope.split('/').reduce<string | Buffer>(hmac, `AWS4${SECRET_ACCESS_KEY}`)
  return hmac(key, toSign).toString('hex') === signature
}
