// Keeps the bytes that the browser itself received, because a second fetch gets other bytes: links work once, pictures ask
// for a Referer, answers depend on cookies or on a POST, blob: URLs are revoked.
import type { BrowserContext, CDPSession, Page, Request } from 'playwright'
import type { z } from 'zod'
import type { PutBlob } from '#lib/blobs/blob-store.ts'
import type { CaptureBudget } from '#lib/config/load-config.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { ERROR_RULES } from '#lib/kernel/errors.ts'
import { runAtMost } from '#lib/kernel/run-at-most.ts'
import { REFUSAL_HEADER } from '#lib/net/egress-state.ts'
import type { CapturedExchange, CapturedResource } from './capture.ts'
import { followRequests, headerOf, headsOf, type Flow } from './follow-requests.ts'
import { bodyOfMissed, flowOfMissed, watchMissedRequests } from './missed-requests.ts'
import { networkEvents, type NetworkEvent, type SeenRequest, type SeenResponse } from './network-events.ts'
import { openChannels, type Channel } from './open-channels.ts'
import {
  needsStream,
  storeBody,
  streamBody,
  takeBody,
  withSource,
  type BodyOutcome,
  type BodyStream,
} from './take-body.ts'

/** Small bodies that cross the pipe from the browser at the same time; each lies in memory whole. */
const BODIES_IN_FLIGHT = 4
const MAX_ALL_SOURCES_BYTES = 32 * 1024 * 1024
const REWRITTEN_TYPE = /^(text\/css|image\/svg\+xml)\b/i
/** What a page sends away is kept up to here: questions to an API, not uploads. */
const MAX_REQUEST_BODY_BYTES = 64 * 1024
/** Open for as long as the page is: their answers have no end to wait for. */
const ENDLESS_TYPES = new Set(['EventSource', 'WebSocket'])
/** Of a request that still ran when its page was frozen. */
const UNFINISHED = 'unfinished'

export interface RecordedBody {
  digest: Digest
  /** As the server said it: untrusted, null when it said nothing. */
  contentType: string | null
  sizeBytes: number
}

export interface Recording {
  /**
   * Every request so far, in the order of ending; a redirected one once, under its last URL. Those that still run come
   * last, as lost: what they bring is no part of the capture.
   */
  resources(): CapturedResource[]
  /** The same requests with all that was seen of them; each hop of a redirect is an exchange of its own. */
  exchanges(): CapturedExchange[]
  /**
   * The newest whole body that a GET for this URL received, redirects followed; null when there is none.
   *
   * @param url  absolute, also blob:; a fragment is ignored
   */
  bodyOf(url: string): RecordedBody | null
  /** The bytes of a recorded style sheet or SVG file, for rewriting; null for everything else. */
  sourceOf(url: string): { bytes: Buffer; contentType: string } | null
  /**
   * Waits until every body that has ended is stored. Requests that are still running are not waited for.
   *
   * @throws AppError `disk_full`, or what else the blob store throws
   */
  settled(signal: AbortSignal): Promise<void>
  dispose(): void
}

interface Ended {
  resource: CapturedResource
  flow: Flow
  requestBody: CapturedExchange['requestBody']
}

/**
 * Listens to all frames and workers of `page`; call it before the first navigation.
 *
 * Large bodies and those of unknown length are streamed into the store while they come; small ones are taken whole once
 * they are there. Bytes that are neither in a stream nor in one of the browser's buffers are lost, and listed as lost.
 *
 * @param onProgress  told after each stored or lost body
 */
export async function recordResponses(
  context: BrowserContext,
  page: Page,
  options: {
    put: PutBlob
    budget: CaptureBudget
    /** A session of the page that others listen to as well: each one more hears of every request. */
    session?: CDPSession
    onProgress(progress: { resources: number; bytes: number }): void
  },
): Promise<Recording> {
  const { put } = options
  const maxBytes = options.budget.maxResourceBytes
  const epochMs = Date.now()
  const ended = new Map<string, Ended>()
  const listed = new Set<string>()
  const heardEnds = new WeakSet<Flow>()
  const bodies = new Map<string, RecordedBody>()
  const sources = new Map<string, { bytes: Buffer; contentType: string }>()
  const streams = new Map<string, BodyStream>()
  const inFlight = runAtMost(BODIES_IN_FLIGHT)
  const flows = followRequests()
  const waiting = { count: 0 }
  let keptBytes = 0
  let sourceBytes = 0
  let storeError: unknown = null
  let isDisposed = false

  // What a keeper throws is the store's failure, which ends the capture: settled() tells it.
  const inTurn = (keeper: () => Promise<void>) =>
    void inFlight.run(() => keeper().catch((error) => void (storeError ??= error)))

  function list(flow: Flow, resource: CapturedResource, requestBody: Ended['requestBody'] = null) {
    const key = [resource.method, requestBody?.digest, resource.digest, resource.url].join(' ')
    if (!ended.has(key)) ended.set(key, { resource, flow, requestBody })
    listed.add(`${resource.method} ${resource.url}`)
    options.onProgress({ resources: ended.size, bytes: keptBytes })
  }

  function remember(flow: Flow, body: RecordedBody, source: Buffer | null, isError: boolean) {
    const keepSource = source !== null && sourceBytes + source.length <= MAX_ALL_SOURCES_BYTES
    if (keepSource) sourceBytes += source.length
    for (const { request } of flow.hops) {
      const key = withoutFragment(request.url)
      // Browsers draw the picture of a 404 answer; but a link that worked once is not spoilt by a later refusal.
      if (isError && bodies.has(key)) continue
      bodies.set(key, body)
      if (keepSource) sources.set(key, { bytes: source, contentType: body.contentType ?? '' })
    }
  }

  async function outcomeOf(channel: Channel, requestId: string, flow: Flow, encodedBytes: number) {
    const { response } = flow.hops.at(-1)!
    const stream = streams.get(requestId)
    streams.delete(requestId)
    const streamed: BodyOutcome | null | undefined = await stream?.finish(flow.dataBytes)
    if (streamed) return streamed
    if (Math.max(Number(declaredLength(response) ?? 0), flow.dataBytes) > maxBytes)
      return { failure: 'too_large' as const }
    const isEmpty = flow.dataBytes === 0 && saysEmpty(flow, encodedBytes)
    const facts = { requestId, contentType: typeOf(flow), wantsSource: isRewritten(flow) }
    return takeBody([...channels.durable(), channel], facts, { put, maxBytes, isEmpty })
  }

  async function keep(flow: Flow, outcome: BodyOutcome) {
    const facts = factsOf(flow)
    const requestBody = await keepRequestBody(flow.hops.at(-1)!.request, put)
    const refusal = refusalOf(flow)
    if (refusal !== null) {
      const nothing = { httpStatus: null, contentType: null, sizeBytes: 0, digest: null }
      return list(flow, { ...facts, ...nothing, failure: refusal }, requestBody)
    }
    if ('failure' in outcome) {
      return list(flow, { ...facts, sizeBytes: 0, digest: null, failure: outcome.failure }, requestBody)
    }
    const { digest, sizeBytes } = outcome.stored
    keptBytes += sizeBytes
    if (facts.method === 'GET' && isWhole(flow)) {
      const body = { digest, sizeBytes, contentType: facts.contentType }
      remember(flow, body, outcome.source, (facts.httpStatus ?? 0) >= 400)
    }
    list(flow, { ...facts, sizeBytes, digest, failure: null }, requestBody)
  }

  function onAnswer(
    channel: Channel,
    { requestId, type, response }: NetworkEvent<'Network.responseReceived'>,
  ) {
    const flow = flows.of(requestId)
    if (!flow || flow.hops.length === 0 || ENDLESS_TYPES.has(type) || streams.has(requestId)) return
    const length = declaredLength(response)
    if (Number(length ?? 0) > maxBytes || !needsStream(length, isEncoded(response))) return
    const facts = { requestId, contentType: typeOf(flow), wantsSource: isRewritten(flow) }
    streams.set(requestId, streamBody(channel, facts, { put, maxBytes, waiting }))
  }

  function onEnd(
    channel: Channel,
    { requestId, encodedDataLength }: NetworkEvent<'Network.loadingFinished'>,
  ) {
    const flow = flows.of(requestId)
    if (!flow || flow.hops.length === 0 || !isRecorded(flow)) return
    heardEnds.add(flow)
    inTurn(async () => keep(flow, await outcomeOf(channel, requestId, flow, encodedDataLength)))
  }

  async function keepMissed(request: Request) {
    const flow = await flowOfMissed(request)
    if (!isRecorded(flow)) return
    const failure = request.failure()?.errorText
    if (failure) return list(flow, { ...factsOf(flow), sizeBytes: 0, digest: null, failure })
    const bytes = await bodyOfMissed(request)
    if (bytes === null) return keep(flow, { failure: 'body_gone' })
    if (bytes.length > maxBytes) return keep(flow, { failure: 'too_large' })
    const outcome = await storeBody(put, bytes, { contentType: typeOf(flow) })
    await keep(flow, withSource(outcome, bytes, isRewritten(flow)))
  }

  function onFailed({ requestId, errorText, blockedReason }: NetworkEvent<'Network.loadingFailed'>) {
    const flow = flows.of(requestId)
    streams.get(requestId)?.abort()
    streams.delete(requestId)
    if (!flow || flow.hops.length === 0 || !isRecorded(flow)) return
    heardEnds.add(flow)
    const failure = errorText || `blocked:${blockedReason ?? 'other'}`
    list(flow, { ...factsOf(flow), sizeBytes: 0, digest: null, failure })
  }

  /** Requests without an end so far, except those that need none. */
  function unfinished(): Ended[] {
    const running = [...flows.all()].filter((flow) => !heardEnds.has(flow) && flow.hops.length > 0)
    return running.filter(isAwaited).map((flow) => {
      const resource = { ...factsOf(flow), sizeBytes: 0, digest: null, failure: UNFINISHED }
      return { flow, resource, requestBody: null }
    })
  }

  const handlers: Record<string, (channel: Channel, params: unknown) => void> = {
    'Network.requestWillBeSent': heard(networkEvents['Network.requestWillBeSent'], (_, event) =>
      flows.sent(event),
    ),
    'Network.requestWillBeSentExtraInfo': heard(
      networkEvents['Network.requestWillBeSentExtraInfo'],
      (_, event) => flows.sentHeaders(event),
    ),
    'Network.responseReceived': heard(networkEvents['Network.responseReceived'], (channel, event) => {
      flows.answered(event)
      onAnswer(channel, event)
    }),
    'Network.responseReceivedExtraInfo': heard(
      networkEvents['Network.responseReceivedExtraInfo'],
      (_, event) => flows.answeredHeaders(event),
    ),
    'Network.dataReceived': heard(
      networkEvents['Network.dataReceived'],
      (_, { requestId, dataLength, data }) => {
        const flow = flows.of(requestId)
        if (flow) flow.dataBytes += dataLength
        if (data) streams.get(requestId)?.push(Buffer.from(data, 'base64'))
      },
    ),
    'Network.loadingFinished': heard(networkEvents['Network.loadingFinished'], onEnd),
    'Network.loadingFailed': heard(networkEvents['Network.loadingFailed'], (_, event) => onFailed(event)),
  }
  const missed = watchMissedRequests(page)
  const channels = await openChannels(context, page, options.session ?? null, (channel, method, params) => {
    if (!isDisposed) handlers[method]?.(channel, params)
  })

  return {
    // A copy: pages that poll go on answering while the capture is being stored, and those bodies are no part of it.
    resources: () => [...ended.values(), ...unfinished()].map(({ resource }) => resource),
    exchanges: () => [...ended.values(), ...unfinished()].flatMap((end) => exchangesOf(end, epochMs)),
    bodyOf: (url) => bodies.get(withoutFragment(url)) ?? null,
    sourceOf: (url) => sources.get(withoutFragment(url)) ?? null,
    async settled(signal) {
      await inFlight.idle(signal)
      for (const request of missed.take((method, url) => listed.has(`${method} ${url}`)))
        inTurn(() => keepMissed(request))
      await inFlight.idle(signal)
      if (storeError !== null) throw storeError
    },
    dispose() {
      isDisposed = true
      missed.dispose()
      for (const stream of streams.values()) stream.abort()
      channels.close()
    },
  }
}

/** A handler of what has passed the schema of its event; what has not, no Chromium said. */
function heard<T>(schema: z.ZodType<T>, handler: (channel: Channel, event: T) => void) {
  return (channel: Channel, params: unknown) => {
    const event = schema.safeParse(params)
    if (event.success) handler(channel, event.data)
  }
}

/** The redirects of a request, which have no bodies, and its last exchange, which has what was kept. */
function exchangesOf({ flow, resource, requestBody }: Ended, epochMs: number): CapturedExchange[] {
  return headsOf(flow, epochMs).map((head, at, { length }) =>
    at === length - 1
      ? { ...head, ...resource, requestBody }
      : { ...head, requestBody: null, sizeBytes: 0, digest: null, failure: null },
  )
}

function factsOf(flow: Flow): Pick<CapturedResource, 'url' | 'method' | 'httpStatus' | 'contentType'> {
  const { request, response } = flow.hops.at(-1)!
  const httpStatus = (response?.status ?? flow.responseHeaders.at(-1)?.statusCode) || null
  return { url: request.url, method: request.method, httpStatus, contentType: typeOf(flow) }
}

/** What was sent, as a blob of its own; null when it is large, a file, or nothing. */
async function keepRequestBody(request: SeenRequest, put: PutBlob): Promise<CapturedExchange['requestBody']> {
  const parts = request.postDataEntries ?? []
  const isPlain = parts.length > 0 && parts.every(({ bytes }) => bytes !== undefined)
  const bytes = isPlain
    ? Buffer.concat(parts.map(({ bytes = '' }) => Buffer.from(bytes, 'base64')))
    : Buffer.from(request.postData ?? '')
  if (bytes.length === 0 || bytes.length > MAX_REQUEST_BODY_BYTES) return null
  const outcome = await storeBody(put, bytes, { contentType: headerIn(request.headers, 'content-type') })
  if ('failure' in outcome) return null
  const { digest, sizeBytes } = outcome.stored
  return { digest, sizeBytes }
}

function withoutFragment(url: string): string {
  const at = url.indexOf('#')
  return at === -1 ? url : url.slice(0, at)
}

/** data: URLs carry their bytes themselves; what the browser shows of its own is nobody's page. */
const isRecorded = (flow: Flow) => /^(https?|blob):/i.test(flow.hops.at(-1)!.request.url)

const isAwaited = (flow: Flow) => isRecorded(flow) && !ENDLESS_TYPES.has(flow.hops.at(-1)!.resourceType)

const isRewritten = (flow: Flow) => REWRITTEN_TYPE.test(typeOf(flow) ?? '')

/** Why our own proxy answered in place of the site; null when it did not. */
function refusalOf(flow: Flow): string | null {
  const { response } = flow.hops.at(-1)!
  const code = headerIn(response?.headers ?? flow.responseHeaders.at(-1)?.headers, REFUSAL_HEADER)
  return code !== null && Object.hasOwn(ERROR_RULES, code) ? code : null
}

const headerIn = (headers: Record<string, string> | undefined, name: string) =>
  headerOf(Object.entries(headers ?? {}), name)

function typeOf(flow: Flow): string | null {
  const { request, response } = flow.hops.at(-1)!
  // The script of a worker is answered before anybody listens to that worker: its true headers are known all the same.
  const headers = response?.headers ?? flow.responseHeaders.at(-1)?.headers
  const type = headerIn(headers, 'content-type')
  return type ?? (request.url.startsWith('blob:') ? response?.mimeType || null : null)
}

const declaredLength = (response: SeenResponse | null) => headerIn(response?.headers, 'content-length')

const isEncoded = (response: SeenResponse) =>
  (headerIn(response.headers, 'content-encoding') ?? 'identity') !== 'identity'

/** Is this all of the resource, and not one range of it? */
function isWhole(flow: Flow): boolean {
  const { response } = flow.hops.at(-1)!
  if (response?.status !== 206) return true
  const range = /^bytes 0-(\d+)\/(\d+)$/.exec(headerIn(response.headers, 'content-range') ?? '')
  return range !== null && Number(range[1]) === Number(range[2]) - 1
}

/** Does the answer itself say that it has no bytes? */
function saysEmpty(flow: Flow, encodedBytes: number): boolean {
  const { request, response } = flow.hops.at(-1)!
  const status = response?.status ?? 0
  const isBodiless = request.method === 'HEAD' || status === 204 || status === 205 || status === 304
  return isBodiless || declaredLength(response) === '0' || encodedBytes <= 0
}
