// Takes a picture of one element's box, for what can be seen but not read: WebGL, tainted canvases, video frames.
import type { CDPSession } from 'playwright'

/** A larger box is not worth its bytes. */
const MAX_SIDE_PX = 4_096

/** PNG bytes of the box of an element, with what lies over it; null when it has no box. */
export async function photograph(
  session: CDPSession,
  objectId: string,
  area: 'content' | 'padding',
): Promise<Buffer | null> {
  try {
    const { model } = await session.send('DOM.getBoxModel', { objectId })
    const { cssVisualViewport } = await session.send('Page.getLayoutMetrics')
    const [left = 0, top = 0, , , right = 0, bottom = 0] = model[area]
    const width = Math.min(right - left, MAX_SIDE_PX)
    const height = Math.min(bottom - top, MAX_SIDE_PX)
    if (width < 1 || height < 1) return null
    const clip = {
      x: left + cssVisualViewport.pageX,
      y: top + cssVisualViewport.pageY,
      width,
      height,
      scale: 1,
    }
    const { data } = await session.send('Page.captureScreenshot', {
      format: 'png',
      clip,
    })
    return Buffer.from(data, 'base64')
  } catch {
    // Not rendered, or in a process that takes no pictures of parts: the element stays empty.
    return null
  }
}
