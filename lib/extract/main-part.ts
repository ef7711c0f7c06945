// The second opinion: the main part of a page that is no article (a list, a thread, a shop), as the page itself marks it.

/** What a page holds besides its own matter, by what HTML and ARIA call it. */
const FURNITURE =
  'script, style, noscript, template, nav, footer, aside, button, svg, dialog, [hidden], [role="navigation"], [role="banner"], [role="contentinfo"], [role="complementary"], [role="search"], [role="dialog"], [aria-modal="true"]'
/** Under an article they are no part of it; of a thread they are all there is. */
const COMMENTS =
  '[id="comments"], [id="respond"], [id^="comment-"], [class~="comments"], [class~="comment"], [class*="comment-list"], [class*="commentlist"], [class*="comments-area"]'
/** A form with more of the text is the frame of the whole page, as some servers write it. */
const MAX_FORM_SHARE = 0.3

/** Readability is asked no further when it keeps this share of the main part. */
const SHORT_SHARE = 0.35
/** Nor when it found this much: pages with a long article and longer comments are articles. */
const SHORT_CHARACTERS = 3_000

const lengthOf = (element: Element) => (element.textContent ?? '').replace(/\s+/g, '').length

/** A copy of the page's marked main part without its furniture; null when nothing is marked. */
export function copyMainPart(document: Document): Element | null {
  const marked = [...document.querySelectorAll('main, [role="main"]')]
  const largest = marked.toSorted((a, b) => lengthOf(b) - lengthOf(a))[0]
  if (!largest) return null
  const copy = document.createElement('div')
  copy.innerHTML = largest.innerHTML
  const isArticle = document.querySelector('meta[property="og:type"][content="article"]') !== null
  for (const useless of copy.querySelectorAll(isArticle ? `${FURNITURE}, ${COMMENTS}` : FURNITURE))
    useless.remove()
  const all = lengthOf(copy)
  for (const form of copy.querySelectorAll('form')) if (lengthOf(form) <= MAX_FORM_SHARE * all) form.remove()
  return copy
}

/**
 * Is what Readability found short beside the marked main part? A page that says where its matter is and of which an
 * extractor of articles keeps little is no article (docs/decisions/020, with figures).
 */
export function isFragment(found: Element | null, main: Element): boolean {
  const kept = found ? lengthOf(found) : 0
  return kept < SHORT_CHARACTERS && kept < SHORT_SHARE * lengthOf(main)
}
