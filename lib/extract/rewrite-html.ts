// Writes HTML that no browser has read anew, as a browser would have understood it: every tag closed, every table whole.
import { parse, serialize } from 'parse5'

/**
 * The same document in the form that the small DOM of the extractor reads without guessing; frozen pages have it
 * already (docs/decisions/021).
 *
 * @throws RangeError when elements nest beyond the stack
 * @see HTML standard, 13.2.6 (tree construction) and 13.3 (serialisation)
 */
export function rewriteHtml(html: string): string {
  return serialize(parse(html))
}
