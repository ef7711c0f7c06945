// Runs in the page's isolated world: writes what no longer has elements of its own: plugins, framesets, marquees, backdrops.
import type { AttributeWriter, PageReaders } from './in-page-attributes.ts'

export interface BoxWriter {
  /** Writes what an `object` or `embed` shows; false when that is its fallback. */
  writeEmbedded(element: HTMLObjectElement | HTMLEmbedElement): boolean
  writeMarquee(element: HTMLMarqueeElement, writeChildren: () => void): void
  writeFrameset(frameset: HTMLFrameSetElement): void
  /** The box below an element of the top layer; nothing for others. */
  writeBackdrop(element: Element): void
}

/** Self-contained: its source text is sent to the page, so it may name nothing outside of itself but types. */
export function createBoxWriter(readers: PageReaders, attributes: AttributeWriter): BoxWriter {
  const { output, state } = readers
  const { add, addAttribute, addResource } = output
  const MIN_EDGED_GAP_PX = 3

  /** Plugins are no more; what an `object` or `embed` shows is a document or a picture, or else its fallback. */
  function writeEmbedded(element: HTMLObjectElement | HTMLEmbedElement): boolean {
    const { width, height } = element.getBoundingClientRect()
    const { display, verticalAlign, margin } = getComputedStyle(element)
    const style = `display:${display === 'inline' ? 'inline-block' : display};vertical-align:${verticalAlign};margin:${margin};border:0;width:${width}px;height:${height}px`
    const frame = readers.frameOf(element)
    if (frame !== null) {
      attributes.writeFrameBox(frame, style)
      return true
    }
    const url = element instanceof HTMLObjectElement ? element.data : element.src
    const isPicture =
      element.type.startsWith('image/') ||
      /\.(svg|png|jpe?g|gif|webp|avif)$/i.test(url.split(/[?#]/, 1)[0] ?? '')
    const hasFallback = [...element.children].some((child) => child.getClientRects().length > 0)
    if (!isPicture || hasFallback) return false
    add('<img alt=""')
    addAttribute('style', style)
    addResource('src', url, 'empty')
    add('>')
    return true
  }

  // Stopped where it is; what has run out of sight is shown from its beginning.
  function writeMarquee(element: HTMLMarqueeElement, writeChildren: () => void) {
    element.stop()
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect()
    const { backgroundColor, verticalAlign, margin, display } = getComputedStyle(element)
    const content = new Range()
    content.selectNodeContents(element)
    const inner = content.getBoundingClientRect()
    const isSeen = inner.right > left && inner.left < right && inner.bottom > top && inner.top < bottom
    const isHorizontal = !/^(up|down)$/i.test(element.direction)
    const [x, y] = isSeen ? [inner.left - left, isHorizontal ? 0 : inner.top - top] : [0, 0]
    add('<linkhome-marquee')
    addAttribute(
      'style',
      `display:${display === 'inline' ? 'inline-block' : display};box-sizing:border-box;overflow:hidden;width:${width}px;height:${height}px;margin:${margin};vertical-align:${verticalAlign};background-color:${backgroundColor}`,
    )
    add('><linkhome-text')
    addAttribute(
      'style',
      `display:block;position:relative;left:${x}px;top:${y}px;${isHorizontal ? 'width:max-content;white-space:nowrap' : ''}`,
    )
    add('>')
    writeChildren()
    add('</linkhome-text></linkhome-marquee>')
  }

  // The edges that a browser draws on both sides of the gap between two frames, where it is wide enough for them.
  function frameEdges(box: DOMRect, neighbours: DOMRect[]): string {
    const isEdged = (gapTo: (other: DOMRect) => number) => {
      const nearest = Math.min(...neighbours.map(gapTo).filter((gap) => gap >= 0))
      return nearest >= MIN_EDGED_GAP_PX && nearest < Infinity
    }
    const edges = [
      isEdged(({ left }) => left - box.right) && '1px 0 #aaa',
      isEdged(({ top }) => top - box.bottom) && '0 1px #aaa',
      isEdged(({ right }) => box.left - right) && '-1px 0 #000',
      isEdged(({ bottom }) => box.top - bottom) && '0 -1px #000',
    ].filter(Boolean)
    return edges.length > 0 ? `;box-shadow:${edges.join()}` : ''
  }

  // A `frame` cannot hold a document of ours: boxes of the same place and size can.
  function writeFrames(frameset: HTMLFrameSetElement) {
    const children = [...frameset.children].filter(({ localName }) => /^frame(set)?$/.test(localName))
    const boxes = children.map((child) => child.getBoundingClientRect())
    for (const [at, element] of children.entries()) {
      const box = boxes[at]!
      const { left, top, right, bottom, width, height } = box
      const wide = right >= innerWidth - 1 ? `calc(100% - ${left}px)` : `${width}px`
      const high = bottom >= innerHeight - 1 ? `calc(100% - ${top}px)` : `${height}px`
      const place = `position:absolute;left:${left}px;top:${top}px;width:${wide};height:${high}${frameEdges(box, boxes)}`
      const frame = readers.frameOf(element)
      if (element instanceof HTMLFrameSetElement) {
        add('<linkhome-frames')
        addAttribute('style', `${place};background:${gapColor(element)}`)
        add('></linkhome-frames>')
        writeFrames(element)
      } else if (frame !== null) attributes.writeFrameBox(frame, `${place};border:0;background:#fff`)
    }
  }

  const gapColor = (frameset: HTMLFrameSetElement) =>
    frameset.hasAttribute('bordercolor') ? getComputedStyle(frameset).borderLeftColor : 'transparent'

  function writeFrameset(frameset: HTMLFrameSetElement) {
    const color = frameset.hasAttribute('bordercolor') ? gapColor(frameset) : '#d0d0d0'
    add(`<body style="margin:0;height:100vh;overflow:hidden;position:relative;background:${color}">`)
    writeFrames(frameset)
    add('</body>')
  }

  // The backdrop is no element and has no place without a top layer: a box below the dialog takes its colour.
  function writeBackdrop(element: Element) {
    const level = state.levelOf(element)
    if (level === null) return
    const { backgroundColor, backgroundImage, backdropFilter, display } = getComputedStyle(
      element,
      '::backdrop',
    )
    if (display === 'none') return
    const image = backgroundImage.includes('url(') ? 'none' : backgroundImage
    const filter =
      backdropFilter === 'none' || backdropFilter.includes('url(') ? '' : `;backdrop-filter:${backdropFilter}`
    add('<linkhome-backdrop')
    addAttribute(
      'style',
      `position:fixed;inset:0;z-index:${level - 1};background:${image} ${backgroundColor}${filter}`,
    )
    add('></linkhome-backdrop>')
  }

  return { writeEmbedded, writeMarquee, writeFrameset, writeBackdrop }
}
