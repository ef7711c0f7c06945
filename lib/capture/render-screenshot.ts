// Takes the picture of the whole page, a tile at a time.
import type { CDPSession } from 'playwright'
import { runAtMost } from '#lib/kernel/run-at-most.ts'
import type { Photograph } from '#lib/pictures/photograph.ts'
import { withDeadline } from '#lib/kernel/deadline.ts'
import { MAX_SCREENSHOT_HEIGHT_PX } from '#lib/kernel/limits.ts'
import { WEBP_MAX_SIDE_PX } from '#lib/pictures/place-pieces.ts'

/**
 * Chromium's processes hold a dozen bytes for each pixel that they draw at once, which are 250 MB for the tallest page:
 * that has twelve tiles.
 */
const MAX_TILE_HEIGHT_PX = Math.ceil(WEBP_MAX_SIDE_PX / 12)
/** Tiles that are drawn at once in all captures. */
const drawing = runAtMost(1)
/** A page that hangs while it is drawn must not hold up the others for longer. */
const TILE_LIMIT_MS = 10_000

interface Clip {
  x: number
  y: number
  width: number
  height: number
}

/**
 * Photographs the whole page at its current width, cut at MAX_SCREENSHOT_HEIGHT_PX, as PNGs that are quickly made and
 * large: they are packed when the page is no longer needed. Before each tile it may wait for those of other captures.
 *
 * @param session  of the page, which is drawn small, in a browser that DRAWS_BEYOND its window. It is small again after each
 *                 tile: of a page that stays large Chromium may give a tile whose last rows are not drawn yet
 * @throws AppError `timeout` when the page takes 10 s for a tile; the signal's reason
 */
export async function photographPage(session: CDPSession, signal: AbortSignal): Promise<Photograph> {
  signal.throwIfAborted()
  return untilAborted(captureTiles(session, signal), signal)
}

async function captureTiles(session: CDPSession, signal: AbortSignal): Promise<Photograph> {
  const { cssContentSize, cssLayoutViewport } = await session.send('Page.getLayoutMetrics')
  const height = Math.max(cssContentSize.height, cssLayoutViewport.clientHeight, 1)
  const whole = {
    width: Math.min(Math.max(1, cssLayoutViewport.clientWidth), WEBP_MAX_SIDE_PX),
    height: Math.min(Math.ceil(height), MAX_SCREENSHOT_HEIGHT_PX, WEBP_MAX_SIDE_PX),
  }
  // What freezing left behind would lie in its process while it waits: 10 MiB of a tall page.
  await withDeadline(TILE_LIMIT_MS, signal, () => session.send('HeapProfiler.collectGarbage'))
  const tiles: Buffer[] = []
  for (const clip of tilesOf(whole)) {
    tiles.push(await drawing.run(() => withDeadline(TILE_LIMIT_MS, signal, () => captureTile(session, clip))))
  }
  return { tiles, pieces: [] }
}

/** As few as may be, and of equal height but for the last. */
function tilesOf({ width, height }: { width: number; height: number }): Clip[] {
  const count = Math.ceil(height / MAX_TILE_HEIGHT_PX)
  const step = Math.ceil(height / count)
  return Array.from({ length: count }, (_value, at) => ({
    x: 0,
    y: at * step,
    width,
    height: Math.min(step, height - at * step),
  }))
}

/** Chromium makes this PNG in a third of the time of a WebP. */
async function captureTile(session: CDPSession, clip: Clip): Promise<Buffer> {
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'png',
    optimizeForSpeed: true,
    clip: { ...clip, scale: 1 },
  })
  return Buffer.from(data, 'base64')
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const onAbort = () => reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  return Promise.race([work, promise]).finally(() => signal.removeEventListener('abort', onAbort))
}
