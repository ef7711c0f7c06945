// Reads the search index: ranked or by age, page after page, with the pieces of text that show why.
import type { Highlight } from '#lib/contract/link.ts'
import { inTransaction, type DbOrTx, type Tx } from '#lib/db/client.ts'
import { isStatementTimeout } from '#lib/db/statement-timeout.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { COUNT_CAP, SEARCH_STATEMENT_MS } from '#lib/kernel/limits.ts'
import { compileQuery, type CompiledQuery } from './compile-query.ts'
import { parseCursor, printCursor, type Cursor, type SearchOrder } from './cursor.ts'
import type { LinkFilters } from './link-filters.ts'
import { findKnownTags } from './known-tags.ts'
import { highlightsOf } from './loaded-link.ts'
import { loosenQuery } from './loosen-query.ts'
import { prepareSearch, readMatches, type Search } from './matches.ts'
import type { Query } from './query.ts'
import { searchTurns } from './search-turns.ts'
import { pageByAge, pageByRank } from './search-pages.ts'

export interface SearchOptions {
  order: SearchOrder
  cursor: string | null
  limit: number
  filters: LinkFilters
  /** What relative times count back from. */
  now?: Date
  /** For one statement; SEARCH_STATEMENT_MS when left out. */
  timeoutMs?: number
}

interface SearchHit {
  linkId: string
  /** Null where the order is by age. */
  score: number | null
  highlights: Highlight[]
}

export interface SearchPage {
  hits: SearchHit[]
  nextCursor: string | null
  /** Not exact beyond COUNT_CAP, and where matches were counted before they were verified. */
  total: { count: number; exact: boolean }
}

function totalOf(search: Search, verified: number | null): SearchPage['total'] {
  if (verified !== null) return { count: Math.min(verified, COUNT_CAP), exact: verified <= COUNT_CAP }
  if (search.matches.isCapped) return { count: COUNT_CAP, exact: false }
  return { count: search.matches.newestFirst.length, exact: search.query.isExact }
}

/** What is tried when a query finds nothing, in this order. */
const LOOSER = ['and', 'or'] as const

async function findPage(
  place: Pick<Search, 'tx' | 'libraryId' | 'limit'>,
  query: CompiledQuery,
  order: SearchOrder,
  cursor: Cursor | null,
) {
  const search: Search = { ...place, query, matches: await readMatches(place.tx, query) }
  const isRanked = order === 'relevance' && query.marks.length > 0
  const found = isRanked ? await pageByRank(search, cursor) : await pageByAge(search, order, cursor)
  return { search, found }
}

/**
 * Finds links of one library. Without words in the query, `relevance` is `newest`. A sentence of Chinese that stands
 * nowhere as it is finds links that hold its words, all of them or else some.
 *
 * @throws AppError `invalid_cursor`, `search_too_slow`
 */
export async function searchLinks(
  db: DbOrTx,
  libraryId: string,
  query: Query,
  options: SearchOptions,
): Promise<SearchPage> {
  const cursor = options.cursor === null ? null : parseCursor(options.cursor, options.order)
  try {
    return await searchTurns.run(() =>
      inTransaction(db, (tx) => searchInside(tx, libraryId, query, { ...options, cursor })),
    )
  } catch (error) {
    if (isStatementTimeout(error)) throw new AppError('search_too_slow', {}, { cause: error })
    throw error
  }
}

async function searchInside(
  tx: Tx,
  libraryId: string,
  query: Query,
  options: Omit<SearchOptions, 'cursor'> & { cursor: Cursor | null },
): Promise<SearchPage> {
  const { cursor, filters, now = new Date(), timeoutMs = SEARCH_STATEMENT_MS } = options
  const { isAlone } = await prepareSearch(tx, timeoutMs)
  const tags = await findKnownTags(tx, libraryId, query, filters)
  const attempts = [query, ...LOOSER.map((kind) => loosenQuery(query, kind))]
  for (let level = cursor?.loosened ?? 0; ; level += 1) {
    const compiled = compileQuery(attempts[level] ?? query, { libraryId, filters, tags, now, isAlone })
    const { search, found } = await findPage(
      { tx, libraryId, limit: options.limit },
      compiled,
      options.order,
      cursor,
    )
    const isLast = level >= LOOSER.length || !attempts[level + 1]
    if (found.hits.length === 0 && !found.next && !cursor && !isLast) continue
    const ids = found.hits.map(({ linkId }) => linkId)
    const highlights = await highlightsOf(search, ids)
    return {
      hits: found.hits.map((hit) => ({ ...hit, highlights: highlights.get(hit.linkId) ?? [] })),
      nextCursor: found.next && printCursor({ ...found.next, ...(level > 0 && { loosened: level }) }),
      total: totalOf(search, found.verifiedTotal),
    }
  }
}
