// A photograph of a page that a test has opened by itself.
import type { Page } from 'playwright'
import { photographPage } from '#lib/capture/render-screenshot.ts'
import type { Photograph } from '#lib/pictures/photograph.ts'

/** `photographPage` in a session of its own; the page's browser DRAWS_BEYOND its window. */
export async function photograph(page: Page, signal = new AbortController().signal): Promise<Photograph> {
  const session = await page.context().newCDPSession(page)
  try {
    return await photographPage(session, signal)
  } finally {
    // Already gone when the page crashed.
    await session.detach().catch(() => {})
  }
}
