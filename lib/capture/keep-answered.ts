// The process of a page has crashed: what was answered by then is shown once more, without scripts, and frozen.
import type { Page, Route } from 'playwright'
import { AppError, toAppError } from '#lib/kernel/errors.ts'
import type { Photograph } from '#lib/pictures/photograph.ts'
import { told, type Captured, type Session } from './capture-session.ts'
import { drawSmall, drawSmallAgain } from './draw-small.ts'
import { freezePage, type FrozenPage } from './freeze-page.ts'
import { UNKNOWN_STRUCTURE } from './page-structure.ts'
import { photographPage } from './render-screenshot.ts'

/** A body goes to the browser whole, as text of a third more. */
const MAX_BODY_BYTES = 24 * 1024 * 1024
/** Everything is on this machine; what takes longer than this is taken as it is. */
const LOAD_LIMIT_MS = 5_000

type Answered = Pick<Session, 'browsers' | 'blobs' | 'recording' | 'put' | 'signal'> & {
  /** Of the document that was answered last. */
  url: string
}

/**
 * Null when nothing of the page was kept.
 *
 * @throws AppError `disk_full`; the signal's reason
 */
export async function keepAnswered(session: Session): Promise<Captured | null> {
  const { watch, signal, log } = session
  const finalUrl = watch.requestedUrl()
  try {
    const kept = await freezeAnswered({ ...session, url: finalUrl })
    if (!kept) return null
    const { frozen, picture } = kept
    session.interventions.length = 0
    return {
      ...told(session, frozen),
      finalUrl,
      picture,
      structure: UNKNOWN_STRUCTURE,
      cutShort: 'browser_crash',
    }
  } catch (error) {
    if (signal.aborted || toAppError(error).code === 'disk_full') throw error
    log.warn('capture.answered_not_kept', { host: session.url.hostname, error })
    return null
  }
}

/**
 * Freezes the document as the server sent it, with the parts that came before the crash. Null when its body was not kept;
 * a document that crashes its process without scripts throws what a capture throws.
 */
async function freezeAnswered(
  answered: Answered,
): Promise<{ frozen: FrozenPage; picture: Photograph } | null> {
  const { browsers, recording, url, signal } = answered
  await recording.settled(signal)
  if (!recording.bodyOf(url)) return null
  const lease = await browsers.lease(null)
  let isSuspect = true
  try {
    await lease.context.route('**/*', (route) => serve(route, answered).catch(() => {})) // The page is gone.
    const page = await lease.context.newPage()
    const crashed = new Promise<never>((_resolve, reject) => {
      page.once('crash', () => reject(new AppError('browser_crash')))
    })
    const shown = await Promise.race([show(page, answered), crashed])
    isSuspect = false
    return shown
  } finally {
    await lease.release(isSuspect)
  }
}

async function show(page: Page, { recording, url, put, signal }: Answered) {
  const session = await page.context().newCDPSession(page)
  await drawSmall(session)
  await page.goto(url, { waitUntil: 'commit' })
  await page.waitForLoadState('load', { timeout: LOAD_LIMIT_MS }).catch(() => {}) // Something never comes.
  const frozen = await freezePage(page, recording, { put, signal, isHurried: true })
  await drawSmallAgain(session)
  return { frozen, picture: await photographPage(session, signal) }
}

async function serve(route: Route, { recording, blobs }: Answered): Promise<void> {
  const body = recording.bodyOf(route.request().url())
  const bytes = body && body.sizeBytes <= MAX_BODY_BYTES ? await blobs.read(body.digest) : null
  if (!bytes) return route.abort()
  await route.fulfill({ status: 200, contentType: body?.contentType ?? '', body: bytes })
}
