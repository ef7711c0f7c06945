// While a page loads nobody looks at it: it is drawn at a tenth of its size, and at its own only for its photograph.
import type { CDPSession } from 'playwright'
import { VIEWPORT } from '#lib/kernel/limits.ts'

/** A hundredth of the pixels. Pictures are decoded in an eighth of their size at least, so that less gains nothing. */
const SCALE = 0.1

/**
 * Makes Chromium draw the page at a tenth of its size, until the session ends or another one takes a photograph; those
 * that this session takes are at full size, and the page is small again afterwards. It cannot tell: it is laid out,
 * scrolled and intersected as before (Emulation.setDeviceMetricsOverride, `scale`). Only pointer events that are sent to
 * it are enlarged with it.
 *
 * @param window  of the page, as it was opened
 */
export const drawSmall = (session: CDPSession, window: Window = VIEWPORT) => draw(session, window, SCALE)

/**
 * The same for a page of which another session may have taken a photograph meanwhile: it is large then. Chromium does nothing
 * where it is told what this session has told before, so that it is told a little more.
 */
export const drawSmallAgain = (session: CDPSession, window: Window = VIEWPORT) =>
  draw(session, window, SCALE * 1.1)

interface Window {
  widthPx: number
  heightPx: number
}

async function draw(
  session: CDPSession,
  { widthPx: width, heightPx: height }: Window,
  scale: number,
): Promise<void> {
  await session.send('Emulation.setDeviceMetricsOverride', {
    width,
    height,
    screenWidth: width,
    screenHeight: height,
    screenOrientation: { angle: 0, type: 'landscapePrimary' },
    deviceScaleFactor: 1,
    mobile: false,
    scale,
  })
}

/** Where a pointer event has to be sent that shall arrive at a place of a page that is drawn small. */
export function placeInSmall(place: { x: number; y: number }): { x: number; y: number } {
  return { x: place.x * SCALE, y: place.y * SCALE }
}
