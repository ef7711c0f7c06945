// Alive: the process answers. Asks nobody, so that a database that is away does not get the web restarted.
export const dynamic = 'force-dynamic'

export function GET(): Response {
  return Response.json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } })
}
