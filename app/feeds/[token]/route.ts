// GET /feeds/:token: a search as Atom or JSON Feed. No session is looked at: the address is the key.
import { openFeedDoor } from '#lib/api/feed-door.ts'
import { getRuntime } from '#app/_server/context.ts'

const open = openFeedDoor(getRuntime)

async function handle(request: Request, { params }: { params: Promise<{ token: string }> }) {
  return open(request, (await params).token)
}
export { handle as GET, handle as HEAD }
