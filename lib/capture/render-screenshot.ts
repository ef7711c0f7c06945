// Takes the picture of the whole page, and from its top the thumbnail for cards.
import type { Page } from 'playwright'
import sharp from 'sharp'
import type { PutBlob } from '#lib/blobs/blob-store.ts'
import { MAX_SCREENSHOT_HEIGHT_PX, THUMBNAIL_WIDTH_PX } from '#lib/kernel/limits.ts'
import { runAtMost } from '#lib/kernel/run-at-most.ts'
import type { CapturedImage } from './capture.ts'

const WEBP_TYPE = 'image/webp'
/**
 * Quick, and smaller than what Chromium itself makes (forum of 16,384 px: 1,340 KiB in 0.7 s instead of 1,470 in 1.8 s;
 * photographs: 195 instead of 230). Without loss text would be a third of that, for 500 MB and 4 s of CPU.
 */
const SCREENSHOT = { quality: 75, effort: 2 }
/** A tall page takes 120 MB while it is packed, and a processor: more at once would be no faster. */
const packing = runAtMost(2)
const THUMBNAIL_QUALITY_PERCENT = 78
/** Longest side of a WebP picture (RFC 9649 section 2.4: 14 bits). */
const WEBP_MAX_SIDE_PX = 16_383
/** Cards show the top of a page in this shape. */
const THUMBNAIL_SHAPE = 4 / 3

/**
 * Photographs the whole page at its current width, cut at MAX_SCREENSHOT_HEIGHT_PX, as a PNG that is quickly made and
 * large: `keepPicture` packs it when the page is no longer needed.
 *
 * @throws the signal's reason
 */
export async function photographPage(page: Page, signal: AbortSignal): Promise<Buffer> {
  signal.throwIfAborted()
  return untilAborted(captureWhole(page), signal)
}

/** The picture as screenshots are kept: equal pixels give equal bytes. */
export function packPicture(picture: Buffer): Promise<Buffer> {
  return sharp(picture).webp(SCREENSHOT).toBuffer()
}

/**
 * Stores a photographed page and a thumbnail of THUMBNAIL_WIDTH_PX, both WebP.
 *
 * @throws AppError `disk_full`; the signal's reason
 */
export async function keepPicture(
  picture: Buffer,
  options: { put: PutBlob; signal: AbortSignal },
): Promise<{ screenshot: CapturedImage; thumbnail: CapturedImage }> {
  options.signal.throwIfAborted()
  const { width = 0, height = 0 } = await sharp(picture).metadata()
  const cut = {
    left: 0,
    top: 0,
    width,
    height: Math.min(height, Math.max(1, Math.round(width / THUMBNAIL_SHAPE))),
  }
  const whole = await packing.run(() => sharp(picture).webp(SCREENSHOT).toBuffer())
  const small = await sharp(picture)
    .extract(cut)
    .resize({ width: THUMBNAIL_WIDTH_PX })
    .webp({ quality: THUMBNAIL_QUALITY_PERCENT })
    .toBuffer({ resolveWithObject: true })
  const keep = async (bytes: Buffer, widthPx: number, heightPx: number): Promise<CapturedImage> => {
    const { digest, sizeBytes } = await options.put(bytes, { contentType: WEBP_TYPE })
    return { digest, sizeBytes, contentType: WEBP_TYPE, widthPx, heightPx }
  }
  const [screenshot, thumbnail] = await Promise.all([
    keep(whole, width, height),
    keep(small.data, small.info.width, small.info.height),
  ])
  return { screenshot, thumbnail }
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
