// Takes the picture of the whole page.
import type { Page } from 'playwright'
import { MAX_SCREENSHOT_HEIGHT_PX } from '#lib/kernel/limits.ts'
import { WEBP_MAX_SIDE_PX } from '#lib/pictures/place-pieces.ts'

/**
 * Photographs the whole page at its current width, cut at MAX_SCREENSHOT_HEIGHT_PX, as a PNG that is quickly made and
 * large: it is packed when the page is no longer needed.
 *
 * @throws the signal's reason
 */
export async function photographPage(page: Page, signal: AbortSignal): Promise<Buffer> {
  signal.throwIfAborted()
  return untilAborted(captureWhole(page), signal)
}

/** Chromium makes this PNG in a third of the time of a WebP. */
async function captureWhole(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page)
  try {
    const { cssContentSize, cssLayoutViewport } = await session.send('Page.getLayoutMetrics')
    const width = Math.min(Math.max(1, cssLayoutViewport.clientWidth), WEBP_MAX_SIDE_PX)
    const height = Math.max(cssContentSize.height, cssLayoutViewport.clientHeight, 1)
    const clip = {
      x: 0,
      y: 0,
      width,
      height: Math.min(Math.ceil(height), MAX_SCREENSHOT_HEIGHT_PX, WEBP_MAX_SIDE_PX),
      scale: 1,
    }
    const { data } = await session.send('Page.captureScreenshot', {
      format: 'png',
      optimizeForSpeed: true,
      // Beyond the window the page is laid out on a larger surface, on which frames of other processes are late.
      captureBeyondViewport:
        clip.width > cssLayoutViewport.clientWidth || clip.height > cssLayoutViewport.clientHeight,
      clip,
    })
    return Buffer.from(data, 'base64')
  } finally {
    // Already gone when the page crashed.
    await session.detach().catch(() => {})
  }
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', onAbort))
}
