// A photograph of a page that a test has opened by itself.
import type { Page } from 'playwright'
import { drawSmall } from '#lib/capture/draw-small.ts'
import { photographPage } from '#lib/capture/render-screenshot.ts'
import type { Photograph } from '#lib/pictures/photograph.ts'

/** `photographPage` in a session of its own, in which the page is drawn small; its browser DRAWS_BEYOND its window. */
export async function photograph(page: Page, signal = new AbortController().signal): Promise<Photograph> {
  const session = await page.context().newCDPSession(page)
  const { width: widthPx, height: heightPx } = page.viewportSize()!
  try {
    await drawSmall(session, { widthPx, heightPx })
    return await photographPage(session, signal)
  } finally {
    // Already gone when the page crashed.
    await session.detach().catch(() => {})
  }
}
