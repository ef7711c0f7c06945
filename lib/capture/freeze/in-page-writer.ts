// Runs in the page's isolated world: writes the live DOM as inert markup, element by element, shadow trees included.
import type { AttributeWriter, PageReaders } from './in-page-attributes.ts'
import type { BoxWriter } from './in-page-boxes.ts'
import type { HighlightReader } from './in-page-highlights.ts'
import type { ElementNames } from './in-page-names.ts'
import type { SheetWriter } from './in-page-sheets.ts'
import type { FrozenFrame } from './pieces.ts'

export interface DocumentWriter {
  write(): FrozenFrame
}

/** What the writer needs besides what attributes need. */
export interface WriterReaders extends PageReaders {
  highlights: HighlightReader
  names: ElementNames
  attributes: AttributeWriter
  sheets: SheetWriter
  boxes: BoxWriter
  maxCharacters: number
}

/** Self-contained: its source text is sent to the page, so it may name nothing outside of itself but types. */
export function createDocumentWriter(readers: WriterReaders): DocumentWriter {
  const { dom, output, state, motion, highlights, names, attributes, sheets, boxes, maxCharacters } = readers
  const { doc, readable, rootOf } = dom
  const { add, addAttribute, addText } = output
  const HTML = 'http://www.w3.org/1999/xhtml'

  const KEPT_META =
    /^(viewport|theme-color|color-scheme|description|author|keywords|generator|article:.*|og:.*|twitter:.*)$/i
  const MAX_DEPTH = 1_500

  // A drawing of its own fills the window of its frame.
  const DRAWING_RULES =
    'html,body{margin:0}body>svg{display:block}body>svg:not([width]){width:100vw}body>svg:not([height]){height:100vh}'

  const texts: string[] = []

  // A dropped element leaves an empty template behind, which is never shown but counts for :nth-child() and +.
  function drop(element: Element) {
    const { parentNode } = readable(element)
    if (parentNode !== doc.head && parentNode !== null) add('<template></template>')
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

  function writeShadow(root: ShadowRoot, depth: number) {
    add(
      `<template shadowrootmode="${root.mode}"${root.delegatesFocus ? ' shadowrootdelegatesfocus=""' : ''}>`,
    )
    state.enter(root)
    sheets.writeFirst(root)
    writeTree(() => writeChildren(root, depth))
    sheets.writeLast(root)
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

  function isAnimatedReference(element: Element): boolean {
    return (
      element instanceof SVGAnimationElement &&
      (motion.isTold(element) || /^(xlink:)?href$|^on/i.test(element.getAttribute('attributeName') ?? ''))
    )
  }

  function writeElement(element: Element, depth: number) {
    const name = names.nameFor(element)
    if (name === null || isAnimatedReference(element)) return drop(element)
    if (
      element instanceof HTMLStyleElement ||
      element instanceof SVGStyleElement ||
      element instanceof HTMLLinkElement
    )
      // Parsers of before 2025 leave out the tag within a select and read what it holds as markup.
      return (element.closest('select') === null && sheets.write(element)) || drop(element)
    if (element instanceof HTMLMetaElement) return writeMeta(element)
    // Pictures and media speak through currentSrc.
    if (element instanceof HTMLSourceElement) return drop(element)
    if (element instanceof HTMLObjectElement || element instanceof HTMLEmbedElement) {
      if (boxes.writeEmbedded(element)) return
      if (element instanceof HTMLEmbedElement) return drop(element)
    }
    if (element instanceof HTMLMarqueeElement)
      return boxes.writeMarquee(element, () => writeChildren(element, depth))
    add(`<${name}`)
    attributes.write(element, name)
    add('>')
    if (names.isVoid(element, name)) return
    writeContent(element, name, depth)
    add(`</${name}>`)
    boxes.writeBackdrop(element)
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

  /**
   * The doctype that gives the copy the mode which the document is in: files of text and XML are never in quirks mode, and
   * what a script did to the doctype later changed nothing.
   */
  function writeDoctype() {
    const isQuirky = doc.compatMode === 'BackCompat'
    const doctype = doc.contentType === 'text/html' ? doc.doctype : null
    if (!doctype) return void (isQuirky || add('<!DOCTYPE html>'))
    if (isQuirky && !doctype.publicId && !doctype.systemId) return
    const quote = (text: string) => `"${text.replaceAll(/["<>]/g, '')}"`
    const system = doctype.systemId ? ` ${quote(doctype.systemId)}` : ''
    const external = doctype.publicId
      ? ` PUBLIC ${quote(doctype.publicId)}${system}`
      : system && ` SYSTEM${system}`
    add(`<!DOCTYPE ${/^[a-z]+$/i.test(doctype.name) ? doctype.name : 'html'}${external}>`)
  }

  function writeHead(head: HTMLHeadElement | null) {
    add('<head><meta charset="utf-8">')
    sheets.writeFirst(doc)
    if (head) writeChildren(head, 1)
    sheets.writeLast(doc)
    add('</head>')
  }

  function writeRoot(root: Element) {
    add('<html')
    attributes.write(root, 'html')
    add('>')
    writeHead(doc.head)
    const { body } = doc
    if (body instanceof HTMLFrameSetElement) boxes.writeFrameset(body)
    else {
      writeTree(() => {
        for (const child of root.children) {
          if (child !== doc.head) writeElement(child, 1)
        }
      })
    }
    add('</html>')
  }

  return {
    write() {
      state.enter(doc)
      texts.push(doc.body instanceof HTMLBodyElement ? doc.body.innerText : '')
      writeDoctype()
      const root = doc.documentElement
      if (root?.namespaceURI === HTML) writeRoot(root)
      else if (root) {
        add(`<html><head><meta charset="utf-8"><style>${DRAWING_RULES}</style></head><body>`)
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
