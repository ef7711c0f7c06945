// Artifacts over HTTP: bytes of strangers, served so that no browser takes them for a page of ours.
import type { Readable } from 'node:stream'
import type { ArtifactAnswer } from '#lib/usecases/snapshots/read-artifact.ts'

const GUARDS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  // Nothing loads and nothing runs; opened by itself the document has an origin of nobody.
  'content-security-policy':
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
} as const

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

/** The answer for an artifact: a redirect to the replay, 304 for what the caller has, or the bytes as a stream. */
export async function artifactResponse(answer: ArtifactAnswer, request: Request): Promise<Response> {
  if (answer.kind === 'redirect')
    return new Response(null, {
      status: 302,
      headers: { location: answer.location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' },
    })
  const etag = `"${answer.digest}"`
  const caching = {
    etag,
    // A finished snapshot never changes; private, because the next reader may not be allowed.
    'cache-control': 'private, max-age=31536000, immutable',
    vary: 'Authorization, Cookie',
  }
  if (matches(request.headers.get('if-none-match'), etag))
    return new Response(null, { status: 304, headers: caching })
  const headers = {
    ...GUARDS,
    ...caching,
    'content-type': answer.contentType,
    'content-length': String(answer.sizeBytes),
  }
  if (request.method === 'HEAD') return new Response(null, { headers })
  return new Response(bodyOf(await answer.open()), { headers })
}
