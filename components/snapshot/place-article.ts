// Puts the images of an article where the archive serves them.

/** A reference to a part of the snapshot by its digest, as extraction leaves it in `src`, `poster` and `srcset`. */
const PART = /(?<=\s(?:src|poster)=")(?=[0-9a-f]{64}\b)/g

/**
 * The article with its relative references resolved.
 *
 * @param html    sanitised article
 * @param folder  address of the snapshot's parts, with a slash at its end
 */
export function placeArticle(html: string, folder: string): string {
  return html.replace(PART, folder)
}
