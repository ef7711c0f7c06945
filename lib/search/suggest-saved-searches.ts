// Saved searches that what is being typed may mean: by their name and how it sounds, or by their query.
import { searchSort } from '#lib/contract/link.ts'
import type { SuggestedSearch } from '#lib/contract/suggestion.ts'
import type { DbOrTx } from '#lib/db/client.ts'
import { tagKey } from '#lib/db/tag-key.ts'
import { isLetters, soundsLike, soundsOf } from './pinyin.ts'
import { CJK } from './tokenize.ts'

/** Of more, nobody would read the others: they stand among tags, sites and titles. */
const MAX_OFFERED = 3

const SPACED = new RegExp(`^[[\\p{L}\\p{N}]--[${CJK}]]$`, 'v')
const fold = (text: string) => tagKey(text).replace(/\s+/g, ' ').trim()

/** Does a word of the text begin so? Where words are not spaced, one may begin anywhere. */
function begins(text: string, wanted: string): boolean {
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1))
    if (at === 0 || !SPACED.test(text[at - 1]!) || !SPACED.test(wanted[0]!)) return true
  return false
}

const wordsOf = (text: string) => text.split(/[^\p{L}\p{N}]+/u)

type Sounding = (part: string) => ReturnType<typeof soundsLike>

/** How near a search is to what was typed: 0 is nearest, null is not at all. Names go before queries. */
function nearness(name: string, query: string, wanted: string, soundOf: Sounding): number | null {
  if (name.startsWith(wanted)) return 0
  if (begins(name, wanted)) return 1
  const sounds = new Set([name, ...wordsOf(name)].map(soundOf))
  if (sounds.has('all')) return 2
  if (sounds.has('beginning')) return 3
  if (name.includes(wanted)) return 4
  if (query.startsWith(wanted)) return 5
  if (begins(query, wanted)) return 6
  return wordsOf(query).some(soundOf) ? 7 : null
}

/**
 * Saved searches, the nearest first, of these the one changed last. All of what is typed has to be in one: it takes the
 * place of all. The one whose query it is already is not offered.
 */
export async function suggestSavedSearches(
  db: DbOrTx,
  libraryId: string,
  typed: string,
  limit: number,
): Promise<SuggestedSearch[]> {
  const wanted = fold(typed)
  if (wanted === '') return []
  const rows = await db.savedSearch.findMany({ where: { libraryId }, orderBy: { updatedAt: 'desc' } })
  const searches = rows.map((row) => ({ ...row, folded: { name: fold(row.name), query: fold(row.q) } }))
  const parts = searches.flatMap(({ folded: { name, query } }) => [name, ...wordsOf(name), ...wordsOf(query)])
  const sounds = await soundsOf(isLetters(wanted) ? [...new Set(parts)] : [])
  const soundOf: Sounding = (part) => {
    const sound = sounds.get(part)
    return sound ? soundsLike(sound, wanted) : null
  }
  return searches
    .flatMap(({ id, name, q: query, sort, folded }) => {
      const distance = folded.query === wanted ? null : nearness(folded.name, folded.query, wanted, soundOf)
      return distance === null ? [] : { distance, search: { id, name, query, sort: searchSort.parse(sort) } }
    })
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, Math.min(limit, MAX_OFFERED))
    .map(({ search }) => search)
}
