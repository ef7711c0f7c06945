// Waits until a page shows what it is going to show: loaded, fonts, quiet, scrolled through once, and back at its top.
import { setTimeout as delay } from 'node:timers/promises'
import type { CDPSession, Page } from 'playwright'
import type { Intervention } from '#lib/contract/intervention.ts'
import { answerBanners } from './answer-banners.ts'
import { placeInSmall } from './draw-small.ts'
import { followRecipe, loadDeferredPictures } from './follow-recipes.ts'
import { forEachFrame, openWorld, type World } from './isolated-world.ts'
import type { NetworkActivity } from './network-activity.ts'
import { SETTLER, type Settler } from './settle-scripts.ts'

/** Between two steps of loading nothing moves for some milliseconds; longer pauses are timers, and those are known. */
const QUIET_MS = 120
/** The same for pages with timers: what one of them began is waited for. */
const QUIET_WITH_TIMERS_MS = 300
/** A page with timers or streams is looked at for this long after loading: what comes by them comes by then, or too late. */
const MIN_LOADED_MS = 1_500
/** What its own markup says is due by then, in plain numbers, is waited for; nags and surveys mostly come later. */
const MAX_WRITTEN_DELAY_MS = 2_500
/** The answer to a scroll has begun by then; handlers with timers put it off by about as much as the second. */
const SCROLL_ANSWER_MS = 50
const DEBOUNCE_MS = 250
const LOOK_AGAIN_MS = 30
/** A document that has been read, and then waits this long without a sign of life, waits in vain. */
const STALLED_MS = 4_000
/** How long each step may take: a page that never rests is taken as it is by then. */
const LOAD_LIMIT_MS = 20_000
const ANSWER_LIMIT_MS = 4_000
const WHEEL_LIMIT_MS = 500
const TIDY_LIMIT_MS = 5_000
const QUIET_LIMIT_MS = 5_000
const LAST_QUIET_LIMIT_MS = 3_000
const SCROLL_LIMIT_MS = 12_000
const INNER_SCROLL_LIMIT_MS = 4_000
const GROWTH_LIMIT_MS = 2_000
/** Longest page that is scrolled through, and how far lists without an end are read beyond what was there, in screens. */
const SCREENS = { most: 60, growth: 10 }
const MAX_GROWTHS = 10
const MAX_INNER_BOXES = 20
const MAX_STEPS_PER_BOX = 25
/** Frames that are scrolled themselves. */
const MAX_FRAMES = 20

/** What is settled: the page, our session with it, and its network. */
export interface Settling {
  page: Page
  session: CDPSession
  network: NetworkActivity
  /** Did the connection end within the document? Its parser then waits for ever, and there is no load event. */
  isBrokenOff(): boolean
  /** Are consent banners answered with no? */
  rejectsBanners: boolean
  /** Told of all that is done to the page beyond scrolling it. */
  onIntervention(done: Intervention): void
  /** By which the waits for load and quiet are multiplied. */
  patience: number
}

/**
 * Settles the current document by what the page does. Every wait has a limit of its own and ends with the signal, also
 * when the page answers no more; the caller tells by the signal whether time ran out.
 */
export async function settleDocument(settling: Settling, signal: AbortSignal): Promise<void> {
  const world = openWorld(settling.session, SETTLER)
  const within = (limitMs: number, work: (limited: AbortSignal) => Promise<unknown>) =>
    settleStep(limitMs, signal, work)
  const { patience } = settling
  const rest = (limitMs: number, minLoadedMs = 0) =>
    within(limitMs * patience, (limited) =>
      untilQuiet(settling, world, { minLoadedMs: minLoadedMs * patience, signal: limited }),
    )
  let isAnswered = !settling.rejectsBanners
  const tidyUp = () =>
    within(TIDY_LIMIT_MS, async (limited) => {
      isAnswered ||= await answerBanners(settling, limited)
      await followRecipe(settling)
    })
  await within(LOAD_LIMIT_MS * patience, (limited) => untilLoaded(settling, world, limited))
  await within(ANSWER_LIMIT_MS, () => world.call('fontsReady'))
  await rest(QUIET_LIMIT_MS)
  await tidyUp()
  await within(ANSWER_LIMIT_MS, () => world.call('loadLazyElements'))
  await within(ANSWER_LIMIT_MS, () => world.call('noteScrolledBoxes'))
  await within(WHEEL_LIMIT_MS, () => turnWheel(settling.session, world))
  await within(SCROLL_LIMIT_MS, (limited) => scrollThrough(settling, world, limited))
  await within(INNER_SCROLL_LIMIT_MS, (limited) => scrollInside(settling, world, limited))
  await within(ANSWER_LIMIT_MS, () => loadDeferredPictures(settling))
  await within(ANSWER_LIMIT_MS, () => world.call('scrollToTop'))
  await within(ANSWER_LIMIT_MS, () => world.call('endAnimations'))
  const dueMs = (await world.call('writtenDelay', MAX_WRITTEN_DELAY_MS)) ?? 0
  await rest(LAST_QUIET_LIMIT_MS, Math.max(MIN_LOADED_MS, dueMs))
  // Once more: what nags after a while has come by now.
  await tidyUp()
  await rest(LAST_QUIET_LIMIT_MS)
  await within(ANSWER_LIMIT_MS, () => Promise.all([world.call('fontsReady'), world.call('picturesReady')]))
  await within(ANSWER_LIMIT_MS, () => world.call('endAnimations'))
}

/** Is the parser still waiting for the rest of the document? */
export async function isStillParsing(session: CDPSession): Promise<boolean> {
  return (await openWorld(session, SETTLER).call('readyState')) === 'loading'
}

/** Until the load event, or until nothing more comes of what it waits for. */
async function untilLoaded(
  { network, isBrokenOff }: Settling,
  world: World<Settler>,
  signal: AbortSignal,
): Promise<void> {
  let loaded = world.call('loaded')
  while (!signal.aborted && !isBrokenOff()) {
    const answer = await Promise.race([loaded, delay(LOOK_AGAIN_MS, 'not yet')])
    if (answer === true) return
    // Two documents in a row went away: a third one is asked.
    if (answer === undefined) loaded = world.call('loaded')
    const isStalled = network.stalledForMs() > STALLED_MS
    if (isStalled && (await world.call('readyState')) === 'interactive') return
  }
}

/** Neither network nor document move, and no timer of the page is young enough to change that soon. */
async function untilQuiet(
  { page, network, patience }: Settling,
  world: World<Settler>,
  { minLoadedMs, signal }: { minLoadedMs: number; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    const prospects = await world.call('prospects')
    // The document is being replaced by another one, which answers in a moment.
    if (!prospects) {
      await delay(LOOK_AGAIN_MS)
      continue
    }
    const hasMore = prospects.hasTimers || network.hasStreams() || page.workers().length > 0
    const quietMs = (hasMore ? QUIET_WITH_TIMERS_MS : QUIET_MS) * patience
    await network.quiet(quietMs, signal)
    await world.call('quiet', quietMs)
    const leftMs = hasMore ? minLoadedMs - prospects.loadedForMs : 0
    if (leftMs <= 0 && network.quietForMs() >= quietMs) return
    await delay(Math.max(0, Math.min(leftMs, quietMs)))
  }
}

/** Some pages begin only when somebody touches them; scripts that scroll do not count as touching. */
async function turnWheel(session: CDPSession, world: World<Settler>): Promise<void> {
  if (!(await world.call('prospects'))?.hasScripts) return
  await world.call('scrollNothingByWheel')
  // The pointer itself does not come: nothing is hovered, and nothing is there to leave.
  const turn = { type: 'mouseWheel', ...placeInSmall({ x: 2, y: 300 }), deltaX: 0, deltaY: 240 } as const
  // Refused by a page that has just gone away, which is noticed elsewhere.
  await session.send('Input.dispatchMouseEvent', turn).catch(() => {})
}

async function scrollThrough(settling: Settling, world: World<Settler>, signal: AbortSignal): Promise<void> {
  let end = await world.call('scrollDown', 0, null, SCREENS)
  for (let growths = 0; end && end.height <= end.maxHeight && growths < MAX_GROWTHS; growths += 1) {
    await settleStep(GROWTH_LIMIT_MS, signal, async (limited) => {
      const prospects = await world.call('prospects')
      await delay(prospects?.hasTimers ? DEBOUNCE_MS : SCROLL_ANSWER_MS)
      await untilQuiet(settling, world, { minLoadedMs: 0, signal: limited })
    })
    const grown = signal.aborted ? null : await world.call('scrollDown', end.top, end.maxHeight, SCREENS)
    if (!grown || grown.height <= end.height) return
    end = grown
  }
}

/** What scrolls inside of the document: boxes of its own, its frames, and boxes in those. */
async function scrollInside(settling: Settling, world: World<Settler>, signal: AbortSignal): Promise<void> {
  await world.call('scrollBoxes', MAX_INNER_BOXES, MAX_STEPS_PER_BOX)
  // The page went away: whoever follows it will see.
  await forEachFrame(settling, SETTLER, MAX_FRAMES, async (inner) => {
    if (signal.aborted) return
    await inner.call('loadLazyElements')
    await inner.call('scrollDown', 0, null, SCREENS)
    await inner.call('scrollBoxes', MAX_INNER_BOXES, MAX_STEPS_PER_BOX)
    await inner.call('scrollToTop')
  }).catch(() => {})
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
