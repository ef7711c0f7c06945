// The only way out for a browser: a loopback proxy of one capture that checks, pins and counts every connection.
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import { pipeline, type Duplex } from 'node:stream'
import type { AppError } from '#lib/kernel/errors.ts'
import { newSecret } from '#lib/kernel/ids.ts'
import type { AddressPolicy } from './address-policy.ts'
import {
  connectTo,
  EgressState,
  hostPort,
  MAX_HEADER_BYTES,
  REFUSAL_HEADER,
  remember,
  statusOf,
  type EgressOptions,
  type Target,
} from './egress-state.ts'
import { forward } from './forward-request.ts'

const USERNAME = 'capture'

export interface EgressProxy {
  /** `http://127.0.0.1:port` and the credentials that this capture alone knows. */
  server: string
  username: string
  password: string
  /** Why the last connection to this host and port did not come about; null when it did. */
  refusalOf(host: string, port: number): AppError | null
  /** The address of the last connection to this host and port; null when there was none. */
  addressOf(host: string, port: number): string | null
  /** Bytes that came in and went out so far, and connections asked for. */
  traffic(): { bytes: number; connections: number; isOverBudget: boolean }
  /** Cuts every connection and stops listening. */
  close(): Promise<void>
}

/**
 * Opens the proxy of one capture on a free port of 127.0.0.1: CONNECT for TLS and WebSockets, absolute-form requests for
 * plain HTTP. TLS stays end to end. Refused targets are answered 403, what could not be reached 502.
 */
export async function openEgressProxy(policy: AddressPolicy, options: EgressOptions): Promise<EgressProxy> {
  const password = newSecret()
  const proxy = new EgressState(policy, options, `${USERNAME}:${password}`)
  const server = createServer({
    maxHeaderSize: MAX_HEADER_BYTES,
    requestTimeout: 0,
    keepAliveTimeout: 60_000,
  })
  server.on('connection', (socket) => proxy.track(socket))
  server.on('connect', (request, socket, head) => void tunnel(proxy, request, socket, head))
  server.on('request', (request, response) => void forward(proxy, request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    server: `http://127.0.0.1:${portOfServer(server)}`,
    username: USERNAME,
    password,
    refusalOf: (host, port) => proxy.refusals.get(hostPort(host, port)) ?? null,
    addressOf: (host, port) => proxy.addresses.get(hostPort(host, port)) ?? null,
    traffic: () => ({
      bytes: proxy.bytes,
      connections: proxy.connections,
      isOverBudget: proxy.isOverBudget,
    }),
    async close() {
      proxy.stop()
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
}

async function tunnel(proxy: EgressState, request: IncomingMessage, client: Duplex, head: Buffer) {
  if (!proxy.isAuthorized(request)) {
    client.end(
      'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="capture"\r\nContent-Length: 0\r\n\r\n',
    )
    return
  }
  const target = parseTarget(request.url ?? '')
  if (!target) {
    client.end('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n')
    return
  }
  const key = hostPort(target.host, target.port)
  try {
    const upstream = await connectTo(proxy, target)
    proxy.refusals.delete(key)
    client.write('HTTP/1.1 200 Connection Established\r\n\r\n')
    if (head.length > 0) upstream.write(head)
    upstream.on('data', (chunk: Buffer) => proxy.count(chunk.length))
    client.on('data', (chunk: Buffer) => proxy.count(chunk.length))
    pipeline(client, upstream, client, () => {
      // Either end went away: the pipeline has destroyed the other.
    })
  } catch (error) {
    const refusal = remember(proxy, key, error)
    client.end(
      `HTTP/1.1 ${statusOf(refusal)} Refused\r\n${REFUSAL_HEADER}: ${refusal.code}\r\nContent-Length: 0\r\n\r\n`,
    )
  }
}

function parseTarget(authority: string): Target | null {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(authority) ?? []
  return host === undefined || Number(port) > 65_535 || Number(port) < 1 ? null : { host, port: Number(port) }
}

function portOfServer(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the egress proxy has no port')
  return address.port
}
