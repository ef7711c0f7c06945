// Reads a frozen document as browsers do, with a parser that follows the standard, and tells what in it is not on the list
// of what may be there. Everything else could act, load or lead somewhere.
import { parse, type DefaultTreeAdapterMap } from 'parse5'
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import { cssReferences } from '#lib/capture/freeze/css-references.ts'

type Node = DefaultTreeAdapterMap['node']
type Element = DefaultTreeAdapterMap['element']

const words = (text: string) => new Set(text.split(/\s+/))

const HTML_ELEMENTS = words(`html head title meta link style body template
  article section nav aside h1 h2 h3 h4 h5 h6 hgroup header footer address main search div p hr pre blockquote ol ul menu li dl dt dd
  figure figcaption a em strong small s cite q dfn abbr ruby rt rp data time code var samp kbd sub sup i b u mark bdi bdo span br wbr ins del
  picture img iframe video audio map area canvas table caption colgroup col tbody thead tfoot tr td th
  form label input button select selectedcontent datalist optgroup option textarea output progress meter fieldset legend details summary dialog slot
  acronym basefont bgsound big center dir font nobr rb rtc strike tt image isindex`)
const SVG_ELEMENTS =
  words(`svg g defs symbol use image path rect circle ellipse line polyline polygon text tspan textPath title desc style
  linearGradient radialGradient stop pattern clipPath mask marker filter switch view a metadata foreignObject template
  animate animateTransform animateMotion mpath set
  feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap feDistantLight feDropShadow
  feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode feMorphology feOffset fePointLight feSpecularLighting
  feSpotLight feTile feTurbulence`)
const MATH_ELEMENTS =
  words(`math mi mn mo ms mtext mspace mrow mfrac msqrt mroot mstyle merror mpadded mphantom mfenced menclose msub msup
  msubsup munder mover munderover mmultiscripts mprescripts none mtable mtr mtd maction semantics annotation annotation-xml mglyph malignmark template`)
const MEANINGLESS = new Set([...SVG_ELEMENTS, ...MATH_ELEMENTS].map((name) => name.toLowerCase()))
/** Attributes whose value is text for people or a name, whatever it looks like. */
const TEXT_ATTRIBUTES =
  /^(class|id|title|alt|content|value|placeholder|label|name|for|lang|is|part|exportparts|slot|type|summary|rel|media|fill|filter|mask|values|to|from|attributeName|popover|sandbox|headers|abbr|pattern|list|itemprop|itemtype|itemid|vocab|typeof|property|about|resource|prefix|xmlns(:\w+)?|aria-[\w-]+|data-[\w-]+)$/i
/** Attributes that act or lead somewhere, wherever they stand. */
const ACTING =
  words(`action formaction ping manifest codebase classid archive code data longdesc lowsrc dynsrc profile http-equiv
  imagesrcset imagesizes attributionsrc autofocus autoplay nonce integrity download cite sizes loading referrerpolicy fetchpriority
  shadowroot xml:base`)
const ADDRESS_LIKE = /^[\s\0-\x1f]*([a-z][a-z\d+.-]*:|\/|\\)/i
const DIGEST = /^[0-9a-f]{64}(#.*)?$/s
const NOTHING = 'data:,'

/** What the document of a copy, its frames and its sheets hold that may not be there; empty as it should be. */
export async function findBreaches(
  blobs: BlobStore,
  { html, frozen }: { html: string; frozen: { parts: { digest: string; contentType: string }[] } },
): Promise<string[]> {
  const parts = new Set(frozen.parts.map(({ digest }) => digest))
  const sheets = frozen.parts.filter(({ contentType }) => contentType.startsWith('text/css'))
  const texts = await Promise.all(sheets.map(async ({ digest }) => String(await blobs.read(digest))))
  return [breachesOf(html, parts), ...texts.map((css) => sheetBreachesOf(css, parts))].flat()
}

/** @param parts  digests that belong to the copy */
function breachesOf(html: string, parts: ReadonlySet<string>): string[] {
  const breaches: string[] = []
  const tell = (element: Element, what: string) => breaches.push(`<${element.tagName}> ${what.slice(0, 200)}`)

  const isPart = (value: string) => DIGEST.test(value) && parts.has(value.slice(0, 64))
  const isShown = (value: string) =>
    value === NOTHING || isPart(value) || /^data:(image|font|audio|video|application)\//i.test(value)

  function readCss(element: Element, css: string) {
    for (const reference of cssReferences(css)) {
      if (!('url' in reference)) continue
      const isLocal = reference.url === '' || reference.url.startsWith('#')
      if (!isLocal && !(reference.kind === 'import' ? isPart(reference.url) : isShown(reference.url)))
        tell(element, `CSS names ${reference.url}`)
    }
  }

  function readLink(element: Element, attributes: Map<string, string>) {
    const [relation, href = ''] = [attributes.get('rel'), attributes.get('href')]
    if (relation === 'canonical' ? /^https?:/.test(href) : relation === 'stylesheet' && isPart(href)) return
    if (relation !== 'icon' || !isShown(href)) tell(element, `rel=${relation} href=${href}`)
  }

  function mayLead(element: Element, href: string, attributes: Map<string, string>): boolean {
    if (href.startsWith('#')) return true
    const isOutside = /^(https?|mailto|tel):/i.test(href)
    return (
      isOutside && attributes.get('target') === '_blank' && attributes.get('rel') === 'noopener noreferrer'
    )
  }

  /** Is this address attribute one of the few that may be there? */
  function mayName(element: Element, name: string, value: string, attributes: Map<string, string>): boolean {
    const { tagName } = element
    if (name === 'href' && tagName === 'link') return true // Looked at as a whole.
    if (name === 'href' && (tagName === 'a' || tagName === 'area')) return mayLead(element, value, attributes)
    if (name === 'href')
      return value.startsWith('#') || ((tagName === 'image' || tagName === 'feImage') && isShown(value))
    if (name === 'src') return /^(img|input|video|audio)$/.test(tagName) && isShown(value)
    if (name === 'srcset')
      return tagName === 'img' && / [\d.]+x$/.test(value) && isShown(value.replace(/ [\d.]+x$/, ''))
    if (name === 'poster') return tagName === 'video' && isShown(value)
    if (name === 'background') return isShown(value)
    if (name === 'target') return value === '_blank'
    return true
  }

  function readAttributes(element: Element) {
    const attributes = new Map(
      element.attrs.map(({ prefix, name, value }) => [prefix ? `${prefix}:${name}` : name, value]),
    )
    if (element.tagName === 'link') readLink(element, attributes)
    if (
      element.tagName === 'meta' &&
      !attributes.has('charset') &&
      !attributes.has('name') &&
      !attributes.has('property')
    )
      tell(element, 'a meta without a name')
    for (const [name, value] of attributes) {
      if (name.startsWith('on') || ACTING.has(name) || name.startsWith('xlink:'))
        tell(element, `${name}=${value}`)
      else if (/^(href|src|srcset|poster|background|target)$/.test(name)) {
        if (!mayName(element, name, value, attributes)) tell(element, `${name}=${value}`)
      } else if (name === 'srcdoc') {
        if (element.tagName !== 'iframe') tell(element, 'srcdoc')
        breaches.push(...breachesOf(value, parts))
      } else if (name === 'style' || (element.namespaceURI.endsWith('/svg') && /url\s*\(|\\/i.test(value)))
        readCss(element, value)
      else if (!TEXT_ATTRIBUTES.test(name) && ADDRESS_LIKE.test(value)) tell(element, `${name}=${value}`)
      else if (/^\s*(java|vb)script:/i.test(value)) tell(element, `${name}=${value}`)
    }
    if (
      element.tagName === 'iframe' &&
      !/^allow-popups allow-popups-to-escape-sandbox$/.test(attributes.get('sandbox') ?? '')
    )
      tell(element, 'a frame that may do more')
  }

  function isListed({ tagName, namespaceURI }: Element): boolean {
    if (namespaceURI.endsWith('/svg')) return SVG_ELEMENTS.has(tagName)
    if (namespaceURI.endsWith('/MathML')) return MATH_ELEMENTS.has(tagName)
    // Names with a hyphen are custom elements, which nobody defines here; those of drawings mean nothing outside of one.
    return HTML_ELEMENTS.has(tagName) || tagName.includes('-') || MEANINGLESS.has(tagName)
  }

  function read(node: Node) {
    if ('tagName' in node) {
      if (!isListed(node)) tell(node, 'is not on the list')
      readAttributes(node)
      const text = node.childNodes.map((child) => ('value' in child ? child.value : '')).join('')
      if (node.tagName === 'style') readCss(node, text)
      if ('content' in node) read(node.content)
    }
    if ('childNodes' in node) for (const child of node.childNodes) read(child)
  }

  read(parse(html))
  return breaches
}

/** The same for a style sheet that is a part. */
function sheetBreachesOf(css: string, parts: ReadonlySet<string>): string[] {
  return breachesOf(
    `<!doctype html><meta charset="utf-8"><style>${css.replaceAll('</', '<\\/')}</style>`,
    parts,
  )
}
