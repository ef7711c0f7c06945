// Requests that our own sessions did not see: Playwright lets a worker run as soon as it listens itself, and may be first.
import type { Page, Request } from 'playwright'
import type { Flow } from './follow-requests.ts'

export interface MissedRequests {
  /** Requests that ended since the last call and of which `isSeen` knows nothing. */
  take(isSeen: (method: string, url: string) => boolean): Request[]
  dispose(): void
}

/** Remembers what Playwright heard of; call it before the first navigation. */
export function watchMissedRequests(page: Page): MissedRequests {
  let ended: Request[] = []
  const onEnd = (request: Request) => void ended.push(request)
  page.on('requestfinished', onEnd)
  page.on('requestfailed', onEnd)
  return {
    take(isSeen) {
      const missed = ended.filter((request) => !isSeen(request.method(), request.url()))
      ended = []
      return missed.filter((request) => request.redirectedTo() === null)
    },
    dispose() {
      page.off('requestfinished', onEnd)
      page.off('requestfailed', onEnd)
    },
  }
}

/** What Playwright knows of a request, as our sessions would have told it. */
export async function flowOfMissed(request: Request): Promise<Flow> {
  const response = await request.response()
  const postData = request.postData()
  const hop = {
    request: {
      url: request.url(),
      method: request.method(),
      headers: request.headers(),
      ...(postData === null ? {} : { postData }),
    },
    startedAtMs: request.timing().startTime,
    resourceType: request.resourceType(),
    response: response && {
      url: response.url(),
      status: response.status(),
      statusText: response.statusText(),
      headers: response.headers(),
    },
  }
  return { hops: [hop], requestHeaders: [], responseHeaders: [], dataBytes: 0 }
}

/** The body of a missed request; null when it is gone. */
export async function bodyOfMissed(request: Request): Promise<Buffer | null> {
  try {
    return (await (await request.response())?.body()) ?? null
  } catch {
    return null // The worker ended, or the browser's buffer is full.
  }
}
