// Fits an article into our page: images where the archive serves them, wide code within reach of the keyboard.

/** A reference to a part of the snapshot by its digest, as extraction leaves it in `src`, `poster` and `srcset`. */
const PART = /(?<=\s(?:src|poster)=")(?=[0-9a-f]{64}\b)/g

/** What may be wider than the column and scrolls by itself: the keyboard must reach it (WCAG 2.1.1). */
const SCROLLS = /<(pre|table)(?=[\s>])/g

/**
 * The article with its relative references resolved, and what scrolls within it focusable.
 *
 * @param html    sanitised article
 * @param folder  address of the snapshot's parts, with a slash at its end
 */
export function placeArticle(html: string, folder: string): string {
  return html.replace(PART, folder).replace(SCROLLS, '<$1 tabindex="0"')
}
