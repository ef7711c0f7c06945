// Makes of a frozen page one plain tree in which everything that a reader could see is there to be extracted.

/** A hidden block with less text is a menu or a template, not a folded article. */
const FOLDED_TEXT_CHARACTERS = 200
/** With less text of its own, a page may be a frame around the real one. */
const FRAMESET_TEXT_CHARACTERS = 200

const HIDING = /(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)[^;]*/gi
const FURNITURE =
  'nav, header, footer, aside, dialog, form, [role="dialog"], [role="navigation"], [aria-modal="true"]'

const textLength = (element: Element) => (element.textContent ?? '').replace(/\s+/g, '').length

function linkDensity(element: Element): number {
  const all = textLength(element)
  const linked = [...element.querySelectorAll('a')].reduce((sum, link) => sum + textLength(link), 0)
  return all === 0 ? 0 : linked / all
}

function fillSlots(shadow: DocumentFragment, host: Element, template: Element): void {
  const light = [...host.childNodes].filter((node) => node !== template)
  const slotOf = (node: Node) =>
    ('getAttribute' in node && typeof node.getAttribute === 'function' && node.getAttribute('slot')) || ''
  for (const slot of shadow.querySelectorAll('slot')) {
    const name = slot.getAttribute('name') ?? ''
    const assigned = light.filter((node) => slotOf(node) === name)
    slot.replaceWith(...(assigned.length > 0 ? assigned : slot.childNodes))
  }
}

/** Shadow trees take the place of their hosts' children, as they are drawn (HTML, declarative shadow roots). */
function flattenShadowRoots(root: ParentNode): void {
  for (const template of root.querySelectorAll<HTMLTemplateElement>('template[shadowrootmode]')) {
    const host = template.parentElement
    if (!host) continue
    const shadow = template.content
    flattenShadowRoots(shadow)
    fillSlots(shadow, host, template)
    host.replaceChildren(...shadow.childNodes)
  }
}

/** What was folded away when the page was kept ("read more" boxes, tabs) is part of the article. */
function unfold(document: Document): void {
  for (const element of document.querySelectorAll('[hidden], [style], [aria-hidden="true"]')) {
    const style = element.getAttribute('style') ?? ''
    const shown = style.replace(HIDING, '')
    const isHidden = shown !== style || element.hasAttribute('hidden') || element.hasAttribute('aria-hidden')
    if (!isHidden || element.matches(FURNITURE) || element.closest(FURNITURE)) continue
    if (textLength(element) < FOLDED_TEXT_CHARACTERS || linkDensity(element) > 0.3) continue
    element.setAttribute('style', shown)
    element.removeAttribute('hidden')
    element.removeAttribute('aria-hidden')
  }
}

/** A page that is nothing but a frame is the page in the frame. */
function adoptFrame(document: Document): void {
  if (!document.body || textLength(document.body) >= FRAMESET_TEXT_CHARACTERS) return
  const frames = [...document.querySelectorAll('iframe[srcdoc]')].map((frame) => {
    const content = document.createElement('div')
    content.innerHTML = frame.getAttribute('srcdoc') ?? ''
    return content
  })
  const largest = frames.sort((a, b) => textLength(b) - textLength(a))[0]
  if (largest && textLength(largest) > textLength(document.body)) document.body.append(largest)
}

const LAZY_SOURCES = [
  'data-src',
  'data-original',
  'data-original-src',
  'data-actualsrc',
  'data-lazy-src',
  'data-lazyload',
]
/** Pictures of a pixel that hold the place of the real one: transparent GIFs and empty SVGs. */
const PLACEHOLDER = /^data:image\/(?:gif;base64,R0lGOD.{0,80}|svg\+xml.{0,300})$/is

/** Pictures that were not loaded yet get the source that a script would have given them. */
function settleImages(document: Document): void {
  for (const image of document.querySelectorAll('img')) {
    const source = image.getAttribute('src') ?? ''
    if (source !== '' && !PLACEHOLDER.test(source)) continue
    const real = LAZY_SOURCES.map((name) => image.getAttribute(name)).find(Boolean)
    if (real) image.setAttribute('src', real)
  }
}

/** Prepares a document in place: shadow trees flattened, folds opened, a lone frame adopted, lazy pictures named. */
export function prepareDocument(document: Document): void {
  flattenShadowRoots(document)
  adoptFrame(document)
  for (const useless of document.querySelectorAll(
    'script:not([type="application/ld+json"]), style, template',
  ))
    useless.remove()
  unfold(document)
  settleImages(document)
}
