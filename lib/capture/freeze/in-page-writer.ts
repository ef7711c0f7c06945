// Runs in the page's isolated world: writes the live DOM as inert markup, element by element, shadow trees included.
import type { AttributeWriter, PageReaders } from './in-page-attributes.ts'
import type { HighlightReader } from './in-page-highlights.ts'
import type { StyleReader } from './in-page-styles.ts'
import type { FrozenFrame } from './pieces.ts'

export interface DocumentWriter {
  write(): FrozenFrame
}

/** What the writer needs besides what attributes need. */
export interface WriterReaders extends PageReaders {
  styles: StyleReader
  highlights: HighlightReader
  attributes: AttributeWriter
  /** Is this the document of a frame? Those live in `srcdoc`, which knows no quirks mode. */
  isFrame: boolean
  maxCharacters: number
}

/** Self-contained: its source text is sent to the page, so it may name nothing outside of itself but types. */
export function createDocumentWriter(readers: WriterReaders): DocumentWriter {
  const { dom, output, styles, state, motion, scroll, highlights, attributes, isFrame, maxCharacters } =
    readers
  const { doc, readable, rootOf } = dom
  const { add, addPiece, addAttribute, addText, addResource, escapeAttribute } = output
  const HTML = 'http://www.w3.org/1999/xhtml'
  const set = (words: string) => new Set(words.split(' '))

  const VOID = set('area base br col embed hr img input link meta source track wbr')
  // Nothing of these is shown without scripts, or what they hold is not ours to trust.
  const DROPPED = set(
    'script noscript template base applet param frame frameset portal fencedframe noembed noframes track',
  )
  // Their text would be raw: it could hold an end tag that the DOM allowed and the parser obeys.
  // And HTML elements that a script named like drawings would be drawings to the parser, with other rules inside.
  const RENAMED: Record<string, string> = {
    xmp: 'pre',
    plaintext: 'pre',
    listing: 'pre',
    object: 'span',
    svg: 'span',
    math: 'span',
  }
  // All that is ever drawn: other names in these languages show nothing, and a parser may read them as something else.
  const DRAWN = set(
    'svg g defs symbol use image path rect circle ellipse line polyline polygon text tspan textPath title desc style linearGradient radialGradient stop pattern clipPath mask marker filter switch view a metadata foreignObject animate animateTransform animateMotion mpath set feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence',
  )
  const REASONED = set(
    'math mi mn mo ms mtext mspace mrow mfrac msqrt mroot mstyle merror mpadded mphantom mfenced menclose msub msup msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd maction semantics annotation annotation-xml',
  )
  const INTEGRATION = set('foreignobject desc title mi mo mn ms mtext')
  const KEPT_META =
    /^(viewport|theme-color|color-scheme|description|author|keywords|generator|article:.*|og:.*|twitter:.*)$/i
  const LINK_SCHEMES = /^https?:/i
  const MAX_DEPTH = 1_500

  // What browsers say of dialogs and popovers in the top layer, in words that pages can still overrule.
  const TOP_LAYER_RULES =
    ':where([data-linkhome-modal]){position:fixed;inset-block:0;overflow:auto;max-width:calc(100% - 6px - 2em);max-height:calc(100% - 6px - 2em)}' +
    ':where([data-linkhome-popover]){display:block;position:fixed;inset:0;width:fit-content;height:fit-content;margin:auto;border:solid;padding:.25em;overflow:auto;color:CanvasText;background-color:Canvas}'
  // Without scripts browsers put controls on every film; they come when a reader asks for them.
  const FILM_RULES = 'video:not([controls],:hover)::-webkit-media-controls{display:none!important}'
  // What a frame in quirks mode has of its own (HTML, 15.3.10 to 15.3.13; Quirks Mode, 3).
  const QUIRKS_RULES =
    ':where(html,body){height:100%}:where(body,td,th)>:where(address,blockquote,center,dialog,div,dl,fieldset,form,h1,h2,h3,h4,h5,h6,hr,listing,ol,p,pre,ul):first-child{margin-block-start:0}' +
    ':where(td,th)>:where(blockquote,dl,h1,h2,h3,h4,h5,h6,ol,p,pre,ul):last-child{margin-block-end:0}' +
    ':where(table){font-weight:initial;font-style:initial;font-variant:initial;font-size:initial;line-height:initial;white-space:initial;text-align:initial;text-indent:initial}' +
    ':where(input:not([type=image]),select,button,textarea,table){box-sizing:border-box}'
  const quirksRules = () =>
    doc.body ? `${QUIRKS_RULES}:where(table){color:${getComputedStyle(doc.body).color}}` : QUIRKS_RULES
  // A drawing of its own fills the window of its frame.
  const DRAWING_RULES =
    'html,body{margin:0}body>svg{display:block}body>svg:not([width]){width:100vw}body>svg:not([height]){height:100vh}'

  const texts: string[] = []

  const nameOf = (element: Element) => {
    const { namespaceURI, localName, tagName } = readable(element)
    return namespaceURI === HTML ? localName : tagName.split(':').at(-1)!
  }
  const isHtml = (element: Element) => readable(element).namespaceURI === HTML
  const isWritableName = (name: string) => /^[a-z][^\s/>\0<"'=]*$/i.test(name)

  // A dropped element leaves an empty template behind, which is never shown but counts for :nth-child() and +.
  function drop(element: Element) {
    const { parentNode } = readable(element)
    if (parentNode !== doc.head && parentNode !== null) add('<template></template>')
  }

  // The rules that stand for what scripts, people and time brought about in this tree.
  function writeRules(root: Document | ShadowRoot) {
    const first = [
      root.querySelector(':modal, :popover-open') ? TOP_LAYER_RULES : '',
      root.querySelector('video:not([controls])') ? FILM_RULES : '',
      isFrame && root === doc && doc.compatMode === 'BackCompat' ? quirksRules() : '',
    ].join('')
    if (first !== '') add(`<style>${first}</style>`)
  }

  function writeLastRules(root: Document | ShadowRoot) {
    const css = motion.rulesOf(root) + scroll.rulesOf(root)
    if (css === '') return
    add('<style>')
    addPiece({ kind: 'css-text', css, base: doc.baseURI, isForeign: false })
    add('</style>')
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

  function sheetAttributes(element: HTMLStyleElement | SVGStyleElement | HTMLLinkElement): string {
    // The sheet's own list counts, which scripts can change without the attribute.
    const media = element.sheet?.media.mediaText ?? ''
    const say = (name: string, value: string | null) => (value ? ` ${name}="${escapeAttribute(value)}"` : '')
    return (
      say('media', media) +
      say('id', element.getAttribute('id')) +
      say('class', element.getAttribute('class'))
    )
  }

  function writeStyle(element: HTMLStyleElement | SVGStyleElement) {
    const css = styles.ofStyleElement(element)
    if (css === null) return drop(element)
    add(`<style${sheetAttributes(element)}>`)
    addPiece({ kind: 'css-text', css, base: doc.baseURI, isForeign: element.namespaceURI !== HTML })
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

  function writeSheetsWithoutElement(root: Document | ShadowRoot) {
    for (const { css, media, base } of styles.withoutElement(root)) {
      if (css === '') continue
      const more = media ? ` media="${escapeAttribute(media)}"` : ''
      // Components share their sheets: as parts of their own they are stored and read once.
      addPiece({ kind: 'sheet', attributes: more, css, base })
    }
  }

  function writeShadow(root: ShadowRoot, depth: number) {
    add(
      `<template shadowrootmode="${root.mode}"${root.delegatesFocus ? ' shadowrootdelegatesfocus=""' : ''}>`,
    )
    state.enter(root)
    writeRules(root)
    writeTree(() => writeChildren(root, depth))
    writeSheetsWithoutElement(root)
    writeLastRules(root)
    add('</template>')
    texts.push(...textsOf(root))
  }

  /** What is seen of the children of a shadow root or of a slot that nothing was put into. */
  function textsOf(parent: ShadowRoot | HTMLSlotElement): string[] {
    return [...parent.childNodes].flatMap((child) => {
      if (child instanceof Text) return child.data.trim()
      if (child instanceof HTMLSlotElement) return child.assignedNodes().length > 0 ? [] : textsOf(child)
      return child instanceof HTMLElement && child.checkVisibility() ? child.innerText : []
    })
  }

  function writeTree(write: () => void) {
    attributes.withDrawings(write, (drawing) => writeElement(drawing, 1))
  }

  /** Is this an element that a parser would build at this place again? */
  function isReproducible(element: Element, name: string): boolean {
    const parent = readable(element).parentElement
    const parentNamespace = parent ? readable(parent).namespaceURI : HTML
    const isIntegration = parent !== null && INTEGRATION.has(nameOf(parent).toLowerCase())
    if (isHtml(element)) return parentNamespace === HTML || isIntegration
    if (!(element instanceof SVGElement ? DRAWN : REASONED).has(name)) return false
    return parentNamespace === element.namespaceURI || name === 'svg' || name === 'math'
  }

  function isAnimatedReference(element: Element): boolean {
    return (
      element instanceof SVGAnimationElement &&
      (motion.isTold(element) || /^(xlink:)?href$|^on/i.test(element.getAttribute('attributeName') ?? ''))
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
    if (element instanceof HTMLObjectElement || element instanceof HTMLEmbedElement) {
      if (writeEmbedded(element)) return
      if (element instanceof HTMLEmbedElement) return drop(element)
    }
    if (element instanceof HTMLMarqueeElement) return writeMarquee(element, depth)
    const written = isHtml(element) ? (RENAMED[name] ?? name) : name
    if (!isWritableName(written)) return drop(element)
    add(`<${written}`)
    attributes.write(element, name)
    add('>')
    if (isHtml(element) && VOID.has(written)) return
    writeContent(element, written, depth)
    add(`</${written}>`)
    writeBackdrop(element)
  }

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
  function writeMarquee(element: HTMLMarqueeElement, depth: number) {
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
    writeChildren(element, depth)
    add('</linkhome-text></linkhome-marquee>')
  }

  function writeContent(element: Element, written: string, depth: number) {
    // Fallback for browsers of the nineties, and for pages without scripts: nobody saw it.
    if (element instanceof HTMLIFrameElement || element instanceof HTMLCanvasElement) return
    const root = rootOf(element)
    if (root) writeShadow(root, depth + 1)
    const text = state.formText(element)
    // The parser swallows one line feed after these tags.
    if (text !== null) return addText(`\n${text}`)
    if (written === 'pre' && element.firstChild?.nodeValue?.startsWith('\n')) add('\n')
    writeChildren(readable(element), depth)
    // A choice of nothing: without a chosen option browsers choose the first.
    if (
      element instanceof HTMLSelectElement &&
      element.selectedIndex === -1 &&
      !element.multiple &&
      element.size < 2
    )
      add('<option selected="" disabled="" hidden=""></option>')
  }

  function writeChildren(parent: ParentNode & Node, depth: number) {
    if (depth > MAX_DEPTH || output.characters() > maxCharacters) return
    for (const child of parent.childNodes) {
      if (child instanceof Element) writeElement(child, depth + 1)
      else if (child instanceof Text) writeText(child)
    }
  }

  function writeText(text: Text) {
    const slot = state.slotOf(text)
    const pieces = highlights.cut(text)
    if (slot === null && pieces === null) return addText(text.data)
    if (slot !== null) {
      add('<linkhome-text')
      addAttribute('slot', slot)
      add('>')
    }
    for (const { data, style } of pieces ?? [{ data: text.data, style: '' }]) {
      if (style === '') addText(data)
      else {
        add('<linkhome-mark')
        addAttribute('style', style)
        add('>')
        addText(data)
        add('</linkhome-mark>')
      }
    }
    if (slot !== null) add('</linkhome-text>')
  }

  function writeDoctype() {
    const { doctype } = doc
    if (!doctype) return
    const quote = (text: string) => `"${text.replaceAll(/["<>]/g, '')}"`
    const system = doctype.systemId ? ` ${quote(doctype.systemId)}` : ''
    const external = doctype.publicId
      ? ` PUBLIC ${quote(doctype.publicId)}${system}`
      : system && ` SYSTEM${system}`
    add(`<!DOCTYPE ${isWritableName(doctype.name) ? doctype.name : 'html'}${external}>`)
  }

  function writeScriptedFonts() {
    for (const [number, { descriptors }] of styles.scriptedFonts().entries()) {
      add('<style>')
      addPiece({ kind: 'font', descriptors, number })
      add('</style>')
    }
  }

  function writeHead(head: HTMLHeadElement | null) {
    add('<head><meta charset="utf-8">')
    writeRules(doc)
    writeScriptedFonts()
    if (head) writeChildren(head, 1)
    writeSheetsWithoutElement(doc)
    writeLastRules(doc)
    add('</head>')
  }

  function writeRoot(root: Element) {
    add('<html')
    attributes.write(root, 'html')
    add('>')
    writeHead(doc.head)
    const { body } = doc
    if (body instanceof HTMLFrameSetElement) writeFrameset(body)
    else {
      writeTree(() => {
        for (const child of root.children) {
          if (child !== doc.head) writeElement(child, 1)
        }
      })
    }
    add('</html>')
  }

  // A `frame` cannot hold a document of ours: boxes of the same place and size can.
  function writeFrameset(frameset: HTMLFrameSetElement) {
    add('<body style="margin:0;height:100vh;overflow:hidden;position:relative;background:#d0d0d0">')
    for (const element of frameset.querySelectorAll('frame')) {
      const frame = readers.frameOf(element)
      const { left, top, right, bottom, width, height } = element.getBoundingClientRect()
      const wide = right >= innerWidth - 1 ? `calc(100% - ${left}px)` : `${width}px`
      const high = bottom >= innerHeight - 1 ? `calc(100% - ${top}px)` : `${height}px`
      if (frame !== null)
        attributes.writeFrameBox(
          frame,
          `position:absolute;left:${left}px;top:${top}px;width:${wide};height:${high};border:0;background:#fff`,
        )
    }
    add('</body>')
  }

  return {
    write() {
      state.enter(doc)
      texts.push(doc.body instanceof HTMLBodyElement ? doc.body.innerText : '')
      writeDoctype()
      const root = doc.documentElement
      if (root?.namespaceURI === HTML) writeRoot(root)
      else if (root) {
        add(`<!DOCTYPE html><html><head><meta charset="utf-8"><style>${DRAWING_RULES}</style></head><body>`)
        writeTree(() => writeElement(root, 1))
        add('</body></html>')
      }
      const [navigation] = performance.getEntriesByType('navigation')
      return {
        pieces: output.pieces(),
        charset: doc.characterSet,
        firstUrl: navigation?.name ?? doc.baseURI,
        title: doc.title,
        text: texts.filter(Boolean).join('\n'),
        isTooLarge: output.characters() > maxCharacters,
      }
    },
  }
}
