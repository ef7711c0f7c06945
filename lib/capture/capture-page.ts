// One capture from its URL to the frozen page: context, navigation, settling, freezing, screenshot, within its budget.
import type { PutBlob } from '#lib/blobs/blob-store.ts'
import { withDeadline } from '#lib/kernel/deadline.ts'
import { AppError, toAppError } from '#lib/kernel/errors.ts'
import { CAPTURE_KILL_GRACE_MS } from '#lib/kernel/limits.ts'
import { admitUrl } from '#lib/kernel/url.ts'
import { openEgressProxy } from '#lib/net/egress-proxy.ts'
import type { Photograph } from '#lib/pictures/photograph.ts'
import type { Capture, CaptureRequest } from './capture.ts'
import { openSession, type CaptureDeps, type Captured, type Opened } from './capture-session.ts'
import { collectBlobs } from './collect-blobs.ts'
import { keepAnswered } from './keep-answered.ts'
import { keepFile } from './keep-file.ts'
import { keepPage } from './keep-page.ts'
import { keepPicture } from './keep-picture.ts'
import { isGoneError } from './navigation-errors.ts'

const MIN_GRACE_MS = 10_000

/**
 * Captures a page as a visitor sees it. Status 404, walls and blank pages are captures as well: `judgeCapture` tells them
 * apart. When time, bytes or requests run out, what is there is frozen and kept with `cutShort`.
 *
 * It has ended after `budget.timeoutMs` and a third of that (10 to 30 s), besides the start of a browser.
 *
 * @throws AppError `invalid_url`, `blocked_address`, `dns_failure`, `connection_failed`, `tls_error`, `timeout`,
 *         `too_large`, `too_many_redirects`, `empty_response`, `unsupported_content`, `browser_crash`,
 *         `browser_missing`, `disk_full`; the reason of `request.signal` when that aborts
 */
export async function capturePage(deps: CaptureDeps, request: CaptureRequest): Promise<Capture> {
  const url = admitUrl(request.url)
  deps.policy.admit(url)
  request.signal.throwIfAborted()
  const { put, stored } = collectBlobs(deps.blobs)
  const { captured, packed } = await captureInBrowser(deps, request, { url, put })
  const capturedAt = new Date()
  request.onPage?.(captured)
  // The browser serves the next capture while the picture is packed.
  const images = await packed
  return {
    ...captured,
    screenshot: images?.screenshot ?? null,
    thumbnail: images?.thumbnail ?? null,
    blobs: stored(),
    capturedAt,
  }
}

async function captureInBrowser(
  deps: CaptureDeps,
  request: CaptureRequest,
  target: { url: URL; put: PutBlob },
): Promise<{ captured: Omit<Captured, 'picture'>; packed: ReturnType<typeof keepPictureOrNone> }> {
  const exhausted = new AbortController()
  const proxy = await openEgressProxy(deps.policy, {
    maxBytes: request.budget.maxBytes,
    upstream: deps.upstreamProxy,
    onOverBudget: () => exhausted.abort(new AppError('too_large', { limitBytes: request.budget.maxBytes })),
  })
  try {
    const lease = await deps.browsers.lease({ server: proxy.server }, { isAlone: request.isAlone })
    let isSuspect = true
    try {
      const endsAt = performance.now() + lastDeadlineMs(request)
      const captured = await withDeadline(lastDeadlineMs(request), request.signal, (signal) =>
        captureInContext(deps, request, {
          ...target,
          context: lease.context,
          proxy,
          exhausted,
          signal,
          endsAt,
        }),
      )
      isSuspect = captured.cutShort === 'timeout' || captured.cutShort === 'browser_crash'
      const { picture, ...rest } = captured
      // It begins while the context is closed, which waits for the browser.
      const packed = keepPictureOrNone(picture, deps, request, target)
      packed.catch(() => {}) // Told to who waits for it.
      return { captured: rest, packed }
    } catch (thrown) {
      const error = request.signal.aborted ? thrown : asCaptureError(thrown)
      isSuspect = !(error instanceof AppError) || error.code === 'timeout' || error.code === 'browser_crash'
      throw error
    } finally {
      await lease.release(isSuspect)
    }
  } finally {
    await proxy.close()
  }
}

/** Freezing what is there at the deadline gets this much more; then the page goes, with its browser if it must. */
function lastDeadlineMs({ budget }: CaptureRequest): number {
  return budget.timeoutMs + Math.min(CAPTURE_KILL_GRACE_MS, Math.max(MIN_GRACE_MS, budget.timeoutMs / 3))
}

/** What Playwright throws when page, context or browser went away under it is a crash to us. */
function asCaptureError(thrown: unknown): AppError {
  return isGoneError(thrown) && !(thrown instanceof AppError)
    ? new AppError('browser_crash', {}, { cause: thrown })
    : toAppError(thrown)
}

/** A capture ends as a page, as the file that it led to, or as what was answered before its process crashed. */
async function captureInContext(
  deps: CaptureDeps,
  request: CaptureRequest,
  opened: Opened,
): Promise<Captured> {
  const session = await openSession(deps, request, opened)
  const { watch, files, recording, signal } = session
  try {
    return await Promise.race([keepPage(session), watch.doomed])
  } catch (thrown) {
    const hasCrashed = asCaptureError(thrown).code === 'browser_crash' && !signal.aborted
    const kept = files.taking()
      ? await keepFile(session)
      : hasCrashed && request.keepsAnswered === true && (await keepAnswered(session))
    if (!kept) throw thrown
    return kept
  } finally {
    recording.dispose()
  }
}

/** A picture that cannot be packed is missing; what the store says of its disk ends the capture. */
async function keepPictureOrNone(
  picture: Photograph | null,
  { blobs, log }: CaptureDeps,
  { earlier = null, signal }: CaptureRequest,
  { url, put }: { url: URL; put: PutBlob },
) {
  if (!picture) return null
  try {
    return await keepPicture(picture, { blobs, put, earlier: earlier?.picture ?? null, signal })
  } catch (error) {
    if (signal.aborted || toAppError(error).code === 'disk_full') throw error
    log.warn('capture.no_screenshot', { host: url.hostname, error })
    return null
  }
}
