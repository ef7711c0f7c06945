// Runs in the page's isolated world: writes the attributes of an element, and what it refers to, so that nothing acts or loads.
import type { PageDom } from './in-page-dom.ts'
import type { MotionReader } from './in-page-motion.ts'
import type { PageOutput } from './in-page-output.ts'
import type { PictureReader } from './in-page-pictures.ts'
import type { PixelReader } from './in-page-pixels.ts'
import type { ScrollReader } from './in-page-scroll.ts'
import type { SpriteReader } from './in-page-sprites.ts'
import type { StateReader } from './in-page-state.ts'

/** What the makers of the in-page script know of each other. */
export interface PageReaders {
  dom: PageDom
  output: PageOutput
  state: StateReader
  motion: MotionReader
  pixels: PixelReader
  pictures: PictureReader
  scroll: ScrollReader
  sprites: SpriteReader
  /** Number of the child frame that an element holds, or null. */
  frameOf(element: Element): number | null
}

export interface AttributeWriter {
  /** @param name  of the element that is written, which may be another than the element's own */
  write(element: Element, name: string): void
  /** A box of a given size and place that holds child frame number `frame`. */
  writeFrameBox(frame: number, style: string): void
  /** SVG files used since, whose drawings belong to the tree that is being written. */
  withDrawings(write: () => void, writeDrawing: (drawing: Element) => void): void
}

/** Self-contained: its source text is sent to the page, so it may name nothing outside of itself but types. */
export function createAttributeWriter(readers: PageReaders): AttributeWriter {
  const { dom, output, state, motion, pixels, pictures, scroll, sprites } = readers
  const { doc, readable, absolute } = dom
  const { add, addPiece, addAttribute, addResource } = output
  const HTML = 'http://www.w3.org/1999/xhtml'
  const SVG = 'http://www.w3.org/2000/svg'
  const XLINK = 'http://www.w3.org/1999/xlink'
  const REMOVED = new Set(
    'action formaction ping manifest integrity nonce crossorigin referrerpolicy fetchpriority loading srcset sizes imagesrcset imagesizes autofocus autoplay background src href data poster codebase classid archive code srcdoc target download attributionsrc profile longdesc cite lowsrc dynsrc preload http-equiv shadowrootmode shadowroot base xml:base xlink:href formtarget blocking charset srclang'.split(
      ' ',
    ),
  )
  const FRAME_REMOVED = new Set('sandbox name allow allowfullscreen credentialless csp'.split(' '))
  // CSS that could name an address, spelled with escapes or not.
  const MAY_LOAD = /url|image-set|cross-fade|src\s*\(|\\/i
  const LINK_SCHEMES = /^(https?|mailto|tel):/i
  const SANDBOX = ' sandbox="allow-popups allow-popups-to-escape-sandbox"'

  // SVG files used in the tree that is being written, and their drawings, which go to its end.
  let usedFiles = new Set<string>()
  let drawings: Element[] = []

  const isWritable = (name: string) => /^[a-z][^\s/>\0<"'=]*$/i.test(name)

  function linkTarget(element: Element) {
    const own = element.getAttribute('href') ?? element.getAttributeNS(XLINK, 'href')
    const url = absolute(own)
    if (own === null || url === null || !LINK_SCHEMES.test(url)) return
    const [page, fragment] = url.split('#', 2)
    if (fragment !== undefined && page === doc.baseURI.split('#', 1)[0])
      return addAttribute('href', `#${fragment}`)
    addAttribute('href', url)
    add(' target="_blank" rel="noopener noreferrer"')
  }

  function imageSource(image: HTMLImageElement) {
    // Pictures of other origins are turned by their own facts whatever the style says; parts allow to be asked as friends.
    if (getComputedStyle(image).imageOrientation === 'none') add(' crossorigin="anonymous"')
    // A picture that is still to come (loading="lazy") shows nothing: no source at all shows nothing, too.
    const url = image.currentSrc || absolute(image.getAttribute('src'))
    if (!url) return
    const density = pictures.densityOf(image)
    // `src` would be a second candidate, of density 1, and the better one for most screens.
    if (Math.abs(density - 1) > 0.005) return addPiece({ kind: 'density', url, density })
    addResource('src', url, image.complete ? 'empty' : 'drop')
  }

  function mediaSource(media: HTMLMediaElement) {
    if (media.currentSrc) addResource('src', media.currentSrc, 'drop')
    if (!(media instanceof HTMLVideoElement)) return
    const frame = media.poster && media.currentTime === 0 ? null : pixels.videoPixels(media)
    if (frame) addPiece({ kind: 'pixels', attribute: 'poster', pixels: frame })
    else if (media.poster) addResource('poster', media.poster, 'drop')
    add(' preload="metadata"')
  }

  function useSprite(url: string) {
    const sprite = sprites.take(url, usedFiles)
    if (!sprite) return
    addAttribute('href', sprite.reference)
    if (sprite.drawing) drawings.push(sprite.drawing)
  }

  // References of SVG: a fragment stays, a picture becomes a part, everything else could load and goes.
  function svgReference(element: Element, name: string) {
    const own = element.getAttribute('href') ?? element.getAttributeNS(XLINK, 'href')
    if (own === null) return
    if (own.startsWith('#')) return addAttribute('href', own)
    const url = absolute(own)
    if (url && name === 'use') return useSprite(url)
    if (url && (name === 'image' || name === 'feImage')) addResource('href', url, 'empty')
  }

  function references(element: Element, name: string) {
    if (
      element instanceof HTMLAnchorElement ||
      element instanceof HTMLAreaElement ||
      element instanceof SVGAElement
    )
      linkTarget(element)
    else if (element instanceof HTMLImageElement) imageSource(element)
    else if (element instanceof HTMLMediaElement) mediaSource(element)
    else if (element instanceof HTMLInputElement && element.type === 'image' && element.src)
      addResource('src', element.src, 'empty')
    else if (element.namespaceURI === SVG) svgReference(element, name)
    const background =
      element.namespaceURI === HTML ? absolute(readable(element).getAttribute('background')) : null
    if (background) addResource('background', background, 'empty')
    if (name !== 'iframe') return
    add(SANDBOX)
    const frame = readers.frameOf(element)
    if (frame !== null) addPiece({ kind: 'frame', frame })
  }

  // Lengths without a unit count in quirks only, and a frame of ours is never in quirks mode.
  function ownStyle(element: Element): string {
    const text = readable(element).getAttribute('style') ?? ''
    if (doc.compatMode !== 'BackCompat' || text === '') return text
    return element instanceof HTMLElement || element instanceof SVGElement ? element.style.cssText : text
  }

  function styleAttribute(element: Element) {
    const picture = pixels.pixelsOf(element)
    const css = ownStyle(element) + motion.styleOf(element) + state.stateStyle(element)
    if (css === '' && !picture) return
    if (!picture && !MAY_LOAD.test(css)) return addAttribute('style', css)
    addPiece({ kind: 'css-attribute', attribute: 'style', css, base: doc.baseURI, pixels: picture })
  }

  function isKept(attribute: string, localName: string, value: string, elementName: string): boolean {
    const lower = localName.toLowerCase()
    if (lower === 'style' || REMOVED.has(lower) || lower.startsWith('on') || !isWritable(attribute))
      return false
    if (/^\s*(java|vb)script:/i.test(value) || attribute.startsWith('data-linkhome-')) return false
    if (elementName === 'iframe' && FRAME_REMOVED.has(lower)) return false
    return !(lower === 'rel' && (elementName === 'a' || elementName === 'area' || elementName === 'form'))
  }

  function write(element: Element, name: string) {
    const current = state.formState(element)
    const drawn = motion.drawnAs(element)
    const slot = state.slotOf(element)
    const slotAttribute = slot === null ? null : element instanceof HTMLSlotElement ? 'name' : 'slot'
    for (const { name: attribute, localName, value } of readable(element).attributes) {
      if (localName.toLowerCase() in current || drawn.has(localName) || localName === slotAttribute) continue
      if (!isKept(attribute, localName, value, name)) continue
      addValue(element, attribute, value)
    }
    for (const [attribute, value] of drawn) addValue(element, attribute, value)
    if (slotAttribute !== null) addAttribute(slotAttribute, slot ?? '')
    for (const [attribute, value] of Object.entries(current)) {
      if (value !== null) addAttribute(attribute, value)
    }
    if (name.includes('-') && element.namespaceURI === HTML && !element.matches(':defined')) {
      add(' data-linkhome-undefined=""')
    }
    const marks = { ...state.marksOf(element), ...motion.marksOf(element), ...scroll.marksOf(element) }
    for (const [mark, value] of Object.entries(marks)) addAttribute(mark, value)
    styleAttribute(element)
    references(element, name)
  }

  function addValue(element: Element, attribute: string, value: string) {
    const isCss = element.namespaceURI === SVG && /url\(|\\/i.test(value)
    if (isCss) addPiece({ kind: 'css-attribute', attribute, css: value, base: doc.baseURI, pixels: null })
    else addAttribute(attribute, value)
  }

  return {
    write,
    writeFrameBox(frame, style) {
      add('<iframe')
      addAttribute('style', style)
      add(SANDBOX)
      addPiece({ kind: 'frame', frame })
      add('></iframe>')
    },
    // A shadow tree finds ids in itself only, so each tree bears the drawings that it uses.
    withDrawings(writeTree, writeDrawing) {
      const [outerFiles, outerDrawings] = [usedFiles, drawings]
      usedFiles = new Set()
      drawings = []
      writeTree()
      for (const drawing of drawings) writeDrawing(drawing)
      usedFiles = outerFiles
      drawings = outerDrawings
    },
  }
}
