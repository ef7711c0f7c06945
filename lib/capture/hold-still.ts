// Brings a frozen page to a standstill: what older captures left animated would be looked at, and printed, at its start.
import type { Page } from 'playwright'
import { openFrames } from './freeze/open-frames.ts'

/** Where endless SVG animations stand still: late enough for all others to have ended. */
const SVG_TIME_SECONDS = 3_600

/** Ends the animations that end, and puts the endless ones to their beginning. */
export async function holdStill(page: Page): Promise<void> {
  const frames = await openFrames(page)
  try {
    await Promise.all(
      frames.all.map(({ session, worldId }) =>
        session
          .send('Runtime.callFunctionOn', {
            executionContextId: worldId,
            functionDeclaration: String(standStill),
            arguments: [{ value: SVG_TIME_SECONDS }],
          })
          // The frame went away.
          .catch(() => {}),
      ),
    )
  } finally {
    await frames.close()
  }
}

/** Runs in the page's isolated world. */
function standStill(svgTimeSeconds: number): void {
  const hold = (animation: Animation) => {
    // Those that follow the scroll position stand still by themselves.
    if (animation.timeline !== document.timeline) return
    const end = animation.effect?.getComputedTiming().endTime
    if (typeof end === 'number' && Number.isFinite(end)) return animation.finish()
    animation.pause()
    animation.currentTime = 0
  }
  const holdAll = (root: Document | ShadowRoot) => {
    for (const animation of root.getAnimations()) {
      try {
        hold(animation)
      } catch {
        // A rate of zero has no end to go to.
      }
    }
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot) holdAll(element.shadowRoot)
      if (!(element instanceof SVGSVGElement) || element.ownerSVGElement) continue
      element.pauseAnimations()
      element.setCurrentTime(svgTimeSeconds)
    }
  }
  holdAll(document)
}
