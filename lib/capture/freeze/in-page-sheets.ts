// Runs in the page's isolated world: writes the sheets of a tree, and rules of ours for what only scripts, people or time made true.
import type { PageReaders } from './in-page-attributes.ts'
import type { StyleReader } from './in-page-styles.ts'

export interface SheetWriter {
  /** Rules that the page's own may overrule: they come before its sheets. */
  writeFirst(root: Document | ShadowRoot): void
  /** What comes after the children of a tree: sheets that no element stands for, and rules that hold against all others. */
  writeLast(root: Document | ShadowRoot): void
  /** Writes a `style` or `link`; false when it stands for nothing. */
  write(element: HTMLStyleElement | SVGStyleElement | HTMLLinkElement): boolean
}

/**
 * Self-contained: its source text is sent to the page, so it may name nothing outside of itself but types.
 *
 * @param isFrame  this document will be one in `srcdoc`, which knows no quirks mode
 */
export function createSheetWriter(readers: PageReaders, styles: StyleReader, isFrame: boolean): SheetWriter {
  const { dom, output, motion, scroll } = readers
  const { doc } = dom
  const { add, addPiece, escapeAttribute } = output
  const HTML = 'http://www.w3.org/1999/xhtml'
  const CANONICAL_SCHEMES = /^https?:/i
  const SCRIPT_SCHEMES = /^\s*(java|vb)script:/i

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

  function sheetAttributes(element: HTMLStyleElement | SVGStyleElement | HTMLLinkElement): string {
    // The sheet's own list counts, which scripts can change without the attribute.
    const media = element.sheet?.media.mediaText ?? ''
    const say = (name: string, value: string | null) =>
      value && !SCRIPT_SCHEMES.test(value) ? ` ${name}="${escapeAttribute(value)}"` : ''
    return (
      say('media', media) +
      say('id', element.getAttribute('id')) +
      say('class', element.getAttribute('class'))
    )
  }

  function writeStyle(element: HTMLStyleElement | SVGStyleElement): boolean {
    const css = styles.ofStyleElement(element)
    if (css === null) return false
    add(`<style${sheetAttributes(element)}>`)
    addPiece({ kind: 'css-text', css, base: doc.baseURI, isForeign: element.namespaceURI !== HTML })
    add('</style>')
    return true
  }

  function writeLink(element: HTMLLinkElement): boolean {
    const relations = element.rel.toLowerCase().split(/\s+/)
    if (relations.includes('stylesheet')) {
      const sheet = styles.ofLinkElement(element)
      if (sheet) addPiece({ kind: 'sheet', attributes: sheetAttributes(element), ...sheet })
      return sheet !== null
    }
    if (relations.includes('icon') && element.href) {
      addPiece({ kind: 'icon', url: element.href, attributes: '' })
      return true
    }
    if (relations.includes('canonical') && CANONICAL_SCHEMES.test(element.href)) {
      add(`<link rel="canonical" href="${escapeAttribute(element.href)}">`)
      return true
    }
    return false
  }

  function writeSheetsWithoutElement(root: Document | ShadowRoot) {
    for (const { css, media, base } of styles.withoutElement(root)) {
      if (css === '') continue
      const more = media ? ` media="${escapeAttribute(media)}"` : ''
      // Components share their sheets: as parts of their own they are stored and read once.
      addPiece({ kind: 'sheet', attributes: more, css, base })
    }
  }

  function writeScriptedFonts() {
    for (const [number, { descriptors }] of styles.scriptedFonts().entries()) {
      add('<style>')
      addPiece({ kind: 'font', descriptors, number })
      add('</style>')
    }
  }

  return {
    writeFirst(root) {
      writeRules(root)
      if (root === doc) writeScriptedFonts()
    },
    writeLast(root) {
      writeSheetsWithoutElement(root)
      writeLastRules(root)
    },
    write: (element) => (element instanceof HTMLLinkElement ? writeLink(element) : writeStyle(element)),
  }
}
