// Requests that a test sends through an egress proxy, as a browser would.
import { once } from 'node:events'
import { request as openRequest, type IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { EgressProxy } from '#lib/net/egress-proxy.ts'

export const authorizationOf = ({ username, password }: EgressProxy) =>
  `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`

/** Asks for `url` in absolute form, under the proxy's credentials unless other headers are given. */
export async function askThrough(
  proxy: EgressProxy,
  url: string,
  options: { method?: string; body?: string; headers?: Record<string, string> } = {},
): Promise<IncomingMessage> {
  const request = openRequest({
    host: '127.0.0.1',
    port: new URL(proxy.server).port,
    path: url,
    method: options.method ?? 'GET',
    agent: false,
    headers: { host: new URL(url).host, 'proxy-authorization': authorizationOf(proxy), ...options.headers },
  })
  request.end(options.body)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return response
}

/** Asks for a tunnel to `authority`. Whoever asks ends the socket. */
export async function tunnelThrough(
  proxy: EgressProxy,
  authority: string,
): Promise<{ status: number; socket: Socket }> {
  const request = openRequest({
    host: '127.0.0.1',
    port: new URL(proxy.server).port,
    method: 'CONNECT',
    path: authority,
    agent: false,
    headers: { 'proxy-authorization': authorizationOf(proxy) },
  })
  request.end()
  const [response, socket] = (await once(request, 'connect')) as [IncomingMessage, Socket]
  return { status: response.statusCode ?? 0, socket }
}
