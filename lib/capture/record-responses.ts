// Keeps the bytes that the browser itself received, because a second fetch gets other bytes: links work once, pictures ask
// for a Referer, answers depend on cookies or on a POST, blob: URLs are revoked.
import type { BrowserContext, Page, Request, Response } from 'playwright'
import type { PutBlob } from '#lib/blobs/blob-store.ts'
import type { CaptureBudget } from '#lib/config/load-config.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { AppError, type ErrorCode } from '#lib/kernel/errors.ts'
import type { CapturedResource } from './capture.ts'
import { runAtMost } from './run-at-most.ts'
import { watchBlobUrls, type BlobUrlAnswer } from './watch-blob-urls.ts'

/** Bodies that cross the pipe from the browser at the same time; each lies in memory whole. */
const BODIES_IN_FLIGHT = 4
/** Style sheets and SVG files are rewritten when the page freezes: up to here their bytes wait in memory. */
const MAX_SOURCE_BYTES = 4 * 1024 * 1024
const MAX_ALL_SOURCES_BYTES = 32 * 1024 * 1024
const REWRITTEN_TYPE = /^(text\/css|image\/svg\+xml)\b/i

export interface RecordedBody {
  digest: Digest
  /** As the server said it: untrusted, null when it said nothing. */
  contentType: string | null
  sizeBytes: number
}

export interface Recording {
  /** Every request that ended so far, in the order of ending; a redirected one once, under its last URL. */
  resources(): CapturedResource[]
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

/**
 * Listens to all frames and workers of `page`; call it before the first navigation.
 *
 * @param onProgress  told after each stored or lost body
 */
export async function recordResponses(
  context: BrowserContext,
  page: Page,
  options: {
    put: PutBlob
    budget: CaptureBudget
    onProgress(progress: { resources: number; bytes: number }): void
  },
): Promise<Recording> {
  const resources: CapturedResource[] = []
  const bodies = new Map<string, RecordedBody>()
  const sources = new Map<string, { bytes: Buffer; contentType: string }>()
  const inFlight = runAtMost(BODIES_IN_FLIGHT)
  let keptBytes = 0
  let sourceBytes = 0
  let storeError: unknown = null

  function list(resource: CapturedResource) {
    const isKnown = (other: CapturedResource) =>
      other.url === resource.url && other.method === resource.method && other.digest === resource.digest
    if (!resources.some(isKnown)) resources.push(resource)
    options.onProgress({ resources: resources.length, bytes: keptBytes })
  }

  function remember(request: Request, body: RecordedBody, bytes: Buffer, isError: boolean) {
    const isSource = REWRITTEN_TYPE.test(body.contentType ?? '') && bytes.length <= MAX_SOURCE_BYTES
    const keepSource = isSource && sourceBytes + bytes.length <= MAX_ALL_SOURCES_BYTES
    if (keepSource) sourceBytes += bytes.length
    for (let hop: Request | null = request; hop; hop = hop.redirectedFrom()) {
      const key = withoutFragment(hop.url())
      // Browsers draw the picture of a 404 answer; but a link that worked once is not spoilt by a later refusal.
      if (isError && bodies.has(key)) continue
      bodies.set(key, body)
      if (keepSource) sources.set(key, { bytes, contentType: body.contentType ?? '' })
    }
  }

  async function keep(request: Request) {
    const response = await request.response()
    if (!response || isRedirect(response)) return
    const facts = {
      url: request.url(),
      method: request.method(),
      httpStatus: response.status() || null,
      contentType: response.headers()['content-type'] ?? null,
    }
    const bytes = await readBody(response, options.budget.maxResourceBytes)
    if (!Buffer.isBuffer(bytes)) return list({ ...facts, sizeBytes: 0, digest: null, failure: bytes.failure })
    const { digest, sizeBytes } = await options.put(bytes, { contentType: facts.contentType })
    keptBytes += sizeBytes
    if (facts.method === 'GET' && isWhole(response)) {
      const body = { digest, sizeBytes, contentType: facts.contentType }
      remember(request, body, bytes, response.status() >= 400)
    }
    list({ ...facts, sizeBytes, digest, failure: null })
  }

  async function keepBlobUrl({ url, contentType, read }: BlobUrlAnswer) {
    const bytes = await read()
    if (!bytes || bytes.length > options.budget.maxResourceBytes) return
    const { digest, sizeBytes } = await options.put(bytes, { contentType })
    bodies.set(withoutFragment(url), { digest, sizeBytes, contentType })
    list({ url, method: 'GET', httpStatus: 200, contentType, sizeBytes, digest, failure: null })
  }

  // What a keeper throws is the store's failure, which ends the capture: settled() tells it.
  const inTurn = (keeper: () => Promise<void>) =>
    void inFlight.run(() => keeper().catch((error) => void (storeError ??= error)))
  const onFinished = (request: Request) => inTurn(() => keep(request))
  const onFailed = (request: Request) => {
    const failure = request.failure()?.errorText ?? ('connection_failed' satisfies ErrorCode)
    const facts = { url: request.url(), method: request.method(), httpStatus: null, contentType: null }
    list({ ...facts, sizeBytes: 0, digest: null, failure })
  }
  page.on('requestfinished', onFinished)
  page.on('requestfailed', onFailed)
  await watchBlobUrls(context, page, {
    maxBytes: options.budget.maxResourceBytes,
    onAnswer: (answer) => inTurn(() => keepBlobUrl(answer)),
  })

  return {
    // A copy: pages that poll go on answering while the capture is being stored, and those bodies are no part of it.
    resources: () => [...resources],
    bodyOf: (url) => bodies.get(withoutFragment(url)) ?? null,
    sourceOf: (url) => sources.get(withoutFragment(url)) ?? null,
    async settled(signal) {
      await inFlight.idle(signal)
      if (storeError !== null) throw storeError
    },
    dispose() {
      page.off('requestfinished', onFinished)
      page.off('requestfailed', onFailed)
    },
  }
}

function withoutFragment(url: string): string {
  const at = url.indexOf('#')
  return at === -1 ? url : url.slice(0, at)
}

function isRedirect(response: Response): boolean {
  return response.request().redirectedTo() !== null
}

/** Is this all of the resource, and not one range of it? */
function isWhole(response: Response): boolean {
  if (response.status() !== 206) return true
  const range = /^bytes 0-(\d+)\/(\d+)$/.exec(response.headers()['content-range'] ?? '')
  return range !== null && Number(range[1]) === Number(range[2]) - 1
}

/** The decoded body, or why there is none: `too_large`, or `body_gone` when the page streamed it past the inspector. */
async function readBody(response: Response, maxBytes: number): Promise<Buffer | { failure: string }> {
  const tooLarge: { failure: ErrorCode } = { failure: 'too_large' }
  if (Number(response.headers()['content-length'] ?? 0) > maxBytes) return tooLarge
  try {
    const bytes = await response.body()
    if (bytes.length > maxBytes) return tooLarge
    if (bytes.length > 0) return bytes
    const { responseBodySize } = await response.request().sizes()
    return responseBodySize > 0 ? { failure: 'body_gone' } : bytes
  } catch (error) {
    if (error instanceof AppError) throw error
    // Chromium has let go of it: the document was left, the frame closed or its buffer is full.
    return { failure: 'body_gone' }
  }
}
