// The only way out for a browser: a loopback proxy of one capture that checks, pins and counts every connection.
import { once } from 'node:events'
import {
  createServer,
  request as openRequest,
  type ClientRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import { request as openTlsRequest } from 'node:https'
import { connect } from 'node:net'
import { pipeline, type Duplex } from 'node:stream'
import { timingSafeEqual } from 'node:crypto'
import { withDeadline } from '#lib/kernel/deadline.ts'
import { AppError, toAppError } from '#lib/kernel/errors.ts'
import { newSecret } from '#lib/kernel/ids.ts'
import { portOf, type AddressPolicy, type PinnedAddress } from './address-policy.ts'
import { absoluteForm, openTunnel, UpstreamRefusal } from './upstream-proxy.ts'

/** Chromium itself gives a connection four minutes; a host that drops packets must not cost the whole capture. */
const CONNECT_TIMEOUT_MS = 20_000
const MAX_HEADER_BYTES = 256 * 1024
const USERNAME = 'capture'
/** Tells a refusal of ours from an answer of a site in network logs; only with a refusal on record it means anything. */
export const REFUSAL_HEADER = 'x-linkhome-refusal'
const HOP_BY_HOP =
  /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|x-linkhome-refusal)$/i

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

interface EgressOptions {
  /** When more has passed, everything is cut and nothing more let through. */
  maxBytes: number
  onOverBudget?: () => void
  /** An operator's forward proxy, asked for what is public after it has been checked; null for none. */
  upstream?: URL | null
}

/**
 * Opens the proxy of one capture on a free port of 127.0.0.1: CONNECT for TLS and WebSockets, absolute-form requests for
 * plain HTTP. TLS stays end to end. Refused targets are answered 403, what could not be reached 502.
 */
export async function openEgressProxy(policy: AddressPolicy, options: EgressOptions): Promise<EgressProxy> {
  const password = newSecret()
  const proxy = new ProxyState(policy, options, `${USERNAME}:${password}`)
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

/** What all connections of one proxy share. */
class ProxyState {
  readonly refusals = new Map<string, AppError>()
  readonly addresses = new Map<string, string>()
  readonly stopped = new AbortController()
  bytes = 0
  connections = 0
  isOverBudget = false
  private readonly sockets = new Set<Duplex>()
  private readonly policy: AddressPolicy
  readonly upstream: URL | null
  /** Ports to which the upstream proxy has refused a tunnel: plain HTTP there is asked in the other form from then on. */
  readonly portsWithoutTunnel = new Set<number>()
  private readonly budget: EgressOptions
  private readonly authorization: Buffer

  constructor(policy: AddressPolicy, budget: EgressOptions, credentials: string) {
    this.policy = policy
    this.upstream = budget.upstream ?? null
    this.budget = budget
    this.authorization = Buffer.from(`Basic ${Buffer.from(credentials).toString('base64')}`)
  }

  isAuthorized(request: IncomingMessage): boolean {
    const given = Buffer.from(request.headers['proxy-authorization'] ?? '')
    return given.length === this.authorization.length && timingSafeEqual(given, this.authorization)
  }

  /** Checks a target anew for each connection, so that a second DNS answer cannot move it inside the network. */
  async admit(host: string, port: number): Promise<PinnedAddress> {
    this.connections += 1
    if (this.isOverBudget) throw this.tooLarge()
    const pinned = await this.policy.resolve(host, port, this.stopped.signal)
    this.addresses.set(hostPort(host, port), pinned.address)
    return pinned
  }

  track(socket: Duplex): void {
    this.sockets.add(socket)
    // A reset by either side ends its pair through the pipeline; there is nobody else to tell.
    socket.on('error', () => {})
    socket.once('close', () => this.sockets.delete(socket))
    if (this.stopped.signal.aborted) socket.destroy()
  }

  count(bytes: number): void {
    this.bytes += bytes
    if (this.bytes <= this.budget.maxBytes || this.isOverBudget) return
    this.isOverBudget = true
    this.cut()
    this.budget.onOverBudget?.()
  }

  stop(): void {
    this.stopped.abort(new AppError('cancelled'))
    this.cut()
  }

  tooLarge(): AppError {
    return new AppError('too_large', { limitBytes: this.budget.maxBytes })
  }

  private cut(): void {
    for (const socket of this.sockets) socket.destroy()
  }
}

async function tunnel(proxy: ProxyState, request: IncomingMessage, client: Duplex, head: Buffer) {
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
    const upstream = await connectTo(proxy, await proxy.admit(target.host, target.port), target)
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

async function connectTo(
  proxy: ProxyState,
  pinned: PinnedAddress,
  target: { host: string; port: number },
): Promise<Duplex> {
  return proxy.upstream && pinned.isPublic
    ? connectThrough(proxy, proxy.upstream, pinned, target)
    : connectDirectly(proxy, pinned, target)
}

async function connectThrough(
  proxy: ProxyState,
  upstream: URL,
  pinned: PinnedAddress,
  target: { host: string; port: number },
): Promise<Duplex> {
  try {
    const socket = await openTunnel(upstream, { ...pinned, port: target.port }, proxy.stopped.signal)
    proxy.track(socket)
    return socket
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('connection_failed', { host: target.host, reason: 'upstream_proxy' }, { cause })
  }
}

async function connectDirectly(
  proxy: ProxyState,
  pinned: PinnedAddress,
  target: { host: string; port: number },
): Promise<Duplex> {
  const socket = connect({ host: pinned.address, port: target.port, family: pinned.family })
  proxy.track(socket)
  try {
    await withDeadline(CONNECT_TIMEOUT_MS, proxy.stopped.signal, (signal) =>
      once(socket, 'connect', { signal }),
    )
    return socket
  } catch (cause) {
    socket.destroy()
    if (cause instanceof AppError) throw cause
    throw new AppError('connection_failed', { host: target.host }, { cause })
  }
}

async function forward(proxy: ProxyState, request: IncomingMessage, response: ServerResponse) {
  if (!proxy.isAuthorized(request)) {
    response.writeHead(407, { 'proxy-authenticate': 'Basic realm="capture"', 'content-length': 0 }).end()
    return
  }
  const url = URL.parse(request.url ?? '')
  if (url?.protocol !== 'http:') {
    response.writeHead(400).end()
    return
  }
  const key = hostPort(url.hostname, portOf(url))
  try {
    const answer = await askUpstream(proxy, url, request)
    passHead(answer, response, url.hostname)
    proxy.refusals.delete(key)
    answer.on('data', (chunk: Buffer) => proxy.count(chunk.length))
    pipeline(answer, response, () => {
      // A body that broke off breaks off for the browser as well: the pipeline has destroyed the other end.
    })
  } catch (error) {
    const refusal = remember(proxy, key, error)
    if (response.destroyed) return
    // A reason of its own: one of the site's that could not be written would be written again.
    const headers = { [REFUSAL_HEADER]: refusal.code, 'content-length': 0 }
    response.writeHead(statusOf(refusal), 'Refused', headers).end()
  }
}

async function askUpstream(proxy: ProxyState, url: URL, request: IncomingMessage): Promise<IncomingMessage> {
  const upstream = await openUpstream(proxy, url, request)
  request.on('data', (chunk: Buffer) => proxy.count(chunk.length))
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    upstream.once('response', resolve)
    upstream.once('error', reject)
    upstream.once('close', () => reject(new Error('closed without an answer')))
  })
  pipeline(request, upstream, () => {
    // A broken upload is told by `answered`.
  })
  return answered.catch((cause) => {
    throw new AppError('empty_response', { host: url.hostname }, { cause })
  })
}

/** One connection for one request: a kept one may be closed by the server just when it is used again. */
async function openUpstream(proxy: ProxyState, url: URL, request: IncomingMessage): Promise<ClientRequest> {
  const target = { host: url.hostname, port: portOf(url) }
  const pinned = await proxy.admit(target.host, target.port)
  const passed = {
    method: request.method,
    setHost: false,
    maxHeaderSize: MAX_HEADER_BYTES,
    // Old servers send bytes in headers that a strict parser refuses and every browser takes.
    insecureHTTPParser: true,
  }
  const headers = endToEndHeaders(request)
  if (!proxy.portsWithoutTunnel.has(target.port) || !pinned.isPublic)
    try {
      const socket = await connectTo(proxy, pinned, target)
      const path = `${url.pathname}${url.search}`
      return openRequest({ ...passed, createConnection: () => socket, path, headers })
    } catch (error) {
      const refusal = error instanceof AppError ? error.cause : null
      if (!(refusal instanceof UpstreamRefusal && refusal.isAboutThePort)) throw error
      proxy.portsWithoutTunnel.add(target.port)
    }
  if (!proxy.upstream) throw new Error('nobody refused a tunnel')
  const { headerLines, ...where } = absoluteForm(proxy.upstream, url)
  const open = where.protocol === 'https:' ? openTlsRequest : openRequest
  const upstream = open({ ...passed, ...where, headers: [...headers, ...headerLines] })
  upstream.once('socket', (socket) => proxy.track(socket))
  return upstream
}

/** Status and headers as they came; what cannot be said again in HTTP (status 000, bytes of zero) is no answer. */
function passHead(answer: IncomingMessage, response: ServerResponse, host: string): void {
  try {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, endToEndHeaders(answer))
  } catch (cause) {
    answer.destroy()
    throw new AppError('empty_response', { host }, { cause })
  }
}

/** Headers as they came, names, order and bytes, without those that speak of the connection. */
function endToEndHeaders(message: IncomingMessage): string[] {
  const headers: string[] = []
  const isChunked = message.headers['transfer-encoding'] !== undefined
  for (let index = 0; index < message.rawHeaders.length; index += 2) {
    const name = message.rawHeaders[index]!
    if (HOP_BY_HOP.test(name) || (isChunked && /^content-length$/i.test(name))) continue
    headers.push(name, message.rawHeaders[index + 1]!)
  }
  return headers
}

function remember(proxy: ProxyState, key: string, error: unknown): AppError {
  const refusal = proxy.isOverBudget ? proxy.tooLarge() : toAppError(error)
  proxy.refusals.set(key, refusal)
  return refusal
}

const statusOf = (refusal: AppError) =>
  refusal.code === 'blocked_address' || refusal.code === 'too_large' ? 403 : 502

const hostPort = (host: string, port: number) => `${host.toLowerCase().replace(/^\[(.*)\]$/, '$1')}:${port}`

function parseTarget(authority: string): { host: string; port: number } | null {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(authority) ?? []
  return host === undefined || Number(port) > 65_535 || Number(port) < 1 ? null : { host, port: Number(port) }
}

function portOfServer(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the egress proxy has no port')
  return address.port
}
