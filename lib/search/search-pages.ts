// One page of a search: by age, or ranked as far as candidates are ranked and by age behind them.
import type { Cursor, SearchOrder } from './cursor.ts'
import { rank, verify } from './loaded-link.ts'
import { MARGIN } from './match-window.ts'
import { nextInTitle, nextMatches, type Search } from './matches.ts'

// Candidates that are ranked: scoring all matches would cost seconds on common words, these cost milliseconds.
const MAX_TITLE_CANDIDATES = 80
const MAX_BODY_CANDIDATES = 120
/**
 * Where matches have to be verified, a quarter more than the page has room for are read first: mostly all of them stand.
 * When verification drops too many, as many more follow as should fill the page by what it left so far; after so many of
 * all the page is handed out as it is.
 */
const SPARE = 0.25
const MAX_ROUND = 200
const maxWalked = (limit: number) => 700 + 4 * limit

interface Walk {
  ids: string[]
  /** Behind which link the next page begins; null at the end. */
  after: string | null
}

/** Matches by age behind `start`, verified: `limit` of them, or fewer when the rounds are used up. */
async function walk(
  search: Search,
  start: string | null,
  options: { limit: number; oldestFirst: boolean; except?: string[] },
): Promise<Walk> {
  const { limit, oldestFirst, except = [] } = options
  const { isExact } = search.query
  let batch = limit + 1 + (isExact ? 0 : Math.ceil(SPARE * limit))
  const hits: string[] = []
  let after = start
  for (let walked = 0; walked < maxWalked(limit);) {
    const ids = await nextMatches(search, { after, except, oldestFirst, limit: batch })
    hits.push(...(await verify(search, ids)))
    if (hits.length > limit) return { ids: hits.slice(0, limit), after: hits[limit - 1]! }
    if (ids.length < batch) return { ids: hits, after: null }
    after = ids.at(-1)!
    walked += batch
    const needed = Math.ceil((MARGIN * walked * (limit + 1 - hits.length)) / Math.max(hits.length, 1))
    batch = Math.min(Math.max(needed, batch), MAX_ROUND, maxWalked(limit) - walked)
  }
  return { ids: hits, after }
}

export interface FoundPage {
  /** Score is null where the order is by age. */
  hits: { linkId: string; score: number | null }[]
  next: Cursor | null
  /** How many there are, where all of them were verified. */
  verifiedTotal: number | null
}

const unscored = (ids: string[]) => ids.map((linkId) => ({ linkId, score: null }))

export async function pageByAge(
  search: Search,
  order: SearchOrder,
  cursor: Cursor | null,
): Promise<FoundPage> {
  const start = cursor?.after ?? null
  const { ids, after } = await walk(search, start, { limit: search.limit, oldestFirst: order === 'oldest' })
  const isAll = start === null && after === null
  return {
    hits: unscored(ids),
    next: after === null ? null : { order, after },
    verifiedTotal: isAll ? ids.length : null,
  }
}

/**
 * Ranked candidates first; what is older than they are follows by age. The cursor says which were candidates, so that
 * every match that stays is given once, whatever comes and goes between two pages.
 */
export async function pageByRank(search: Search, cursor: Cursor | null): Promise<FoundPage> {
  const { limit } = search
  const { upTo = null, downTo = null, titleDownTo = null, behind, after } = cursor ?? {}
  const inTitle = await nextInTitle(search, { upTo, downTo: titleDownTo, limit: MAX_TITLE_CANDIDATES })
  const tail = { oldestFirst: false, except: inTitle }
  const byAge = (next: string | null, base: Cursor) => (next === null ? null : { ...base, after: next })
  if (cursor && after) {
    const { ids, after: next } = await walk(search, after, { ...tail, limit })
    const { behind: _, ...base } = cursor
    return { hits: unscored(ids), next: byAge(next, base), verifiedTotal: null }
  }
  const inBody = await nextMatches(search, { upTo, downTo, limit: MAX_BODY_CANDIDATES })
  // Of a first page: are there more than candidates?
  const oldest = downTo ?? (inBody.length === MAX_BODY_CANDIDATES ? inBody.at(-1)! : null)
  const isAllTitles = inTitle.length < MAX_TITLE_CANDIDATES
  const base: Cursor = {
    order: 'relevance',
    upTo: upTo ?? inBody[0],
    ...(oldest !== null && { downTo: oldest }),
    ...(titleDownTo ? { titleDownTo } : !isAllTitles && { titleDownTo: inTitle.at(-1)! }),
  }
  const isLeft = ({ score, linkId }: { score: number; linkId: string }) =>
    !behind || score < behind.score || (score === behind.score && linkId < behind.id)
  const ranked = await rank(search, [...new Set([...inTitle, ...inBody])], isLeft)
  const left = ranked.filter(isLeft)
  const hits: FoundPage['hits'] = left.slice(0, limit)
  const verifiedTotal = oldest === null ? ranked.length : null
  const last = left[limit - 1]
  if (last && left.length > limit)
    return { hits, next: { ...base, behind: { score: last.score, id: last.linkId } }, verifiedTotal }
  if (oldest === null) return { hits, next: null, verifiedTotal }
  if (hits.length === limit) return { hits, next: { ...base, after: oldest }, verifiedTotal }
  const { ids, after: next } = await walk(search, oldest, { ...tail, limit: limit - hits.length })
  return { hits: [...hits, ...unscored(ids)], next: byAge(next, base), verifiedTotal }
}
