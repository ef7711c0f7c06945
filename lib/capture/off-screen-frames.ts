// What runs in the page to photograph frames that lie outside of the window: it finds them, shows them and puts all back.
import { helperSource } from './isolated-world.ts'

/** In CSS pixels of the page. */
export interface PageBox {
  left: number
  top: number
  right: number
  bottom: number
}

/** Makes the helper; it runs in a world of ours. */
function createFrameFinder() {
  /** A frame of another origin, and the element of this document that it lies in: itself, or a frame of our origin. */
  interface Found {
    outer: Element
    box: PageBox
    read(): PageBox
  }

  /** Marks what we hide: an animation leaves no trace in the markup that a page could notice. */
  const HIDDEN = 'linkhome-hidden'
  /** Whether a frame is drawn is decided at the end of one frame; the next one draws it, and one more shows it. */
  const DRAWN_AFTER = 3
  let start = { left: 0, top: 0 }
  let found: Found[] = []

  const toPage = ({ left, top, right, bottom }: PageBox): PageBox => ({
    left: left + scrollX,
    top: top + scrollY,
    right: right + scrollX,
    bottom: bottom + scrollY,
  })
  const overlap = (one: PageBox, other: PageBox) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom
  const inWindow = (): PageBox => toPage({ left: 0, top: 0, right: innerWidth, bottom: innerHeight })

  // By its name: a frame inside of another one is of classes of its own.
  const isFrame = (element: Element): element is HTMLIFrameElement | HTMLFrameElement =>
    element.localName === 'iframe' || element.localName === 'frame'

  function* elementsIn(root: Document | ShadowRoot): Generator<Element> {
    for (const element of root.querySelectorAll('*')) {
      yield element
      if (element.shadowRoot) yield* elementsIn(element.shadowRoot)
    }
  }

  function* framesIn(root: Document, offset: () => { left: number; top: number }): Generator<Found> {
    for (const frame of elementsIn(root)) {
      if (!isFrame(frame) || !frame.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
        continue
      const within = () => {
        const [{ left, top, right, bottom }, by] = [frame.getBoundingClientRect(), offset()]
        return { left: left + by.left, top: top + by.top, right: right + by.left, bottom: bottom + by.top }
      }
      const inside = frame.contentDocument
      if (!inside) yield { outer: frame, read: () => toPage(within()), box: toPage(within()) }
      else for (const inner of framesIn(inside, within)) yield { ...inner, outer: frame }
    }
  }

  /** Boxes of the frames of other origins that no window has shown since the page stands as it does. */
  function list(most: number): PageBox[] {
    start = { left: scrollX, top: scrollY }
    const shown = inWindow()
    const all = framesIn(document, () => ({ left: 0, top: 0 }))
    found = [...all].filter(({ box }) => !overlap(box, shown)).slice(0, most)
    return found.map(({ box }) => box)
  }

  function holds(element: Element, inner: Element): boolean {
    for (let at: Node | null = inner; at;) {
      if (at === element) return true
      at = at instanceof ShadowRoot ? at.host : (at instanceof Element && at.assignedSlot) || at.parentNode
    }
    return false
  }

  /** What follows the window lies over the frame only while it is looked at; what fills the window always does. */
  function hideCovers({ outer }: Found, area: PageBox): void {
    for (const element of elementsIn(document)) {
      if (!/^(?:fixed|sticky)$/.test(getComputedStyle(element).position)) continue
      const rect = element.getBoundingClientRect()
      const fills = rect.width >= innerWidth && rect.height >= innerHeight
      if (fills || !overlap(toPage(rect), area) || holds(element, outer)) continue
      element.animate({ opacity: [0, 0] }, { id: HIDDEN, duration: 0, fill: 'forwards' })
    }
  }

  function showCovers(): void {
    for (const animation of document.getAnimations()) if (animation.id === HIDDEN) animation.cancel()
  }

  const isNear = (one: PageBox, other: PageBox) =>
    Math.abs(one.left - other.left) <= 1 && Math.abs(one.top - other.top) <= 1

  /**
   * Brings the part of a frame from `top` on into the window. Gives the part that can be seen; null when the frame has
   * moved in the page by that, as what is pinned does.
   */
  async function show(at: number, top: number): Promise<PageBox | null> {
    showCovers()
    const frame = found[at]
    if (!frame) return null
    // No further down than needed: the less of a page has been scrolled by, the less of it is stuck.
    scrollTo({ top: Math.min(top, Math.max(0, frame.box.bottom - innerHeight)), behavior: 'instant' })
    const [box, shown] = [frame.read(), inWindow()]
    if (!isNear(box, frame.box) || !overlap(box, shown)) return null
    const area = {
      left: Math.max(box.left, shown.left),
      top: Math.max(box.top, shown.top),
      right: Math.min(box.right, shown.right),
      bottom: Math.min(box.bottom, shown.bottom),
    }
    hideCovers(frame, area)
    for (let count = 0; count < DRAWN_AFTER; count += 1)
      await new Promise((resolve) => requestAnimationFrame(resolve))
    return isNear(frame.read(), frame.box) ? area : null
  }

  function putBack(): void {
    showCovers()
    scrollTo({ ...start, behavior: 'instant' })
  }

  return { list, show, putBack }
}

export type FrameFinder = ReturnType<typeof createFrameFinder>
export const FRAME_FINDER = helperSource('frames', createFrameFinder)
