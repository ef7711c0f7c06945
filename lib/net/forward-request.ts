// Plain HTTP through the egress proxy, on connections to addresses that were checked.
import {
  request as openRequest,
  type ClientRequest,
  type ClientRequestArgs,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { request as openTlsRequest } from 'node:https'
import { pipeline } from 'node:stream'
import { AppError } from '#lib/kernel/errors.ts'
import { portOf } from './address-policy.ts'
import {
  connectTo,
  hostPort,
  MAX_HEADER_BYTES,
  REFUSAL_HEADER,
  remember,
  statusOf,
  type EgressState,
} from './egress-state.ts'
import type { KeptRequest } from './kept-connections.ts'
import { absoluteForm, UpstreamRefusal } from './upstream-proxy.ts'

const HOP_BY_HOP =
  /^(?:connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|x-linkhome-refusal)$/i
/** How a connection ends that its server had closed while it lay idle (RFC 9112 section 9.3.1). */
const BROKEN = new Set(['ECONNRESET', 'EPIPE'])
const PASSED = {
  setHost: false,
  maxHeaderSize: MAX_HEADER_BYTES,
  // Old servers send bytes in headers that a strict parser refuses and every browser takes.
  insecureHTTPParser: true,
}

/** What one request of the browser is about, in the hands of the functions below. */
interface Forwarding {
  state: EgressState
  url: URL
  request: IncomingMessage
  response: ServerResponse
}

/**
 * Asks for what an absolute-form request names and passes the answer on as it came. 407 without the capture's credentials,
 * 400 for what is not plain HTTP; a refusal carries `REFUSAL_HEADER` and is remembered.
 */
export async function forward(state: EgressState, request: IncomingMessage, response: ServerResponse) {
  if (!state.isAuthorized(request)) {
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
    const answer = await ask({ state, url, request, response })
    passHead(answer, response, url.hostname)
    state.refusals.delete(key)
    answer.on('data', (chunk: Buffer) => state.count(chunk.length))
    // A body that broke off breaks off for the browser as well. The other way round `answerOf` sees to it; `pipeline` would
    // do both, and make an error with a stack for each request that ends well.
    answer.once('error', () => response.destroy())
    answer.pipe(response)
  } catch (error) {
    const refusal = remember(state, key, error)
    if (response.destroyed) return
    // A reason of its own: one of the site's that could not be written would be written again.
    const headers = { [REFUSAL_HEADER]: refusal.code, 'content-length': 0 }
    response.writeHead(statusOf(refusal), 'Refused', headers).end()
  }
}

async function ask(what: Forwarding): Promise<IncomingMessage> {
  const { state, url } = what
  const port = portOf(url)
  if (state.portsWithoutTunnel.has(port) && (await state.admit(url.hostname, port)).isPublic)
    return askInAbsoluteForm(what)
  try {
    return await (isRepeatable(what.request) ? askOnKept(what) : askOnNew(what))
  } catch (error) {
    const refusal = error instanceof AppError ? error.cause : null
    if (!(refusal instanceof UpstreamRefusal && refusal.isAboutThePort)) throw error
    state.portsWithoutTunnel.add(port)
    return askInAbsoluteForm(what)
  }
}

/** Safe to be asked twice, and nothing of it has gone by when it is (RFC 9110 section 9.2.1). */
function isRepeatable(request: IncomingMessage): boolean {
  return !hasBody(request) && /^(?:GET|HEAD|OPTIONS)$/.test(request.method ?? '')
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) !== 0
}

/** A kept connection may have been closed by its server just when it is used again: then the same is asked on a new one. */
async function askOnKept(what: Forwarding): Promise<IncomingMessage> {
  const { state, url } = what
  const args: KeptRequest = {
    ...requestLine(what),
    agent: state.kept,
    host: url.hostname,
    port: portOf(url),
    connect: () => connect(what),
  }
  const asked = openRequest(args)
  try {
    const answer = await answerOf(asked, what)
    // Where two lengths are told nobody knows where the next answer begins (RFC 9112 section 6.3).
    if (answer.headers['content-length'] !== undefined && answer.headers['transfer-encoding'] !== undefined)
      asked.shouldKeepAlive = false
    return answer
  } catch (error) {
    const cause = error instanceof AppError ? error.cause : null
    const isBroken = cause instanceof Error && 'code' in cause && BROKEN.has(String(cause.code))
    if (!asked.reusedSocket || !isBroken || what.response.destroyed) throw error
    return askOnNew(what)
  }
}

async function askOnNew(what: Forwarding): Promise<IncomingMessage> {
  const socket = await connect(what)
  return answerOf(openRequest({ ...requestLine(what), createConnection: () => socket }), what)
}

async function askInAbsoluteForm(what: Forwarding): Promise<IncomingMessage> {
  const { state, url, request } = what
  if (!state.upstream) throw new Error('nobody refused a tunnel')
  const { headerLines, ...where } = absoluteForm(state.upstream, url)
  const open = where.protocol === 'https:' ? openTlsRequest : openRequest
  const asked = open({
    ...requestLine(what),
    ...where,
    headers: [...endToEndHeaders(request), ...headerLines],
  })
  asked.once('socket', (socket) => state.track(socket))
  return answerOf(asked, what)
}

const connect = ({ state, url }: Forwarding) => connectTo(state, { host: url.hostname, port: portOf(url) })

function requestLine({ url, request }: Forwarding): ClientRequestArgs {
  return {
    ...PASSED,
    method: request.method,
    path: `${url.pathname}${url.search}`,
    headers: endToEndHeaders(request),
  }
}

function answerOf(
  asked: ClientRequest,
  { state, url, request, response }: Forwarding,
): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  const fail = (cause: unknown) =>
    reject(
      cause instanceof AppError ? cause : new AppError('empty_response', { host: url.hostname }, { cause }),
    )
  let isAnswered = false
  asked.once('response', (answer) => {
    isAnswered = true
    resolve(answer)
  })
  asked.on('error', fail)
  asked.once('close', () => {
    if (!isAnswered) fail(null)
  })
  // A browser that no longer waits frees the site from its question.
  if (response.destroyed) asked.destroy()
  else response.once('close', () => asked.destroy())
  if (hasBody(request)) {
    request.on('data', (chunk: Buffer) => state.count(chunk.length))
    pipeline(request, asked, () => {
      // A broken upload is told by what is waited for.
    })
  } else asked.end()
  return promise
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
