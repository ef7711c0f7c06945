// What happens in the actor's library, as it happens: the one stream behind all cards of a page.
import { eventStream } from '#lib/api/event-stream.ts'
import { requestContext } from '#app/_server/context.ts'

export async function GET(request: Request): Promise<Response> {
  const { actor, events } = await requestContext()
  if (actor.kind === 'anonymous') return new Response(null, { status: 401 })
  const { libraryId } = actor
  return eventStream((signal) => events.watchLibrary(libraryId, signal), request.signal)
}
