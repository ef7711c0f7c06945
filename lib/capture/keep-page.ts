// The settled page of a capture as it is kept: its structure, frozen, and its picture.
import { withDeadline } from '#lib/kernel/deadline.ts'
import { AppError } from '#lib/kernel/errors.ts'
import type { Photograph } from '#lib/pictures/photograph.ts'
import { answerOrNothing, finalUrlOf, told, type Captured, type Session } from './capture-session.ts'
import { likeHtml } from './collect-blobs.ts'
import { drawSmallAgain } from './draw-small.ts'
import { freezePage, type FrozenPage } from './freeze-page.ts'
import { keepFeed } from './keep-feed.ts'
import { openWorld } from './isolated-world.ts'
import { loadWithinBudget } from './load-page.ts'
import { STRUCTURE_READER, UNKNOWN_STRUCTURE, type PageStructure } from './page-structure.ts'
import { photographFrames } from './photograph-frames.ts'
import { photographPage } from './render-screenshot.ts'
import type { DocumentWatch } from './watch-document.ts'

/**
 * Drawing takes a second or two, and longer where many wait for a busy machine; a page without its picture is still a
 * capture, and gets that of its frozen copy when it is assessed.
 */
const SCREENSHOT_LIMIT_MS = 30_000
/** A picture that would come too late for the last deadline must not cost the page. */
const WRITING_MS = 500

/** Loads the page and keeps what it shows. */
export async function keepPage(session: Session): Promise<Captured> {
  const { page, watch, recording, stages, put, signal } = session
  stages.enter('loading')
  const cutShort = await loadWithinBudget(session)
  stages.enter('freezing')
  const feed = cutShort === null ? await keepFeed(session) : null
  if (feed) return feed
  const structure = cutShort === null ? await readStructure(session) : UNKNOWN_STRUCTURE
  const frozen = await freezePage(page, recording, {
    put: likeHtml(put, session.earlierPage),
    signal,
    isHurried: cutShort === 'timeout',
  })
  if (isWithoutAnyByte(frozen, watch)) throw new AppError('empty_response', { host: session.url.hostname })
  const picture = await photographOrNone(session)
  stages.enter('storing')
  return { ...told(session, frozen), finalUrl: finalUrlOf(page, watch), picture, structure, cutShort }
}

/** A page cut short has no time for questions that its words answer nearly as well. */
async function readStructure({ session }: Session): Promise<PageStructure> {
  const structure = await answerOrNothing(openWorld(session, STRUCTURE_READER).call('read'))
  return structure ?? UNKNOWN_STRUCTURE
}

async function photographOrNone({
  page,
  session,
  signal,
  log,
  url,
  endsAt,
}: Session): Promise<Photograph | null> {
  // Whole numbers: a signal of Node takes no others.
  const left = () => Math.max(0, Math.floor(endsAt - performance.now() - WRITING_MS))
  try {
    const limitMs = Math.min(SCREENSHOT_LIMIT_MS, left())
    const picture = await withDeadline(limitMs, signal, async (limited) => {
      // Freezing photographs elements in sessions of its own.
      await drawSmallAgain(session)
      return photographPage(session, limited)
    })
    const untilWriting = AbortSignal.timeout(left())
    return await photographFrames(page, picture, AbortSignal.any([signal, untilWriting]))
  } catch (error) {
    if (signal.aborted) throw error
    log.warn('capture.no_screenshot', { host: url.hostname, error })
    return null
  }
}

function isWithoutAnyByte(frozen: FrozenPage, watch: DocumentWatch): boolean {
  const status = watch.response()?.status() ?? 0
  return frozen.visibleText === '' && status < 400 && watch.isComplete() && watch.receivedBytes() === 0
}
