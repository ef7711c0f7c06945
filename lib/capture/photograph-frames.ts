// Adds to the picture of a page the frames of other origins that Chromium leaves blank when they lie outside of the window.
import type { CDPSession, Page } from 'playwright'
import { sizeOfPhotograph, type OverlaidPiece, type Photograph } from '#lib/pictures/photograph.ts'
import { openWorld, type World } from './isolated-world.ts'
import { FRAME_FINDER, type FrameFinder, type PageBox } from './off-screen-frames.ts'

/** Each takes some 100 ms. */
const MAX_FRAMES = 30
/** Windows full of frames that are photographed: a tall frame takes several. */
const MAX_PIECES = 40
/** All of it together: the picture can do without. */
const LIMIT_MS = 5_000

/**
 * Brings each frame of another origin that lies outside of the window into it, photographs it there and lays it over the
 * picture at its place. Afterwards the page is scrolled as it was. Pages without such frames are asked one question, and
 * pages without frames none.
 *
 * @param picture  of the page from its upper left corner
 * @param signal   when it aborts, what has been photographed by then is laid over
 * @returns        the picture itself when there is nothing to add, or when that fails
 */
export async function photographFrames(
  page: Page,
  picture: Photograph,
  signal: AbortSignal,
): Promise<Photograph> {
  if (page.frames().length === 1 || signal.aborted) return picture
  const pieces: OverlaidPiece[] = []
  const limited = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)])
  const { promise: isOver, resolve } = Promise.withResolvers<void>()
  limited.addEventListener('abort', () => resolve(), { once: true })
  try {
    const { width, height } = sizeOfPhotograph(picture)
    const edge = { left: 0, top: 0, right: width, bottom: height }
    await Promise.race([collectPieces(page, { pieces, edge, signal: limited }), isOver])
    if (pieces.length === 0) return picture
    // A copy: what comes too late is not laid over any more.
    return { ...picture, pieces: [...picture.pieces, ...pieces] }
  } catch {
    // The page went away, or was never a picture: what there is has to do.
    return picture
  }
}

async function collectPieces(
  page: Page,
  { pieces, edge, signal }: { pieces: OverlaidPiece[]; edge: PageBox; signal: AbortSignal },
): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const world = openWorld(session, FRAME_FINDER)
  try {
    const boxes = (await world.call('list', MAX_FRAMES)) ?? []
    if (boxes.length === 0) return
    const { cssLayoutViewport } = await session.send('Page.getLayoutMetrics')
    const steps = boxes.flatMap((box, at) => stepsOf(clipTo(box, edge), at, cssLayoutViewport.clientHeight))
    for (const { at, top } of steps.slice(0, MAX_PIECES)) {
      if (signal.aborted) break
      const piece = await photographPiece(session, world, { at, top, edge })
      // What comes too late may come while the others are being laid over.
      if (piece && !signal.aborted) pieces.push(piece)
    }
    await world.call('putBack')
  } finally {
    // Already gone when the page crashed.
    await session.detach().catch(() => {})
  }
}

/** Where the window has to begin to see all of a frame, one window after the other. */
function stepsOf(box: PageBox, at: number, windowHeight: number): { at: number; top: number }[] {
  const height = box.right > box.left ? Math.max(0, box.bottom - box.top) : 0
  const count = Math.ceil(height / Math.max(1, windowHeight))
  return Array.from({ length: count }, (_value, index) => ({ at, top: box.top + index * windowHeight }))
}

async function photographPiece(
  session: CDPSession,
  world: World<FrameFinder>,
  { at, top, edge }: { at: number; top: number; edge: PageBox },
): Promise<OverlaidPiece | null> {
  const shown = await world.call('show', at, top)
  if (!shown) return null
  const area = clipTo(shown, edge)
  const [left, upper] = [Math.ceil(area.left), Math.ceil(area.top)]
  const [width, height] = [Math.floor(area.right) - left, Math.floor(area.bottom) - upper]
  if (width < 1 || height < 1) return null
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'png',
    optimizeForSpeed: true,
    clip: { x: left, y: upper, width, height, scale: 1 },
  })
  return { png: Buffer.from(data, 'base64'), left, top: upper }
}

function clipTo(box: PageBox, edge: PageBox): PageBox {
  return {
    left: Math.max(box.left, edge.left),
    top: Math.max(box.top, edge.top),
    right: Math.min(box.right, edge.right),
    bottom: Math.min(box.bottom, edge.bottom),
  }
}
