// The helper that runs inside a frame while it settles. It is sent as its own source and sees nothing of this file.
import { helperSource } from './isolated-world.ts'

/** Where scrolling to the end of a document ended. Pixels. */
export interface ScrollEnd {
  top: number
  height: number
  /** Beyond this height the document is not scrolled, however it grows. */
  maxHeight: number
}

/** What a document says of itself when it is asked whether more is to come. */
export interface Prospects {
  /** Milliseconds since its load event; 0 before. */
  loadedForMs: number
  /** Has it ever set a timer, or does it lead on by a refresh? */
  hasTimers: boolean
  hasScripts: boolean
}

declare global {
  /** Of our world, not of the page: timers that other helpers of ours have set. */
  var linkhome: { timers?: number }
}

/** Makes the helper; its document is the page's, its world is ours. */
function createSettler() {
  let changedAt = performance.now()
  /** Timers that we set: numbers of timers are given out in turn to all worlds of a document. */
  let ownTimers = 0

  /** Tickers and clocks change the same spot again and again: such a spot stops counting. */
  const RESTLESS = { changes: 20, forMs: 1_000 }
  const spots = new WeakMap<Node, { since: number; changes: number }>()

  function isNews(spot: Node): boolean {
    const now = performance.now()
    const known = spots.get(spot) ?? { since: now, changes: 0 }
    known.changes += 1
    spots.set(spot, known)
    return known.changes <= RESTLESS.changes || now - known.since < RESTLESS.forMs
  }

  // Attributes are left out: animations by script change styles for ever.
  new MutationObserver((changes) => {
    const spotsOfNow = new Set(changes.map(({ target }) => target))
    if ([...spotsOfNow].map(isNews).includes(true)) changedAt = performance.now()
  }).observe(document, { subtree: true, childList: true, characterData: true })

  function timer(work: () => void, ms: number): number {
    ownTimers += 1
    return Number(setTimeout(work, ms))
  }
  const sleep = (ms: number) => new Promise<void>((resolve) => void timer(resolve, ms))
  /** Timers that the page has set so far, those that have run included. */
  const pageTimers = () => timer(() => {}, 0) - ownTimers - (linkhome.timers ?? 0)
  /** Until the next frame has been drawn, and what watches it been told. Pages without a visible frame never draw one. */
  const frame = () =>
    new Promise<void>((resolve) => {
      timer(resolve, 250)
      requestAnimationFrame(() => timer(resolve, 0))
    })

  /** All elements, those in open shadow trees included; at most 50,000. */
  function* elements(root: Document | ShadowRoot = document): Generator<Element> {
    let left = 50_000
    const roots = [root]
    for (let next = roots.pop(); next; next = roots.pop()) {
      for (const element of next.querySelectorAll('*')) {
        if ((left -= 1) < 0) return
        if (element.shadowRoot) roots.push(element.shadowRoot)
        yield element
      }
    }
  }

  async function stepThrough(box: Element, from: number, to: { maxHeight: number; maxSteps: number }) {
    const screen = box === document.scrollingElement ? innerHeight : box.clientHeight
    const step = Math.max(1, Math.floor(screen * 0.8))
    for (let steps = 0, top = from; steps < to.maxSteps; steps += 1, top += step) {
      const last = Math.min(box.scrollHeight, to.maxHeight) - screen
      box.scrollTo({ top: Math.min(top, last), behavior: 'instant' })
      await frame()
      if (top >= last) return
    }
  }

  /** Boxes that the page itself has scrolled, as it left them before we did. */
  let scrolled: { box: Element; left: number; top: number; height: number }[] = []

  return {
    /** Resolves when the document has fired its load event. */
    async loaded(): Promise<true> {
      if (document.readyState !== 'complete')
        await new Promise((resolve) => addEventListener('load', resolve, { once: true }))
      return true
    },

    /** `loading`, `interactive` or `complete`. */
    readyState: (): string => document.readyState,

    /** Resolves when the fonts in use are there. */
    async fontsReady(): Promise<true> {
      await document.fonts.ready
      return true
    },

    /** Resolves when the document has not changed for `quietMs`, counted by a thread that is free to change it. */
    async quiet(quietMs: number): Promise<true> {
      for (;;) {
        const leftMs = quietMs - (performance.now() - changedAt)
        if (leftMs <= 0) return true
        await sleep(leftMs)
      }
    },

    prospects(): Prospects {
      const [navigation] = performance.getEntriesByType('navigation')
      const loadedAt = navigation instanceof PerformanceNavigationTiming ? navigation.loadEventEnd : 0
      return {
        loadedForMs: loadedAt > 0 ? performance.now() - loadedAt : 0,
        hasTimers: pageTimers() > 0 || document.querySelector('meta[http-equiv="refresh" i]') !== null,
        hasScripts: document.scripts.length > 0,
      }
    },

    /**
     * The longest delay of up to `mostMs` milliseconds that an inline script writes out beside a timer; 0 when there is
     * none. Scripts of their own address are not read: what libraries put off is rarely what a page shows.
     */
    writtenDelay(mostMs: number): number {
      if (pageTimers() === 0) return 0
      const sources = [...document.scripts].filter(
        ({ src, text }) => src === '' && text.includes('setTimeout'),
      )
      const written = sources.flatMap(({ text }) => [...text.matchAll(/,\s*(\d{4}|\de3)\s*\)/g)])
      return Math.max(0, ...written.map(([, delay]) => Number(delay)).filter((delay) => delay <= mostMs))
    },

    /** Lets pictures and frames load, and sections be drawn, that wait to come near the screen. */
    loadLazyElements(): void {
      for (const element of elements()) {
        if (element.matches('img[loading="lazy" i], iframe[loading="lazy" i]'))
          element.setAttribute('loading', 'eager')
        if (element instanceof HTMLElement && getComputedStyle(element).contentVisibility === 'auto')
          element.style.contentVisibility = 'visible'
      }
    },

    /**
     * Scrolls the document from `from` to its end, step by step, and tells where that is; null when it has none.
     *
     * @param maxHeight  null at first: it is made of what is there and `growth`, both numbers of screens
     */
    async scrollDown(
      from: number,
      maxHeight: number | null,
      screens: { most: number; growth: number },
    ): Promise<ScrollEnd | null> {
      const box = document.scrollingElement
      if (!box) return null
      const grown = box.scrollHeight + screens.growth * innerHeight
      const to = { maxHeight: maxHeight ?? Math.min(grown, screens.most * innerHeight), maxSteps: 1_000 }
      await stepThrough(box, from, to)
      return { top: box.scrollTop, height: box.scrollHeight, maxHeight: to.maxHeight }
    },

    /** The next turn of the wheel is heard by the page and moves nothing: a box below the pointer stays where it is. */
    scrollNothingByWheel(): void {
      addEventListener('wheel', (event) => event.preventDefault(), { once: true, passive: false })
    },

    /** Scrolls boxes that scroll by themselves through their content and back; returns how many there were. */
    async scrollBoxes(maxBoxes: number, maxSteps: number): Promise<number> {
      const boxes: Element[] = []
      for (const box of elements()) {
        if (box === document.scrollingElement || boxes.length >= maxBoxes) continue
        const isFilled = box.clientHeight > 60 && box.scrollHeight > box.clientHeight + 20
        if (isFilled && /auto|scroll/.test(getComputedStyle(box).overflowY)) boxes.push(box)
      }
      for (const box of boxes) {
        const before = box.scrollTop
        await stepThrough(box, before, { maxHeight: Infinity, maxSteps })
        box.scrollTo({ top: before, behavior: 'instant' })
      }
      return boxes.length
    },

    /** Notes how far boxes are scrolled: pages move some of them along when the document is. */
    noteScrolledBoxes(): void {
      const isMoved = ({ scrollLeft, scrollTop }: Element) => scrollTop !== 0 || scrollLeft !== 0
      const moved = [...elements()].filter((box) => isMoved(box) && box !== document.scrollingElement)
      scrolled = moved.map((box) => {
        return { box, left: box.scrollLeft, top: box.scrollTop, height: box.scrollHeight }
      })
    },

    /** Back to where a reader begins; boxes as they were noted, unless they have been filled with something else since. */
    async scrollToTop(): Promise<void> {
      scrollTo({ top: 0, left: 0, behavior: 'instant' })
      await frame()
      for (const { box, left, top, height } of scrolled)
        if (box.scrollHeight === height) box.scrollTo({ left, top, behavior: 'instant' })
    },

    /** Resolves when the pictures that are on their way have come, and been decoded. */
    async picturesReady(): Promise<true> {
      const coming = [...document.images].filter((image) => !image.complete && image.currentSrc !== '')
      // Rejected when it has no picture in it: then there is nothing to wait for.
      await Promise.all(coming.map((image) => image.decode().catch(() => {})))
      return true
    },

    /** Brings what fades or slides in to its end; returns how many animations were running. */
    async endAnimations(): Promise<number> {
      const running = document.getAnimations().filter(({ playState, playbackRate, effect, timeline }) => {
        const isTimed = timeline instanceof DocumentTimeline
        const isMoving = playState === 'running' && playbackRate !== 0
        return isTimed && isMoving && Number.isFinite(effect?.getComputedTiming().endTime)
      })
      for (const animation of running) animation.finish()
      if (running.length > 0) await frame()
      return running.length
    },
  }
}

export type Settler = ReturnType<typeof createSettler>
export const SETTLER = helperSource('settler', createSettler)
