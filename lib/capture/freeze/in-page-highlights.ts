// Runs in the page's isolated world: cuts text where custom highlights (CSS Custom Highlight API) begin and end.
import type { PageDom } from './in-page-dom.ts'

export interface HighlightReader {
  /** The text in pieces, each with the declarations that its highlights mean; null when none touches it. */
  cut(text: Text): { data: string; style: string }[] | null
}

/** Self-contained: its source text is sent to the page, so it may name nothing outside of itself but types. */
export function createHighlightReader({ readable }: PageDom): HighlightReader {
  const MAX_SPANS = 20_000
  const PROPERTIES = ['color', 'background-color', 'text-decoration', 'text-shadow', '-webkit-text-stroke']
  const spans = new Map<Text, { start: number; end: number; name: string }[]>()
  let count = 0

  function mark(range: AbstractRange, name: string) {
    const { startContainer, endContainer, startOffset, endOffset } = range
    const whole = new Range()
    try {
      whole.setStart(startContainer, startOffset)
      whole.setEnd(endContainer, endOffset)
    } catch {
      return // A static range whose nodes have changed since.
    }
    const top = whole.commonAncestorContainer
    const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT)
    for (
      let node: Node | null = top instanceof Text ? top : walker.nextNode();
      node;
      node = walker.nextNode()
    ) {
      if (!(node instanceof Text) || !whole.intersectsNode(node)) continue
      const start = node === startContainer ? startOffset : 0
      const end = node === endContainer ? endOffset : node.length
      if (start >= end || (count += 1) > MAX_SPANS) continue
      const known = spans.get(node) ?? []
      known.push({ start, end, name })
      spans.set(node, known)
    }
  }

  // Later ones lie above: first by priority, then by the order of registration.
  const highlights = [...(CSS.highlights ?? [])].sort(([, a], [, b]) => a.priority - b.priority)
  for (const [name, highlight] of highlights) for (const range of highlight) mark(range, name)

  function styleOf(element: Element, name: string): string {
    const style = getComputedStyle(element, `::highlight(${CSS.escape(name)})`)
    return PROPERTIES.map((property) => `${property}:${style.getPropertyValue(property)};`).join('')
  }

  return {
    cut(text) {
      const here = spans.get(text)
      const parent = readable(text).parentElement
      if (!here || !parent) return null
      const edges = [...new Set([0, text.length, ...here.flatMap(({ start, end }) => [start, end])])]
      edges.sort((a, b) => a - b)
      return edges.slice(1).map((end, at) => {
        const start = edges[at] ?? 0
        const names = here.filter((span) => span.start <= start && span.end >= end).map(({ name }) => name)
        return {
          data: text.data.slice(start, end),
          style: names.map((name) => styleOf(parent, name)).join(''),
        }
      })
    },
  }
}
