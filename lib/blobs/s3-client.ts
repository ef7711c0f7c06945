// Talks to one bucket of an S3 service: signs, streams, tries again, and turns what went wrong into errors of ours.
import { createReadStream } from 'node:fs'
import { Agent as HttpAgent, request as requestHttp, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as requestHttps } from 'node:https'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { AwsV4Signer } from 'aws4fetch'
import { AppError } from '#lib/kernel/errors.ts'

/** Where the bucket is, and how to get in. */
export interface S3Settings {
  /** Origin of the service, with a path when it has one; the bucket's name is the next part of the path. */
  endpoint: string
  region: string
  bucket: string
  /** Before all keys, without a slash at its ends; may be empty. */
  prefix: string
  accessKeyId: string
  secretAccessKey: string
  sessionToken: string | null
}

export interface S3Request {
  method: 'GET' | 'PUT' | 'DELETE'
  /** Below the prefix; empty for the bucket itself. */
  key: string
  query?: Record<string, string>
  headers?: Record<string, string>
  body?: Buffer | { path: string; sizeBytes: number }
}

export interface S3Answer {
  /** The answer's bytes, to be read to their end or destroyed; null for 404. */
  body: IncomingMessage | null
  /** Did the service keep to the range that was asked for (206)? */
  isRange: boolean
}

export interface S3Client {
  /**
   * Sends a request, again after 5xx, 429 and lost connections. Every request that the store makes may be sent twice.
   *
   * @throws AppError `unavailable` when the service refuses or does not answer, `disk_full` when it has no room
   */
  send(request: S3Request): Promise<S3Answer>
}

const ATTEMPTS = 4
const FIRST_PAUSE_MS = 200
/** A service that is silent for this long while a request is sent, or before it answers, is away. */
const SILENCE_MS = 20_000
/** While an answer is read: whoever reads it may pause, as a browser does that plays a video. */
const READING_SILENCE_MS = 120_000
const SOCKETS = 32
/** Answers of errors are short; what is longer tells nothing more. */
const MAX_ERROR_BYTES = 16 * 1024

const PASSING = new Set([408, 425, 429, 500, 502, 503, 504])
const NO_ROOM = /<Code>(QuotaExceeded|XMinioStorageFull|InsufficientStorage)<\/Code>/

/** Opens the client; connections are made when they are needed and kept. */
export function openS3Client(settings: S3Settings, pauseMs = FIRST_PAUSE_MS): S3Client {
  const isTls = settings.endpoint.startsWith('https:')
  const agent = new (isTls ? HttpsAgent : HttpAgent)({ keepAlive: true, maxSockets: SOCKETS })
  const exchange = async (sent: S3Request): Promise<IncomingMessage> => {
    const { url, headers } = await sign(settings, sent)
    return perform(isTls ? requestHttps : requestHttp, { url, headers, agent, sent })
  }
  return {
    async send(sent) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await settle(sent, await exchange(sent))
        } catch (cause) {
          if (cause instanceof AppError) throw cause
          if (attempt === ATTEMPTS) throw new AppError('unavailable', {}, { cause })
          // Half of the pause is chance, so that many who failed together do not come back together.
          await delay(pauseMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2))
        }
      }
    },
  }
}

/** Path style: every service knows it, also for buckets whose names have dots. */
async function sign(
  { endpoint, bucket, prefix, ...keys }: S3Settings,
  { method, key, query, headers }: S3Request,
) {
  const url = new URL(endpoint)
  const place = key === '' ? [bucket] : [bucket, prefix, key].filter(Boolean)
  url.pathname = [url.pathname.replace(/\/$/, ''), ...place].join('/')
  for (const [name, value] of Object.entries(query ?? {})) url.searchParams.set(name, value)
  const signer = new AwsV4Signer({
    method,
    url: url.href,
    headers: headers ?? {},
    service: 's3',
    region: keys.region,
    accessKeyId: keys.accessKeyId,
    secretAccessKey: keys.secretAccessKey,
    ...(keys.sessionToken ? { sessionToken: keys.sessionToken } : {}),
  })
  return signer.sign()
}

async function perform(
  request: typeof requestHttp,
  { url, headers, agent, sent }: { url: URL; headers: Headers; agent: HttpAgent; sent: S3Request },
): Promise<IncomingMessage> {
  const { method, body } = sent
  const sizeBytes = body === undefined ? 0 : Buffer.isBuffer(body) ? body.length : body.sizeBytes
  const outgoing = request(url, {
    method,
    agent,
    timeout: SILENCE_MS,
    headers: { ...Object.fromEntries(headers), ...(method === 'PUT' ? { 'content-length': sizeBytes } : {}) },
  })
  outgoing.on('timeout', () => outgoing.destroy(new Error('the service is silent')))
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    outgoing.once('response', (response) => {
      outgoing.setTimeout(READING_SILENCE_MS)
      resolve(response)
    })
    outgoing.on('error', reject)
  })
  // An answer may come before the body has been sent: then the answer counts.
  if (body === undefined || Buffer.isBuffer(body)) outgoing.end(body)
  else pipeline(createReadStream(body.path), outgoing).catch((error: Error) => outgoing.destroy(error))
  return answer
}

/** An answer to be used, or what it says as an error: an AppError when asking again is of no use. */
async function settle({ method }: S3Request, answer: IncomingMessage): Promise<S3Answer> {
  const status = answer.statusCode ?? 0
  if (status >= 200 && status < 300) {
    if (method !== 'GET') answer.resume()
    return { body: answer, isRange: status === 206 }
  }
  const said = await text(firstBytes(answer)).catch(() => '')
  const code = /<Code>(\w+)<\/Code>/.exec(said)?.[1] ?? ''
  if (status === 404 && code !== 'NoSuchBucket') return { body: null, isRange: false }
  const cause = new Error(`the blob store answered ${status} ${code}`.trim())
  if (status === 507 || NO_ROOM.test(said)) throw new AppError('disk_full', {}, { cause })
  if (PASSING.has(status)) throw cause
  throw new AppError('unavailable', {}, { cause })
}

async function* firstBytes(stream: Readable): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const chunk of stream) {
    yield chunk
    bytes += chunk.length
    if (bytes > MAX_ERROR_BYTES) return
  }
}
