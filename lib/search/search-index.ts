// Reads the search index: ranked or by age, page after page, with the pieces of text that show why.
import { inTransaction, type DbOrTx, type Tx } from '#lib/db/client.ts'
import { isStatementTimeout } from '#lib/db/statement-timeout.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { COUNT_CAP, SEARCH_STATEMENT_MS } from '#lib/kernel/limits.ts'
import { compileQuery, type CompiledQuery } from './compile-query.ts'
import { readMatches } from './count-matches.ts'
import { correctQuery } from './correct-query.ts'
import { parseCursor, printCursor, type Cursor, type SearchOrder } from './cursor.ts'
import type { LinkFilters } from './link-filters.ts'
import { findKnownTags } from './known-tags.ts'
import { reasonsOf, type Reasons } from './loaded-link.ts'
import { loosenQuery } from './loosen-query.ts'
import type { Search } from './matches.ts'
import { parseQuery } from './parse-query.ts'
import { printQuery, type Query } from './query.ts'
import { prepareSearch } from './prepare-search.ts'
import { searchTurns } from './search-turns.ts'
import { pageByAge, pageByRank } from './search-pages.ts'

export interface SearchOptions {
  order: SearchOrder
  cursor: string | null
  limit: number
  filters: LinkFilters
  /** What relative times count back from. */
  now?: Date
  /** What the query is true of, and nothing beside: never loosened, and without reasons. */
  isLiteral?: boolean
  /** For one statement; SEARCH_STATEMENT_MS when left out. */
  timeoutMs?: number
}

interface SearchHit {
  linkId: string
  /** Null where the order is by age. */
  score: number | null
  /** Null where the query has no words, and where nobody asks for them. */
  reasons: Reasons | null
}

export interface SearchPage {
  hits: SearchHit[]
  nextCursor: string | null
  /** Not exact beyond COUNT_CAP, and where matches were counted before they were verified. */
  total: { count: number; exact: boolean }
  /** On a first page: what was found in the place of a query that finds nothing. */
  fallback: Fallback | null
}

interface Fallback {
  /** The words of a sentence, all or some of them; pinyin as Chinese; the words next to misspelt ones. */
  kind: 'all_words' | 'some_words' | 'pinyin' | 'spelling'
  query: Query
}

function totalOf(search: Search, verified: number | null): SearchPage['total'] {
  if (verified !== null) return { count: Math.min(verified, COUNT_CAP), exact: verified <= COUNT_CAP }
  if (search.matches.isCapped) return { count: COUNT_CAP, exact: false }
  return { count: search.matches.newestFirst.length, exact: search.query.isExact }
}

interface Attempt {
  query: Query
  /** What it is in the place of the query that was asked; null for that one. */
  kind: Fallback['kind'] | null
  /** What a cursor has to say for the next page to go on with this one. */
  place: Pick<Cursor, 'loosened' | 'instead'>
}

/** Sentences cut into their words, all of which must be there, or some. */
const LOOSER = [
  { join: 'and', kind: 'all_words' },
  { join: 'or', kind: 'some_words' },
] as const

/** What is tried, one after the other, until something is found. */
async function* attempts(
  tx: Tx,
  libraryId: string,
  query: Query,
  isLiteral: boolean,
): AsyncGenerator<Attempt> {
  yield { query, kind: null, place: {} }
  if (isLiteral) return
  for (const [at, { join, kind }] of LOOSER.entries()) {
    const looser = loosenQuery(query, join)
    if (looser) yield { query: looser, kind, place: { loosened: at + 1 } }
  }
  const corrected = await correctQuery(tx, libraryId, query)
  if (corrected) yield { ...corrected, place: { instead: printQuery(corrected.query) } }
}

/** The attempt that the page before was a page of. */
function continued(query: Query, { loosened, instead }: Cursor): Attempt {
  if (instead !== undefined) return { query: parseQuery(instead), kind: null, place: { instead } }
  const looser = LOOSER[(loosened ?? 0) - 1]
  if (!looser) return { query, kind: null, place: {} }
  return { query: loosenQuery(query, looser.join) ?? query, kind: null, place: { loosened } }
}

async function findPage(
  place: Pick<Search, 'tx' | 'libraryId' | 'limit' | 'standing'>,
  query: CompiledQuery,
  order: SearchOrder,
  cursor: Cursor | null,
) {
  const matches = await readMatches(place.tx, query, place.standing, order !== 'oldest')
  const search: Search = { ...place, query, matches, kept: new Map(), ends: new Map() }
  const isRanked = order === 'relevance' && query.marks.length > 0
  const found = isRanked ? await pageByRank(search, cursor) : await pageByAge(search, order, cursor)
  return { search, found }
}

/**
 * Finds links of one library. Without words in the query, `relevance` is `newest`. Where nothing is found, the words of a
 * sentence are tried, all of them or else some, and then words as they may have been meant; `fallback` says so.
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
  const { cursor, filters, order, limit, isLiteral = false } = options
  const { now = new Date(), timeoutMs = SEARCH_STATEMENT_MS } = options
  const standing = await prepareSearch(tx, timeoutMs)
  const tags = await findKnownTags(tx, libraryId, { query, filters, marks: standing.marks })
  let first: SearchPage | null = null
  const tried = cursor ? [continued(query, cursor)] : attempts(tx, libraryId, query, isLiteral)
  for await (const attempt of tried) {
    const compiled = compileQuery(attempt.query, { ...standing, libraryId, filters, tags, now })
    const { search, found } = await findPage({ tx, libraryId, limit, standing }, compiled, order, cursor)
    const ids = found.hits.map(({ linkId }) => linkId)
    const reasons = await reasonsOf(search, isLiteral ? [] : ids)
    const page: SearchPage = {
      hits: found.hits.map((hit) => ({ ...hit, reasons: reasons.get(hit.linkId) ?? null })),
      nextCursor: found.next && printCursor({ ...found.next, ...attempt.place }),
      total: totalOf(search, found.verifiedTotal),
      fallback: attempt.kind && { kind: attempt.kind, query: attempt.query },
    }
    if (page.hits.length > 0 || page.nextCursor) return page
    first ??= page
  }
  return first ?? { hits: [], nextCursor: null, total: { count: 0, exact: true }, fallback: null }
}
