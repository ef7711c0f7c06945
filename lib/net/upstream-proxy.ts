// An operator's forward proxy: asked after our own check, for the very address that was checked.
import { once } from 'node:events'
import { request as openRequest, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as openTlsRequest } from 'node:https'
import type { Duplex } from 'node:stream'
import { withDeadline } from '#lib/kernel/deadline.ts'
import type { PinnedAddress } from './address-policy.ts'

/** Proxies connect before they answer, and give a host that drops packets their own time. */
const TUNNEL_TIMEOUT_MS = 30_000

/** The proxy was reached and said no, by this status. */
export class UpstreamRefusal extends Error {
  override readonly name = 'UpstreamRefusal'
  readonly status: number

  constructor(status: number) {
    super(`the upstream proxy answered ${status}`)
    this.status = status
  }

  /**
   * No tunnels to this port, whoever asks: 403 and 405 are what Squid and others answer for ports other than 443. A 407 or
   * a 502 speaks of something else.
   */
  get isAboutThePort(): boolean {
    return this.status === 403 || this.status === 405 || this.status === 501
  }
}

/** What a request to the proxy needs, whichever kind it is. */
function addressed({ hostname, port, protocol, username, password }: URL): RequestOptions {
  const credentials = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port) || (protocol === 'https:' ? 443 : 80),
    agent: false,
    ...(username ? { headers: { 'proxy-authorization': `Basic ${credentials.toString('base64')}` } } : {}),
  }
}

const openerOf = ({ protocol }: URL) => (protocol === 'https:' ? openTlsRequest : openRequest)

/**
 * Opens a tunnel through the proxy (RFC 9110 section 9.3.6) to a checked address; the proxy resolves no name.
 *
 * @param upstream  `http:` or `https:`, with credentials when it wants them
 * @throws UpstreamRefusal; AppError `timeout`; what the connection to the proxy fails with; the signal's reason
 */
export async function openTunnel(
  upstream: URL,
  { address, family, port }: PinnedAddress & { port: number },
  signal: AbortSignal,
): Promise<Duplex> {
  const authority = family === 6 ? `[${address}]:${port}` : `${address}:${port}`
  const { headers, ...where } = addressed(upstream)
  const request = openerOf(upstream)({
    ...where,
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...headers },
  })
  try {
    return await withDeadline(TUNNEL_TIMEOUT_MS, signal, async (limited) => {
      request.end()
      const [response, socket, head] = (await once(request, 'connect', { signal: limited })) as [
        IncomingMessage,
        Duplex,
        Buffer,
      ]
      const status = response.statusCode ?? 0
      if (status < 200 || status > 299) {
        // It is no longer the request's, which is destroyed below.
        socket.destroy()
        throw new UpstreamRefusal(status)
      }
      if (head.length > 0) socket.unshift(head)
      return socket
    })
  } catch (error) {
    request.destroy()
    throw error
  }
}

/**
 * How a plain request is asked of a proxy that opens no tunnel to its port (RFC 9112 section 3.2.2). The proxy resolves
 * the name once more: what it may then reach is in its hands.
 */
export function absoluteForm(upstream: URL, url: URL): RequestOptions & { headerLines: string[] } {
  const { headers, ...where } = addressed(upstream)
  return {
    ...where,
    protocol: upstream.protocol,
    path: `${url.origin}${url.pathname}${url.search}`,
    headerLines: Object.entries(headers ?? {}).flatMap(([name, value]) => [name, String(value)]),
  }
}
