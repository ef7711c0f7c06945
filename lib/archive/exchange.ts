// An exchange as it is kept: what a second capture finds again, apart from the moments that differ each time.
import { z } from 'zod'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const headers = z.array(z.tuple([z.string(), z.string()]))

/** One request and its answer. Each hop of a redirect is one, with neither digest nor failure. */
export const exchange = z.object({
  url: z.string(),
  method: z.string(),
  resourceType: z.string(),
  requestHeaders: headers,
  requestBody: z.object({ digest, sizeBytes: z.number().int() }).nullable(),
  httpStatus: z.number().int().nullable(),
  statusText: z.string(),
  protocol: z.string().nullable(),
  responseHeaders: headers,
  contentType: z.string().nullable(),
  sizeBytes: z.number().int(),
  digest: digest.nullable(),
  failure: z.string().nullable(),
  startedMs: z.number().int(),
  remoteAddress: z.string().nullable(),
})
export type Exchange = z.infer<typeof exchange>

export const stableExchange = exchange.omit({ startedMs: true, remoteAddress: true })
export type StableExchange = z.infer<typeof stableExchange>

/** Start, `Date` and `Expires` of an exchange: milliseconds, and seconds, from the beginning of the capture. */
export const moment = z.tuple([z.number().int(), z.number().int().nullable(), z.number().int().nullable()])
export type Moment = z.infer<typeof moment>

/**
 * Names of one passage through somebody's servers: of no use to a reader, other bytes at every capture, and apt to tell
 * who asked. They are not kept.
 */
const PASSING_HEADER =
  /^(?:age|via|cf-ray|nel|report-to|reporting-endpoints|server-timing|eagleid|alt-svc|.*(?:request|trace|log|correlation|transaction|span|session|invocation|amz-cf)-?(?:uu)?id|x-(?:timer|runtime|response-time|served-by|cache.*|swift-.*|nws-.*|amz-.*|azure-ref|tt-.*|ws-.*|via|upstream.*|rate-?limit.*)|rate-?limit-.*|traceparent|tracestate)$/i

const DATED_HEADERS = ['date', 'expires'] as const

/** Orders exchanges by what they are, and takes out what differs each time. */
export function splitExchanges(
  exchanges: readonly Exchange[],
  capturedAt: Date,
): { stable: StableExchange[]; moments: Moment[]; addresses: Record<string, string> } {
  const epochMs = secondsOf(capturedAt)
  const addresses: Record<string, string> = {}
  const split = exchanges.map(({ startedMs, remoteAddress, ...rest }) => {
    const host = URL.parse(rest.url)?.host
    if (host && remoteAddress) addresses[host] = remoteAddress
    const dates = DATED_HEADERS.map((name) => secondsOfHeader(rest.responseHeaders, name, epochMs))
    const kept = rest.responseHeaders.filter(([name, value]) => {
      const at = DATED_HEADERS.findIndex((dated) => dated === name.toLowerCase())
      return (at === -1 || dates[at] === null) && !isPassing(name, value)
    })
    const stable: StableExchange = { ...rest, responseHeaders: kept }
    const moment: Moment = [startedMs, dates[0] ?? null, dates[1] ?? null]
    return { stable, moment, key: orderOf(stable) }
  })
  split.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return { stable: split.map(({ stable }) => stable), moments: split.map(({ moment }) => moment), addresses }
}

/** Puts exchanges together again, the order of their starting. */
export function joinExchanges(
  stable: readonly StableExchange[],
  moments: readonly Moment[],
  addresses: Record<string, string>,
  capturedAt: Date,
): Exchange[] {
  const epochMs = secondsOf(capturedAt)
  return stable
    .map((exchange, at) => {
      const [startedMs, ...dates] = moments[at] ?? [0, null, null]
      const dated = DATED_HEADERS.flatMap((name, which): [string, string][] => {
        const seconds = dates[which] ?? null
        return seconds === null ? [] : [[name, new Date(epochMs + seconds * 1_000).toUTCString()]]
      })
      const responseHeaders = [...dated, ...exchange.responseHeaders]
      const remoteAddress = addresses[URL.parse(exchange.url)?.host ?? ''] ?? null
      return { ...exchange, responseHeaders, startedMs, remoteAddress }
    })
    .sort((a, b) => a.startedMs - b.startedMs)
}

function isPassing(name: string, value: string): boolean {
  // A policy with a nonce is another one each time, and good for scripts that are not run again.
  return PASSING_HEADER.test(name) || (/^content-security-policy/i.test(name) && value.includes("'nonce-"))
}

const orderOf = ({ url, method, requestBody, digest, httpStatus }: StableExchange) =>
  [url, method, requestBody?.digest ?? '', httpStatus ?? '', digest ?? ''].join(' ')

const secondsOf = (date: Date) => Math.floor(date.getTime() / 1_000) * 1_000

function secondsOfHeader(headers: StableExchange['responseHeaders'], wanted: string, epochMs: number) {
  const value = headers.find(([name]) => name.toLowerCase() === wanted)?.[1]
  const timeMs = value === undefined ? Number.NaN : Date.parse(value)
  return Number.isNaN(timeMs) ? null : Math.round((timeMs - epochMs) / 1_000)
}
