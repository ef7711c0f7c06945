// Opens the page of a capture and takes away its means to stop us: dialogs, windows of its own, downloads.
import type { BrowserContext, CDPSession, Page } from 'playwright'
import { drawSmall } from './draw-small.ts'

export interface PreparedPage {
  page: Page
  /** Inspector session of the page; it stays with the page through all its navigations. */
  session: CDPSession
}

/** Opens an empty page, which is drawn small. What it throws is Playwright's and means that the browser is gone. */
export async function preparePage(context: BrowserContext): Promise<PreparedPage> {
  const page = await context.newPage()
  // A dialog blocks the page's thread until somebody answers. Already gone: the page went away with it.
  page.on('dialog', (dialog) => void dialog.dismiss().catch(() => {}))
  // Windows that the page opens are no part of it. Already gone: it closed itself.
  context.on('page', (other) => {
    if (other !== page) void other.close().catch(() => {})
  })
  page.on('filechooser', () => {}) // Intercepted and left alone: nobody chooses a file.
  const session = await context.newCDPSession(page)
  await drawSmall(session)
  return { page, session }
}

/**
 * Stops a page that ran out of time or bytes, so that what is there can be read: no further loading, no further script,
 * and an end to the one that runs. Resolves also when the page answers no more.
 */
export async function stopPage(session: CDPSession): Promise<void> {
  // Answered by the browser or between two instructions of the script, even when the page's thread is busy for ever;
  // who cannot be stopped is ended by the capture's last deadline.
  // In this order: a script that is ended first may be followed by another one, which nobody ends.
  await Promise.allSettled([
    session.send('Emulation.setScriptExecutionDisabled', { value: true }),
    session.send('Runtime.terminateExecution'),
    session.send('Page.stopLoading'),
  ])
}
