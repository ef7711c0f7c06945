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
  let isRead = true
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const tell = (text: string) => controller.enqueue(encoder.encode(text))
      const end = () => stop.abort()
      gone.addEventListener('abort', end, { once: true })
      if (gone.aborted) end()
      const keepAlive = setInterval(() => tell(KEEP_ALIVE), KEEP_ALIVE_MS)
      stop.signal.addEventListener('abort', () => clearInterval(keepAlive), { once: true })
      try {
        tell(RETRY)
        for await (const event of follow(stop.signal)) {
          if (stop.signal.aborted) break
          tell(toLines(event))
        }
        stop.abort()
        if (isRead) controller.close()
      } catch (error) {
        stop.abort()
        if (isRead) controller.error(error)
      } finally {
        gone.removeEventListener('abort', end)
      }
    },
    cancel() {
      isRead = false
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
