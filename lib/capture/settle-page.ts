// Waits until a page shows what it is going to show: loaded, fonts, quiet, scrolled through once, and back at its top.
import { setTimeout as delay } from 'node:timers/promises'
import type { CDPSession } from 'playwright'
import { runInPage } from './isolated-world.ts'
import type { NetworkActivity } from './network-activity.ts'
import {
  domQuietMs,
  fontsReady,
  loadLazyElements,
  readyState,
  scrollDocument,
  scrollInnerBoxes,
} from './settle-scripts.ts'

/** A page is quiet when neither its network nor its document moved for this long. */
const QUIET_MS = 500
const POLL_MS = 100
/** A page with scripts is looked at for this long after loading: what comes by a timer comes by then, or too late. */
const MIN_LOADED_MS = 1_500
/** How long each step may take: a page that never rests is taken as it is by then. */
const LOAD_LIMIT_MS = 20_000
const FONTS_LIMIT_MS = 4_000
const QUIET_LIMIT_MS = 5_000
const LAST_QUIET_LIMIT_MS = 3_000
const SCROLL_LIMIT_MS = 12_000
const INNER_SCROLL_LIMIT_MS = 4_000
const GROWTH_LIMIT_MS = 2_000
/** Lists without an end are read for this many screens beyond what was there at first. */
const MAX_GROWTH_SCREENS = 10
/** Longest page that is scrolled through, in screens. */
const MAX_SCREENS = 60
const SCROLL_SHARE_OF_SCREEN = 0.8
const MAX_INNER_BOXES = 10
const MAX_STEPS_PER_BOX = 20

/**
 * Settles the current document by what the page does. Every wait has a limit of its own and ends with the signal, also
 * when the page answers no more; the caller tells by the signal whether time ran out.
 */
export async function settleDocument(
  session: CDPSession,
  network: NetworkActivity,
  signal: AbortSignal,
): Promise<void> {
  const within = (limitMs: number, work: (limited: AbortSignal) => Promise<unknown>) =>
    settleStep(limitMs, signal, work)
  const quiet = (limitMs: number, minLoadedMs = 0) =>
    poll(limitMs, signal, () => isQuiet(session, network, minLoadedMs))
  await waitForLoad(session, signal)
  await within(FONTS_LIMIT_MS, () => runInPage(session, fontsReady))
  await quiet(QUIET_LIMIT_MS)
  await within(FONTS_LIMIT_MS, () => runInPage(session, loadLazyElements))
  await within(SCROLL_LIMIT_MS, (limited) => scrollThrough(session, () => quiet(GROWTH_LIMIT_MS), limited))
  await within(INNER_SCROLL_LIMIT_MS, () =>
    runInPage(session, scrollInnerBoxes, MAX_INNER_BOXES, MAX_STEPS_PER_BOX),
  )
  await within(FONTS_LIMIT_MS, () => runInPage(session, scrollDocument, 0))
  await quiet(LAST_QUIET_LIMIT_MS, MIN_LOADED_MS)
  await within(FONTS_LIMIT_MS, () => runInPage(session, fontsReady))
}

/** Is the parser still waiting for the rest of the document? */
export async function isStillParsing(session: CDPSession): Promise<boolean> {
  return (await runInPage(session, readyState)) === 'loading'
}

async function waitForLoad(session: CDPSession, signal: AbortSignal): Promise<void> {
  await poll(LOAD_LIMIT_MS, signal, async () => (await runInPage(session, readyState)) === 'complete')
}

async function isQuiet(session: CDPSession, network: NetworkActivity, minLoadedMs: number): Promise<boolean> {
  const domQuiet = await runInPage(session, domQuietMs, minLoadedMs)
  return typeof domQuiet === 'number' && domQuiet >= QUIET_MS && network.quietForMs() >= QUIET_MS
}

async function scrollThrough(
  session: CDPSession,
  waitForGrowth: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let growths = 0
  let top = 0
  let limit: number | null = null
  for (let screens = 0; screens < MAX_SCREENS && !signal.aborted; screens += 1) {
    const page = await measuredScroll(session, top)
    if (page === null) return
    limit ??= page.height + MAX_GROWTH_SCREENS * page.screen
    const isAtBottom = top + page.screen >= page.height
    if (isAtBottom) {
      if (growths >= MAX_GROWTH_SCREENS) return
      await waitForGrowth()
      const grown = await measuredScroll(session, top)
      if (grown === null || grown.height <= page.height || grown.height > limit) return
      growths += 1
    }
    top += Math.max(1, Math.floor(page.screen * SCROLL_SHARE_OF_SCREEN))
  }
}

async function measuredScroll(session: CDPSession, top: number) {
  const answer = await runInPage(session, scrollDocument, top)
  const isMeasure = (value: unknown): value is { height: number; screen: number } =>
    typeof value === 'object' && value !== null && 'height' in value && 'screen' in value
  return isMeasure(answer) ? answer : null
}

/** Runs a step until it is done, its limit is over or the signal aborts; never throws for time. */
async function settleStep(
  limitMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<unknown>,
): Promise<void> {
  if (signal.aborted) return
  const limited = AbortSignal.any([signal, AbortSignal.timeout(limitMs)])
  const { promise: isOver, resolve } = Promise.withResolvers<void>()
  limited.addEventListener('abort', () => resolve(), { once: true })
  await Promise.race([work(limited), isOver])
}

function poll(limitMs: number, signal: AbortSignal, isDone: () => Promise<boolean>): Promise<void> {
  return settleStep(limitMs, signal, async (limited) => {
    while (!limited.aborted && !(await isDone())) await delay(POLL_MS)
  })
}
