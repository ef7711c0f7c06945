// What happens in the actor's library, as it happens: the one stream behind all cards of a page.
import { requestContext } from '#app/_server/context.ts'

/** Proxies drop connections that stay silent; a comment now and then keeps this one. */
const HEARTBEAT_MS = 20_000

export async function GET(request: Request): Promise<Response> {
  const { actor, events } = await requestContext()
  if (actor.kind === 'anonymous') return new Response(null, { status: 401 })
  const encoder = new TextEncoder()
  const closing = new AbortController()
  const signal = AbortSignal.any([request.signal, closing.signal])
  let heartbeat: NodeJS.Timeout | undefined

  const body = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => controller.enqueue(encoder.encode(text))
      send('retry: 2000\n\n')
      heartbeat = setInterval(() => send(': still here\n\n'), HEARTBEAT_MS)
      try {
        for await (const event of events.watchLibrary(actor.libraryId, signal))
          send(`data: ${JSON.stringify(event)}\n\n`)
      } finally {
        clearInterval(heartbeat)
      }
      if (!closing.signal.aborted) controller.close()
    },
    cancel() {
      clearInterval(heartbeat)
      closing.abort()
    },
  })
  return new Response(body, {
    headers: { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' },
  })
}
