// Under which origins a browser may have opened us, by the host that it asked for.

/**
 * The origins of the request's `Host`. A browser writes that header and `Origin` by itself: a foreign page cannot make the
 * two agree, and a name of its own that leads to our address has none of our cookies. Both schemes, since TLS may end
 * before us.
 */
export function originsOfHost(request: Request): string[] {
  // A server's own name for itself may stand in `request.url`; the header is what the browser wrote.
  const host = request.headers.get('host') ?? new URL(request.url).host
  return [`http://${host}`, `https://${host}`]
}
