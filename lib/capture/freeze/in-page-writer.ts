// Runs in the page's isolated world: writes the live DOM as inert markup, element by element, shadow trees included.
import type { SpriteReader } from './in-page-sprites.ts'
import type { StateReader } from './in-page-state.ts'
import type { StyleReader } from './in-page-styles.ts'
import type { FrozenFrame, Piece } from './pieces.ts'

export interface DocumentWriter {
  write(): FrozenFrame
}

/** What the page cannot tell by itself. */
export interface WriterInput {
  rootOf(host: Element): ShadowRoot | null
  /** Number of the child frame that an element holds, or null. */
  frameOf(element: Element): number | null
  maxCharacters: number
}

/** Self-contained: its source text is sent to the page, so it may name nothing outside of itself but types. */
export function createDocumentWriter(
  styles: StyleReader,
  state: StateReader,
  sprites: SpriteReader,
  input: WriterInput,
): DocumentWriter {
  const HTML = 'http://www.w3.org/1999/xhtml'
  const SVG = 'http://www.w3.org/2000/svg'
  const XLINK = 'http://www.w3.org/1999/xlink'
  const set = (words: string) => new Set(words.split(' '))

  const VOID = set('area base br col embed hr img input link meta source track wbr')
  // Nothing of these is shown without scripts, or what they hold is not ours to trust.
  const DROPPED = set(
    'script noscript template base embed applet param frame portal fencedframe noembed noframes track',
  )
  // Their text would be raw: it could hold an end tag that the DOM allowed and the parser obeys.
  const RENAMED: Record<string, string> = { xmp: 'pre', plaintext: 'pre', listing: 'pre', object: 'span' }
  // A parser leaves SVG or MathML at these names, whatever the DOM said.
  const BREAKOUT = set(
    'b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre ruby s small span strong strike sub sup table tt u ul var font script style',
  )
  const INTEGRATION = set('foreignobject desc title annotation-xml mi mo mn ms mtext')
  const REMOVED_ATTRIBUTES = set(
    'action formaction ping manifest integrity nonce crossorigin referrerpolicy fetchpriority loading srcset sizes imagesrcset imagesizes autofocus autoplay background src href data poster codebase classid archive code srcdoc target download attributionsrc profile longdesc cite lowsrc dynsrc preload http-equiv shadowrootmode shadowroot contenteditable base is',
  )
  const KEPT_META =
    /^(viewport|theme-color|color-scheme|description|author|keywords|generator|article:.*|og:.*|twitter:.*)$/i
  // What browsers say of dialogs and popovers in the top layer, in words that pages can still overrule.
  const TOP_LAYER_STYLE =
    '<style>:where([data-linkhome-modal]){position:fixed;inset-block:0;overflow:auto;max-width:calc(100% - 6px - 2em);' +
    'max-height:calc(100% - 6px - 2em);z-index:2147483647}:where([data-linkhome-popover]){position:fixed;inset:0;' +
    'width:fit-content;height:fit-content;margin:auto;border:solid;padding:.25em;overflow:auto;color:CanvasText;' +
    'background-color:Canvas;z-index:2147483647}</style>'
  // CSS that could name an address, spelled with escapes or not.
  const MAY_LOAD = /url|image-set|src\s*\(|\\/i
  const LINK_SCHEMES = /^(https?|mailto|tel):/i
  const MAX_DEPTH = 1_500

  let pieces: Piece[] = []
  let markup = ''
  let characters = 0
  const texts: string[] = []
  // SVG files used in the tree that is being written, and their drawings, which go to its end.
  let usedFiles = new Set<string>()
  let drawings: Element[] = []

  const add = (text: string) => {
    markup += text
    characters += text.length
  }
  const addPiece = (piece: Exclude<Piece, string>) => {
    pieces.push(markup, piece)
    markup = ''
    if ('css' in piece) characters += piece.css?.length ?? 0
  }
  const clean = (text: string) =>
    text.replaceAll('\0', '').toWellFormed().replaceAll('&', '&amp;').replaceAll('\u00a0', '&nbsp;')
  const escapeText = (text: string) =>
    clean(text).replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;')
  const escapeAttribute = (text: string) =>
    clean(text)
      .replaceAll('"', '&quot;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('\r', '&#13;')
  const addAttribute = (name: string, value: string) => add(` ${name}="${escapeAttribute(value)}"`)
  const addResource = (attribute: string, url: string, whenMissing: 'drop' | 'empty') =>
    addPiece({ kind: 'resource', attribute, url, whenMissing })
  const absolute = (url: string | null | undefined) =>
    url != null && url.trim() !== '' && URL.canParse(url, document.baseURI)
      ? new URL(url, document.baseURI).href
      : null

  const nameOf = (element: Element) =>
    element.namespaceURI === HTML ? element.localName : element.tagName.split(':').at(-1)!
  const isWritableName = (name: string) => /^[a-z][^\s/>\0<"'=]*$/i.test(name)

  // A dropped element leaves an empty template behind, which is never shown but counts for :nth-child() and +.
  function drop(element: Element) {
    if (element.parentNode !== document.head && element.parentNode instanceof Node)
      add('<template></template>')
  }

  function linkTarget(element: Element) {
    const own = element.getAttribute('href') ?? element.getAttributeNS(XLINK, 'href')
    const url = absolute(own)
    if (own === null || url === null || !LINK_SCHEMES.test(url)) return
    const [page, fragment] = url.split('#', 2)
    if (fragment !== undefined && page === document.baseURI.split('#', 1)[0])
      return addAttribute('href', `#${fragment}`)
    addAttribute('href', url)
    add(' target="_blank" rel="noopener noreferrer"')
  }

  function imageSource(image: HTMLImageElement) {
    // A picture that is still to come (loading="lazy") shows nothing: no source at all shows nothing, too.
    const url = image.currentSrc || absolute(image.getAttribute('src'))
    if (!url) return
    const density = state.imageDensity(image)
    // `src` would be a second candidate, of density 1, and the better one for most screens.
    if (Math.abs(density - 1) > 0.005) return addPiece({ kind: 'density', url, density })
    addResource('src', url, image.complete ? 'empty' : 'drop')
  }

  function mediaSource(media: HTMLMediaElement) {
    if (media.currentSrc) addResource('src', media.currentSrc, 'drop')
    if (!(media instanceof HTMLVideoElement)) return
    const pixels = media.poster && media.currentTime === 0 ? null : state.videoPixels(media)
    if (pixels) addPiece({ kind: 'pixels', attribute: 'poster', pixels })
    else if (media.poster) addResource('poster', media.poster, 'drop')
    add(' preload="metadata"')
  }

  function useSprite(url: string) {
    const sprite = sprites.take(url, usedFiles)
    if (!sprite) return
    addAttribute('href', sprite.reference)
    if (sprite.drawing) drawings.push(sprite.drawing)
  }

  // A shadow tree finds ids in itself only, so each tree bears the drawings that it uses.
  function writeTree(write: () => void) {
    const [outerFiles, outerDrawings] = [usedFiles, drawings]
    usedFiles = new Set()
    drawings = []
    write()
    for (const drawing of drawings) writeElement(drawing, 1)
    usedFiles = outerFiles
    drawings = outerDrawings
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
    const background = element.namespaceURI === HTML ? absolute(element.getAttribute('background')) : null
    if (background) addResource('background', background, 'empty')
    const frame = input.frameOf(element)
    if (name === 'iframe') add(' sandbox="allow-popups allow-popups-to-escape-sandbox"')
    if (frame !== null && name === 'iframe') addPiece({ kind: 'frame', frame })
  }

  function styleAttribute(element: Element) {
    const own = element.getAttribute('style') ?? ''
    const pixels = element instanceof HTMLCanvasElement ? state.canvasPixels(element) : null
    const css = own + state.stateStyle(element)
    if (css === '' && !pixels) return
    if (!pixels && !MAY_LOAD.test(css)) return addAttribute('style', css)
    addPiece({ kind: 'css-attribute', attribute: 'style', css, base: document.baseURI, pixels })
  }

  function attributes(element: Element, name: string) {
    const current = state.formState(element)
    for (const { name: attribute, localName, value } of element.attributes) {
      const lower = localName.toLowerCase()
      if (lower === 'style' || lower in current || REMOVED_ATTRIBUTES.has(lower)) continue
      if (lower.startsWith('on') || !isWritableName(attribute) || /^\s*javascript:/i.test(value)) continue
      if (name === 'iframe' && (lower === 'sandbox' || lower === 'name' || lower === 'allow')) continue
      if (name === 'a' && lower === 'rel') continue
      if (lower === 'popover' && element.matches(':popover-open')) continue
      const isCss = element.namespaceURI === SVG && /url\(|\\/i.test(value)
      if (isCss)
        addPiece({ kind: 'css-attribute', attribute, css: value, base: document.baseURI, pixels: null })
      else addAttribute(attribute, value)
    }
    for (const [attribute, value] of Object.entries(current)) {
      if (value !== null) addAttribute(attribute, value)
    }
    if (name.includes('-') && element.namespaceURI === HTML && !element.matches(':defined')) {
      add(' data-linkhome-undefined=""')
    }
    const mark = state.topLayerMark(element)
    if (mark) add(` ${mark}=""`)
    styleAttribute(element)
    references(element, name)
  }

  function writeTopLayerStyle(root: Document | ShadowRoot) {
    if (root.querySelector(':modal, :popover-open')) add(TOP_LAYER_STYLE)
  }

  // The backdrop is no element and has no place without a top layer: a box below the dialog takes its colour.
  function writeBackdrop(element: Element) {
    if (state.topLayerMark(element) === null) return
    const { backgroundColor, backgroundImage } = getComputedStyle(element, '::backdrop')
    const image = backgroundImage.includes('url(') ? 'none' : backgroundImage
    const style = `position:fixed;inset:0;z-index:2147483646;background:${image} ${backgroundColor}`
    add(`<div style="${escapeAttribute(style)}"></div>`)
  }

  function sheetAttributes(element: Element): string {
    const media = element.getAttribute('media')
    const id = element.getAttribute('id')
    const say = (name: string, value: string | null) => (value ? ` ${name}="${escapeAttribute(value)}"` : '')
    return say('media', media) + say('id', id) + say('class', element.getAttribute('class'))
  }

  function writeStyle(element: HTMLStyleElement | SVGStyleElement) {
    const css = styles.ofStyleElement(element)
    if (css === null) return drop(element)
    add(`<style${sheetAttributes(element)}>`)
    addPiece({ kind: 'css-text', css, base: document.baseURI, isForeign: element.namespaceURI !== HTML })
    add('</style>')
  }

  function writeLink(element: HTMLLinkElement) {
    const relations = element.rel.toLowerCase().split(/\s+/)
    if (relations.includes('stylesheet')) {
      const sheet = styles.ofLinkElement(element)
      if (sheet) return addPiece({ kind: 'sheet', attributes: sheetAttributes(element), ...sheet })
    } else if (relations.includes('icon') && element.href) {
      return addPiece({ kind: 'icon', url: element.href, attributes: '' })
    } else if (relations.includes('canonical') && LINK_SCHEMES.test(element.href)) {
      return add(`<link rel="canonical" href="${escapeAttribute(element.href)}">`)
    }
    drop(element)
  }

  function writeMeta(element: HTMLMetaElement) {
    const name = element.getAttribute('name') ?? element.getAttribute('property') ?? ''
    if (!KEPT_META.test(name) || element.httpEquiv) return drop(element)
    const kind = element.hasAttribute('name') ? 'name' : 'property'
    add('<meta')
    addAttribute(kind, name)
    addAttribute('content', element.content)
    add('>')
  }

  function writeAdopted(root: Document | ShadowRoot) {
    for (const { css, media, base } of styles.adoptedBy(root)) {
      if (css === '') continue
      const attributes = media ? ` media="${escapeAttribute(media)}"` : ''
      // Components share their sheets: as parts of their own they are stored and read once.
      addPiece({ kind: 'sheet', attributes, css, base })
    }
  }

  function writeShadow(root: ShadowRoot, depth: number) {
    add(
      `<template shadowrootmode="${root.mode}"${root.delegatesFocus ? ' shadowrootdelegatesfocus=""' : ''}>`,
    )
    state.enter(root)
    writeTopLayerStyle(root)
    writeTree(() => writeChildren(root, depth))
    writeAdopted(root)
    add('</template>')
    for (const child of root.children) {
      if (child instanceof HTMLElement && child.checkVisibility()) texts.push(child.innerText)
    }
  }

  /** Is this an element that a parser would build at this place again? */
  function isReproducible(element: Element, name: string): boolean {
    const parent = element.parentElement
    const parentNamespace = parent?.namespaceURI ?? HTML
    const isIntegration = parent !== null && INTEGRATION.has(nameOf(parent).toLowerCase())
    if (element.namespaceURI === HTML) return parentNamespace === HTML || isIntegration
    if (BREAKOUT.has(name) && name !== 'style') return false
    return parentNamespace === element.namespaceURI || name === 'svg' || name === 'math'
  }

  function isAnimatedReference(element: Element): boolean {
    return (
      element instanceof SVGAnimationElement &&
      /^(xlink:)?href$|^on/i.test(element.getAttribute('attributeName') ?? '')
    )
  }

  function writeElement(element: Element, depth: number) {
    const name = nameOf(element)
    if (DROPPED.has(name.toLowerCase()) || !isReproducible(element, name) || isAnimatedReference(element))
      return drop(element)
    if (element instanceof HTMLStyleElement || element instanceof SVGStyleElement) return writeStyle(element)
    if (element instanceof HTMLLinkElement) return writeLink(element)
    if (element instanceof HTMLMetaElement) return writeMeta(element)
    // Pictures and media speak through currentSrc.
    if (element instanceof HTMLSourceElement) return drop(element)
    const written = element.namespaceURI === HTML ? (RENAMED[name] ?? name) : name
    if (!isWritableName(written)) return drop(element)
    add(`<${written}`)
    attributes(element, name)
    add('>')
    if (element.namespaceURI === HTML && VOID.has(written)) return
    writeContent(element, written, depth)
    add(`</${written}>`)
    writeBackdrop(element)
  }

  function writeObjectPicture(element: HTMLObjectElement): boolean {
    if (
      !element.type.startsWith('image/') &&
      !/\.(svg|png|jpe?g|gif|webp)$/i.test(element.data.split(/[?#]/, 1)[0] ?? '')
    )
      return false
    const { width, height } = element.getBoundingClientRect()
    add(`<img alt="" style="width:${width}px;height:${height}px"`)
    addResource('src', element.data, 'empty')
    add('>')
    return true
  }

  function writeContent(element: Element, written: string, depth: number) {
    // Fallback for browsers of the nineties, and for pages without scripts: nobody saw it.
    if (element instanceof HTMLIFrameElement || element instanceof HTMLCanvasElement) return
    if (element instanceof HTMLObjectElement && writeObjectPicture(element)) return
    const root = input.rootOf(element)
    if (root) writeShadow(root, depth + 1)
    const text = state.formText(element)
    if (text !== null) return add(`\n${escapeText(text)}`)
    // The parser swallows one line feed after these tags.
    if (written === 'pre' && element.firstChild?.nodeValue?.startsWith('\n')) add('\n')
    writeChildren(element, depth)
  }

  function writeChildren(parent: ParentNode & Node, depth: number) {
    if (depth > MAX_DEPTH || characters > input.maxCharacters) return
    for (const child of parent.childNodes) {
      if (child instanceof Element) writeElement(child, depth + 1)
      else if (child instanceof Text) add(escapeText(child.data))
    }
  }

  function writeDoctype() {
    const { doctype } = document
    if (!doctype) return
    const quote = (text: string) => `"${text.replaceAll(/["<>]/g, '')}"`
    const system = doctype.systemId ? ` ${quote(doctype.systemId)}` : ''
    const external = doctype.publicId
      ? ` PUBLIC ${quote(doctype.publicId)}${system}`
      : system && ` SYSTEM${system}`
    add(`<!DOCTYPE ${isWritableName(doctype.name) ? doctype.name : 'html'}${external}>`)
  }

  function writeHead(head: HTMLHeadElement | null) {
    add('<head><meta charset="utf-8">')
    writeTopLayerStyle(document)
    if (head) writeChildren(head, 1)
    writeAdopted(document)
    add('</head>')
  }

  function writeRoot(root: Element) {
    add('<html')
    attributes(root, 'html')
    add('>')
    writeHead(document.head)
    writeTree(() => {
      for (const child of root.children) {
        if (child !== document.head) writeElement(child, 1)
      }
    })
    add('</html>')
  }

  return {
    write() {
      state.enter(document)
      const body = document.body instanceof HTMLBodyElement ? document.body.innerText : ''
      texts.push(body)
      writeDoctype()
      const root = document.documentElement
      if (root?.namespaceURI === HTML) writeRoot(root)
      else if (root) {
        add('<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>')
        writeElement(root, 1)
        add('</body></html>')
      }
      pieces.push(markup)
      const isTooLarge = characters > input.maxCharacters
      return {
        pieces,
        charset: document.characterSet,
        title: document.title,
        text: texts.join('\n'),
        isTooLarge,
      }
    },
  }
}
