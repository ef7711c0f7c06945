// Events over HTTP: `text/event-stream` with ids, kept alive, ended when there is nothing more to tell.
import type { StoredEvent } from '#lib/contract/event.ts'

/** Proxies close connections that stay silent, often after 30 or 60 seconds. */
const KEEP_ALIVE_MS = 15_000
const KEEP_ALIVE = ': keep-alive\n\n'
/** How soon a browser comes back after a broken connection. */
const RETRY = 'retry: 2000\n\n'

/** One event as lines; its kind is in the data, so that `onmessage` hears all of them. */
function toLines({ id, snapshotId, at, event }: StoredEvent): string {
  return `id: ${id}\ndata: ${JSON.stringify({ snapshotId, at, ...event })}\n\n`
}

/**
 * The answer that tells the events as they come. It ends with them, and stops listening when the reader goes away.
 *
 * @param follow  begins to listen until its signal aborts
 */
export function eventStream(
  follow: (signal: AbortSignal) => AsyncIterable<StoredEvent>,
  gone: AbortSignal,
): Response {
  const stop = new AbortController()
  const encoder = new TextEncoder()
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const tell = (text: string) => controller.enqueue(encoder.encode(text))
      const keepAlive = setInterval(() => tell(KEEP_ALIVE), KEEP_ALIVE_MS)
      const end = () => stop.abort()
      gone.addEventListener('abort', end, { once: true })
      stop.signal.addEventListener('abort', () => clearInterval(keepAlive), { once: true })
      tell(RETRY)
      try {
        for await (const event of follow(stop.signal)) {
          if (stop.signal.aborted) return
          tell(toLines(event))
        }
        if (!stop.signal.aborted) controller.close()
      } catch (error) {
        if (!stop.signal.aborted) controller.error(error)
      } finally {
        gone.removeEventListener('abort', end)
        stop.abort()
      }
    },
    cancel() {
      stop.abort()
    },
  })
  return new Response(stream, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      // nginx would otherwise hold the events back to fill a buffer.
      'x-accel-buffering': 'no',
    },
  })
}
