// Where needles stand in the text of a version, as far as search reads a text.
import type { TextMatches } from '#lib/contract/text-matches.ts'
import { codeOfHtml } from '#lib/extract/html-pieces.ts'
import { MAX_INDEX_CHARACTERS } from '#lib/kernel/limits.ts'
import type { Needle } from '#lib/search/needle.ts'
import { codeRanges, findPlaces, toMatches } from '#lib/search/places.ts'

/** @param readArticle  called for needles that must stand in code: only the article's HTML says where that is */
export async function placesInText(
  text: string,
  needles: readonly Needle[],
  readArticle: () => Promise<string>,
): Promise<TextMatches> {
  const searched = text.slice(0, MAX_INDEX_CHARACTERS)
  const code = needles.some(({ inCode }) => inCode) ? codeOfHtml(await readArticle()) : ''
  return toMatches(searched, findPlaces(searched, needles, codeRanges(searched, code)))
}
