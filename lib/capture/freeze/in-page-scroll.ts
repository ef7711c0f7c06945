// Runs in the page's isolated world: tells how far boxes are scrolled, in rules that scroll them again without any script.
import type { PageDom } from './in-page-dom.ts'

export interface ScrollReader {
  /** Rules for the scrolled boxes of a tree; or ''. */
  rulesOf(root: Document | ShadowRoot): string
  marksOf(element: Element): Record<string, string>
}

/**
 * A pseudo-element that fills just what is seen of the box is its initial scroll target (CSS Scroll Snap 2, 4.1): the
 * browser begins there. It counts for no selector and takes no place. Browsers that do not know it begin at the top.
 *
 * Self-contained: its source text is sent to the page, so it may name nothing outside of itself but types.
 *
 * @param isFrame  the document of a frame is a scrolled box as well; the page itself is shown from its top
 */
export function createScrollReader({ doc, readable, rootsIn }: PageDom, isFrame: boolean): ScrollReader {
  const MARK = 'data-linkhome-scrolled'
  const rules = new Map<Node, string[]>()
  const numbers = new Map<Element, number>()

  const isEmpty = (content: string) => content === 'none' || content === 'normal'

  function look(root: Document | ShadowRoot, element: Element) {
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = readable(element)
    if (scrollLeft === 0 && scrollTop === 0) return
    if (element instanceof HTMLTextAreaElement || element instanceof HTMLInputElement) return
    if (!isFrame && (element === doc.scrollingElement || element === doc.body)) return
    const place = ['::after', '::before'].find((one) => isEmpty(getComputedStyle(element, one).content))
    const isViewport = element === doc.scrollingElement
    const { position, overflowX, overflowY } = getComputedStyle(element)
    if (!place) return
    const number = numbers.size
    numbers.set(element, number)
    const self = `[${MARK}="${number}"]`
    const known = rules.get(root) ?? []
    rules.set(root, known)
    if (position === 'static' && !isViewport) known.push(`${self}{position:relative}`)
    // A box whose sheet is still on its way would hand its target on to the page.
    if (!isViewport) known.push(`${self}{overflow:${overflowX} ${overflowY}}`)
    known.push(
      `${self}${place}{content:""!important;display:block!important;position:absolute!important;left:${scrollLeft}px!important;top:${scrollTop}px!important;` +
        `width:${clientWidth}px!important;height:${clientHeight}px!important;margin:0!important;padding:0!important;border:0!important;background:none!important;` +
        'pointer-events:none!important;visibility:hidden!important;scroll-initial-target:nearest!important}',
    )
  }

  for (const root of rootsIn(doc)) {
    for (const element of root.querySelectorAll('*')) look(root, element)
  }

  return {
    rulesOf: (root) => (rules.get(root) ?? []).join(''),
    marksOf(element): Record<string, string> {
      const number = numbers.get(element)
      return number === undefined ? {} : { [MARK]: String(number) }
    },
  }
}
