// Runs in the page's isolated world: knows which elements a parser builds again from their markup, and under which name.
import type { PageDom } from './in-page-dom.ts'

export interface ElementNames {
  /** The name to write, in the element's own language; null for what must not or cannot be written. */
  nameFor(element: Element): string | null
  isVoid(element: Element, name: string): boolean
}

/** Self-contained: its source text is sent to the page, so it may name nothing outside of itself but types. */
export function createElementNames({ readable }: PageDom): ElementNames {
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

  const nameOf = (element: Element) => {
    const { namespaceURI, localName, tagName } = readable(element)
    return namespaceURI === HTML ? localName : tagName.split(':').at(-1)!
  }
  const isHtml = (element: Element) => readable(element).namespaceURI === HTML
  const isWritableName = (name: string) => /^[a-z][^\s/>\0<"'=]*$/i.test(name)

  /** Is this an element that a parser would build at this place again? */
  function isReproducible(element: Element, name: string): boolean {
    const parent = readable(element).parentElement
    const parentNamespace = parent ? readable(parent).namespaceURI : HTML
    const isIntegration = parent !== null && INTEGRATION.has(nameOf(parent).toLowerCase())
    if (isHtml(element)) return parentNamespace === HTML || isIntegration
    if (!(element instanceof SVGElement ? DRAWN : REASONED).has(name)) return false
    if (parentNamespace === element.namespaceURI) return true
    // A drawing in a formula, or a formula in a drawing, begins only where the parser expects HTML again (HTML 13.2.6).
    const isBeginning = parentNamespace === HTML || isIntegration
    if (name === 'math') return isBeginning
    return name === 'svg' && (isBeginning || (parent !== null && nameOf(parent) === 'annotation-xml'))
  }

  return {
    nameFor(element) {
      const name = nameOf(element)
      if (DROPPED.has(name.toLowerCase()) || !isReproducible(element, name)) return null
      const written = isHtml(element) ? (RENAMED[name] ?? name) : name
      return isWritableName(written) ? written : null
    },
    isVoid: (element, name) => isHtml(element) && VOID.has(name),
  }
}
