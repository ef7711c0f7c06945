// Knows when a page's network is quiet, in spite of pollers, streams and requests that never end.
import { setTimeout as delay } from 'node:timers/promises'
import type { Page, Request } from 'playwright'

/** The same question more often than this is a poller. */
const POLLER_REPEATS = 3
/** An answer that takes longer belongs to a long poll or a dead host. */
const STALE_REQUEST_MS = 6_000
/** Open for as long as the page is, or of no effect on what it shows. */
const ENDLESS_TYPES = new Set(['websocket', 'eventsource', 'ping', 'media', 'cspviolationreport'])
const POLLING_TYPES = new Set(['fetch', 'xhr'])
/** How late an end may be noticed. */
const LOOK_AGAIN_MS = 20

export interface NetworkActivity {
  /** Milliseconds since the last request that matters began or ended; 0 while one is on its way. */
  quietForMs(): number
  /** Resolves when it has been quiet for `quietMs`, or the signal aborts. */
  quiet(quietMs: number, signal: AbortSignal): Promise<void>
  /** Milliseconds since any of them began or ended, whether others are on their way or not. */
  stalledForMs(): number
  /** Requests that matter, so far. */
  startedCount(): number
  /** Did the page open a connection through which it may be told something at any time? */
  hasStreams(): boolean
}

/** Listens to all frames of the page from now on; `onTooMany` is told once, when more than `maxRequests` were made. */
export function watchNetwork(
  page: Page,
  options: { maxRequests: number; onTooMany: () => void },
): NetworkActivity {
  const pending = new Map<Request, number>()
  const repeats = new Map<string, number>()
  let lastEventAt = performance.now()
  let requestCount = 0
  let startedCount = 0
  let hasStreams = false

  page.on('request', (request) => {
    requestCount += 1
    if (requestCount === options.maxRequests + 1) options.onTooMany()
    if (request.resourceType() === 'eventsource') hasStreams = true
    if (ENDLESS_TYPES.has(request.resourceType()) || isPoller(request, repeats)) return
    startedCount += 1
    pending.set(request, performance.now())
    lastEventAt = performance.now()
  })
  // These are no requests to Playwright.
  page.on('websocket', () => void (hasStreams = true))
  const onEnd = (request: Request) => {
    if (pending.delete(request)) lastEventAt = performance.now()
  }
  page.on('requestfinished', onEnd)
  page.on('requestfailed', onEnd)

  const quietForMs = () => {
    const now = performance.now()
    const isBusy = [...pending.values()].some((startedAt) => now - startedAt < STALE_REQUEST_MS)
    return isBusy ? 0 : now - lastEventAt
  }
  return {
    quietForMs,
    async quiet(quietMs, signal) {
      while (!signal.aborted && quietForMs() < quietMs) await delay(LOOK_AGAIN_MS)
    },
    stalledForMs: () => performance.now() - lastEventAt,
    startedCount: () => startedCount,
    hasStreams: () => hasStreams,
  }
}

function isPoller(request: Request, repeats: Map<string, number>): boolean {
  if (!POLLING_TYPES.has(request.resourceType())) return false
  const pattern = `${request.method()} ${request
    .url()
    .replace(/[?#].*$/, '')
    .replaceAll(/\d+/g, '#')}`
  const count = (repeats.get(pattern) ?? 0) + 1
  repeats.set(pattern, count)
  return count > POLLER_REPEATS
}
