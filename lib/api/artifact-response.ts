// Artifacts over HTTP: bytes of strangers, served so that no browser takes them for a page of ours.
import type { Readable } from 'node:stream'
import { MADE_KINDS, type ArtifactKind } from '#lib/contract/snapshot.ts'
import { parseRange } from '#lib/replay/byte-range.ts'
import type { ArtifactAnswer } from '#lib/usecases/snapshots/read-artifact.ts'

const GUARDS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  // Nothing loads and nothing runs; opened by itself the document has an origin of nobody.
  'content-security-policy':
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
} as const

const SAVED: ReadonlySet<ArtifactKind> = new Set([...MADE_KINDS, 'file'])

/** What may be made again from the same page: forms, and the words when the extractor has learned. */
const MAY_CHANGE: ReadonlySet<ArtifactKind> = new Set(['article', 'text', ...MADE_KINDS])

const matches = (header: string | null, etag: string) =>
  header !== null &&
  header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag || one.trim() === '*')

/** A Node stream as the body of a Response: pulled as fast as the caller reads, closed when they go away. */
function bodyOf(stream: Readable): ReadableStream<Uint8Array> {
  const chunks = stream.iterator({ destroyOnReturn: true })
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
    cancel() {
      stream.destroy()
    },
  })
}

/** The range asked for; with `If-Range`, only of the very bytes that the caller began to read (RFC 9110, 13.1.5). */
function rangeOf({ headers }: Request, etag: string, sizeBytes: number) {
  const condition = headers.get('if-range')
  return condition !== null && condition !== etag ? null : parseRange(headers.get('range'), sizeBytes)
}

const escapeExtended = (name: string) =>
  encodeURIComponent(name).replaceAll(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)

/**
 * Files are saved under the name of the page (RFC 6266, the name in Unicode as in RFC 8187); documents of strangers are
 * never opened in place. What our own pages show stays inline.
 */
function dispositionOf({ form, fileName }: Extract<ArtifactAnswer, { kind: 'bytes' }>): string {
  const ascii = fileName.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_')
  const kind = SAVED.has(form) ? 'attachment' : 'inline'
  return `${kind}; filename="${ascii}"; filename*=UTF-8''${escapeExtended(fileName)}`
}

/**
 * The answer for an artifact: a redirect to the replay, 202 for what is being made, 304 for what the caller has, or the
 * bytes as a stream.
 */
export async function artifactResponse(answer: ArtifactAnswer, request: Request): Promise<Response> {
  if (answer.kind === 'redirect')
    return new Response(null, {
      status: 302,
      headers: { location: answer.location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    })
  if (answer.kind === 'pending')
    return new Response(null, {
      status: 202,
      headers: { 'retry-after': String(answer.retryAfterSeconds), 'cache-control': 'no-store' },
    })
  const etag = `"${answer.digest}"`
  const caching = {
    etag,
    // Private, because the next reader may not be allowed. What the capture made never changes; what is made of it does
    // when its maker learns.
    'cache-control': MAY_CHANGE.has(answer.form)
      ? 'private, no-cache'
      : 'private, max-age=31536000, immutable',
    vary: 'Authorization, Cookie',
  }
  if (matches(request.headers.get('if-none-match'), etag))
    return new Response(null, { status: 304, headers: caching })
  const range = rangeOf(request, etag, answer.sizeBytes)
  const headers: Record<string, string> = {
    ...GUARDS,
    ...caching,
    'content-type': answer.contentType,
    'content-disposition': dispositionOf(answer),
    'accept-ranges': 'bytes',
  }
  if (range === 'unsatisfiable')
    return new Response(null, {
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${answer.sizeBytes}` },
    })
  const { start, end } = range ?? { start: 0, end: answer.sizeBytes - 1 }
  headers['content-length'] = String(end - start + 1)
  if (range) {
    headers['content-range'] = `bytes ${start}-${end}/${answer.sizeBytes}`
    // Next's server compresses text as it goes out, also 206: then the range would not be these bytes.
    headers['cache-control'] += ', no-transform'
  }
  const status = range ? 206 : 200
  if (request.method === 'HEAD') return new Response(null, { status, headers })
  return new Response(bodyOf(await answer.open(range ?? undefined)), { status, headers })
}
