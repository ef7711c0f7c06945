// GET /replay/:snapshotId/:token/:name: the bytes of a frozen page. No session is looked at: the address is the key.
import type { Readable } from 'node:stream'
import { getRuntime } from '#app/_server/context.ts'
import { errorMessage, pickLocale, translator } from '#lib/i18n/translate.ts'
import { AppError, toAppError } from '#lib/kernel/errors.ts'
import { openReplay } from '#lib/replay/open-replay.ts'
import { isReplayHost } from '#lib/replay/replay-host.ts'

interface Params {
  params: Promise<{ snapshotId: string; token: string; name: string }>
}

export async function GET(request: Request, { params }: Params): Promise<Response> {
  const runtime = await getRuntime()
  try {
    const { config, db, blobs, now } = runtime
    if (isReplayHost(config, request.headers.get('host')) === false) throw new AppError('not_found')
    if (config.secret === null) throw new Error('the web process has no secret to check addresses with')
    const deps = { db, blobs, secret: config.secret, appOrigin: config.baseUrl, now }
    const answer = await openReplay(deps, {
      ...(await params),
      // Next takes Content-Encoding off every answer of a route (server/send-response.js): zstd would arrive unnamed.
      acceptEncoding: null,
      range: request.headers.get('range'),
    })
    const { status, headers, body } = answer
    return new Response(body && toWebStream(body), { status, headers })
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code === 'internal') runtime.log.error('replay.failed', { error: thrown })
    return refuse(error, request)
  }
}

/** Reads on only when the client has taken what was sent; a client that leaves closes the file. */
function toWebStream(body: Readable): ReadableStream<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = body[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const next = await chunks.next()
      if (next.done) controller.close()
      else controller.enqueue(next.value)
    },
    cancel() {
      body.destroy()
    },
  })
}

/** A line of text in the reader's language: it may appear inside of the frame that shows the page. */
function refuse(error: AppError, request: Request): Response {
  const t = translator(pickLocale(null, request.headers.get('accept-language')))
  return new Response(`${errorMessage(t, error.code, error.detail)}\n`, {
    status: error.http,
    headers: {
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Security-Policy': "sandbox; default-src 'none'",
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    },
  })
}
