// Puts the inspector's scattered words about one request together: its redirects, its true headers, its answer, its end.
import type { CapturedExchange } from './capture.ts'
import type { NetworkEvent, SeenRequest, SeenResponse } from './network-events.ts'

/** Answers of our own proxy, which no site gave. */
const PROXY_STATUS = 407
/** Headers that say who asked or by which way, and not what: they are kept nowhere. */
const PRIVATE_HEADER = /^(?:cookie|authorization|set-cookie2?|proxy-.*|:.*)$/i

/** One request and its answer, as far as it was seen; a redirected request is several of them. */
interface Hop {
  request: SeenRequest
  startedAtMs: number
  resourceType: string
  response: SeenResponse | null
}

/** A request from its first address to its end, whichever targets spoke of it. */
export interface Flow {
  hops: Hop[]
  requestHeaders: Record<string, string>[]
  responseHeaders: { statusCode: number; headers: Record<string, string> }[]
  /** Decoded bytes that the page was given so far. */
  dataBytes: number
}

export interface Flows {
  of(requestId: string): Flow | undefined
  all(): Iterable<Flow>
  sent(event: NetworkEvent<'Network.requestWillBeSent'>): void
  sentHeaders(event: NetworkEvent<'Network.requestWillBeSentExtraInfo'>): void
  answered(event: NetworkEvent<'Network.responseReceived'>): void
  answeredHeaders(event: NetworkEvent<'Network.responseReceivedExtraInfo'>): void
}

/** Follows all requests of a capture. Events of one request may come in any order, and from several targets. */
export function followRequests(): Flows {
  const flows = new Map<string, Flow>()
  const flowOf = (requestId: string) => {
    const known = flows.get(requestId)
    if (known) return known
    const flow: Flow = { hops: [], requestHeaders: [], responseHeaders: [], dataBytes: 0 }
    flows.set(requestId, flow)
    return flow
  }
  return {
    of: (requestId) => flows.get(requestId),
    all: () => flows.values(),
    sent({ requestId, request, wallTime, type, redirectResponse }) {
      const { hops } = flowOf(requestId)
      const last = hops.at(-1)
      if (last && redirectResponse) last.response = redirectResponse
      // A worker's script is announced by its page and once more by the worker.
      else if (last) return
      hops.push({ request, startedAtMs: wallTime * 1_000, resourceType: type ?? 'Other', response: null })
    },
    sentHeaders: ({ requestId, headers }) => void flowOf(requestId).requestHeaders.push(headers),
    answered({ requestId, response }) {
      const last = flowOf(requestId).hops.at(-1)
      if (last) last.response ??= response
    },
    answeredHeaders: ({ requestId, headers, statusCode }) =>
      void flowOf(requestId).responseHeaders.push({ statusCode, headers }),
  }
}

/** The part of an exchange that its events alone tell; bodies and failures are added by who has them. */
export type ExchangeHead = Omit<CapturedExchange, 'requestBody' | 'sizeBytes' | 'digest' | 'failure'>

/** Heads of the exchanges of a flow, redirects first. `startedMs` counts from `epochMs`. */
export function headsOf(flow: Flow, epochMs: number): ExchangeHead[] {
  // The proxy's challenge is an answer that no hop knows; the request that met it was sent again.
  const isSent = (_: unknown, at: number) => flow.responseHeaders[at]?.statusCode !== PROXY_STATUS
  const sent = flow.requestHeaders.filter(isSent)
  const answered = flow.responseHeaders.filter(({ statusCode }) => statusCode !== PROXY_STATUS)
  // What came from a cache has no true headers: then the ones that the page saw have to do.
  const areTrue = sent.length === flow.hops.length
  return flow.hops.map(({ request, startedAtMs, resourceType, response }, at) => {
    const answer = answered.length === flow.hops.length ? answered[at] : undefined
    const headers = headerList(answer?.headers ?? response?.headers ?? {})
    return {
      url: request.url,
      method: request.method,
      resourceType: resourceType.toLowerCase(),
      requestHeaders: headerList((areTrue ? sent[at] : null) ?? request.headers),
      httpStatus: (answer?.statusCode ?? response?.status) || null,
      statusText: response?.statusText ?? '',
      protocol: response?.protocol ?? null,
      responseHeaders: headers,
      contentType: headerOf(headers, 'content-type') ?? (response?.mimeType || null),
      startedMs: Math.max(0, Math.round(startedAtMs - epochMs)),
      remoteAddress: null,
    }
  })
}

/** Names as the site wrote them, one entry per value. */
function headerList(headers: Record<string, string>): [string, string][] {
  return Object.entries(headers)
    .filter(([name]) => !PRIVATE_HEADER.test(name))
    .flatMap(([name, values]) => values.split('\n').map((value): [string, string] => [name, value]))
}

/** The value of a header, whatever the case of its name. */
export function headerOf(headers: Iterable<readonly [string, string]>, name: string): string | null {
  for (const [key, value] of headers) if (key.toLowerCase() === name) return value
  return null
}
