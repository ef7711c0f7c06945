// Reads the search index: ranked or by age, page after page, with the pieces of text that show why.
import type { Highlight } from '#lib/contract/link.ts'
import { inTransaction, type DbOrTx, type Tx } from '#lib/db/client.ts'
import { emptySql, joinSql, sql, type Sql } from '#lib/db/sql.ts'
import { COUNT_CAP } from '#lib/kernel/limits.ts'
import { compileQuery, type CompiledQuery } from './compile-query.ts'
import { parseCursor, printCursor, type Cursor, type SearchOrder } from './cursor.ts'
import type { LinkFilters } from './fields.ts'
import { highlight } from './highlight.ts'
import { loosenQuery } from './loosen-query.ts'
import type { Query } from './query.ts'
import { score } from './score.ts'
import { fold } from './tokenize.ts'

// Candidates that are ranked: scoring all matches would cost seconds on common words, these cost milliseconds.
const MAX_TITLE_CANDIDATES = 80
const MAX_BODY_CANDIDATES = 120
/** Texts in memory at once: of 200,000 characters each they weigh 16 MB. */
const TEXTS_PER_LOAD = 40
/** Rounds in which a page is filled up when verification drops matches; then the page is handed out as it is. */
const MAX_WALK_ROUNDS = 8

export interface SearchOptions {
  order: SearchOrder
  cursor: string | null
  limit: number
  filters: LinkFilters
  /** What relative times count back from. */
  now?: Date
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

interface LoadedLink {
  linkId: string
  title: string
  url: string
  text: string
  rest: string
  note: string
  tags: string[]
  answers: boolean[]
}

interface Search {
  tx: Tx
  query: CompiledQuery
  limit: number
  /** All matches of the index, at most COUNT_CAP + 1. */
  matches: number
}

/**
 * Makes the planner go through the inverted indexes, or leaves it free again. It does not know how dear it is to read a
 * vector, and would rather walk the links and look into each: measured 17 ms instead of 2 on 4,000 links.
 */
async function preferInvertedIndex(tx: Tx, isPreferred: boolean): Promise<void> {
  const others = isPreferred ? 'off' : 'on'
  await tx.$queryRaw(
    sql`SELECT set_config('enable_seqscan', 'off', true), set_config('enable_indexscan', ${others}, true)`,
  )
}

async function countMatches(tx: Tx, query: CompiledQuery): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>(sql`
    SELECT count(*)::int AS count FROM (SELECT 1 ${query.fromWords} WHERE ${query.where} LIMIT ${COUNT_CAP + 1}::int) AS capped`)
  return row?.count ?? 0
}

/**
 * Ids of matches by age. Few matches are all taken from the inverted index and then sorted; of many the planner may
 * walk by date. Left to itself it walks for few ones too: measured 1,949 ms instead of 0.7.
 */
async function selectIds(
  search: Search,
  options: { further?: Sql; oldestFirst?: boolean; limit: number },
): Promise<string[]> {
  const { further = emptySql, oldestFirst = false, limit } = options
  const { from, fromWords, where } = search.query
  const direction = oldestFirst ? sql`ASC` : sql`DESC`
  const rows = await search.tx.$queryRaw<{ id: string }[]>(
    search.matches <= COUNT_CAP
      ? sql`WITH found AS MATERIALIZED (SELECT l."id" ${fromWords} WHERE ${where} ${further})
          SELECT "id" FROM found ORDER BY "id" ${direction} LIMIT ${limit}::int`
      : sql`SELECT l."id" ${from} WHERE ${where} ${further} ORDER BY l."id" ${direction} LIMIT ${limit}::int`,
  )
  return rows.map(({ id }) => id)
}

async function load(search: Search, ids: string[]): Promise<LoadedLink[]> {
  const { leafConditions, isExact } = search.query
  const answers = isExact ? sql`ARRAY[]::boolean[]` : sql`ARRAY[${joinSql(leafConditions)}]::boolean[]`
  const rows = await search.tx.$queryRaw<LoadedLink[]>(sql`
    SELECT l."id" AS "linkId", coalesce(t."title", l."title", '') AS "title", l."originalUrl" AS "url",
      coalesce(t."text", '') AS "text", coalesce(t."rest", '') AS "rest", l."note", ${answers} AS "answers",
      ARRAY(SELECT g."path" FROM "LinkTag" lt JOIN "Tag" g ON g."id" = lt."tagId"
        WHERE lt."linkId" = l."id" ORDER BY g."path") AS "tags"
    FROM "Link" l LEFT JOIN "SearchDocument" d ON d."linkId" = l."id"
      LEFT JOIN "SearchText" t ON t."linkId" = l."id"
    WHERE l."id" = ANY(${ids}::uuid[])`)
  const byId = new Map(rows.map((row) => [row.linkId, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

function foldTexts(link: LoadedLink) {
  return {
    title: fold(link.title),
    text: fold(link.text),
    rest: fold(link.rest),
    url: fold(link.url),
    note: fold(link.note),
    tag: fold(link.tags.join('\n')),
  }
}

/** Those of the matches that the query is really true of, in the given order, each with its score. */
async function verify(search: Search, ids: string[]): Promise<{ linkId: string; score: number }[]> {
  const verified: { linkId: string; score: number }[] = []
  for (let at = 0; at < ids.length; at += TEXTS_PER_LOAD) {
    for (const link of await load(search, ids.slice(at, at + TEXTS_PER_LOAD))) {
      const texts = foldTexts(link)
      if (search.query.isExact || search.query.accepts(link.answers, texts))
        verified.push({ linkId: link.linkId, score: score(search.query, texts) })
    }
  }
  return verified
}

interface Walk {
  ids: string[]
  /** Behind which link the next page begins; null at the end. */
  after: string | null
}

const beyond = (after: string | null, oldestFirst: boolean) => {
  if (after === null) return emptySql
  return oldestFirst ? sql`AND l."id" > ${after}::uuid` : sql`AND l."id" < ${after}::uuid`
}

/** Matches by age behind `start`, verified: `limit` of them, or fewer when the rounds are used up. */
async function walk(
  search: Search,
  start: string | null,
  options: { limit: number; oldestFirst: boolean; except?: string[] },
): Promise<Walk> {
  const { limit, oldestFirst, except = [] } = options
  const batch = search.query.isExact ? limit + 1 : 2 * limit + 1
  const hits: string[] = []
  let after = start
  for (let round = 0; round < MAX_WALK_ROUNDS; round += 1) {
    const others = except.length > 0 ? sql`AND l."id" <> ALL(${except}::uuid[])` : emptySql
    const further = sql`${beyond(after, oldestFirst)} ${others}`
    const ids = await selectIds(search, { further, oldestFirst, limit: batch })
    hits.push(...(search.query.isExact ? ids : (await verify(search, ids)).map(({ linkId }) => linkId)))
    if (hits.length > limit) return { ids: hits.slice(0, limit), after: hits[limit - 1]! }
    if (ids.length < batch) return { ids: hits, after: null }
    after = ids.at(-1)!
  }
  return { ids: hits, after }
}

async function highlightsOf(search: Search, hits: Omit<SearchHit, 'highlights'>[]): Promise<SearchHit[]> {
  const { marks } = search.query
  if (marks.length === 0) return hits.map((hit) => ({ ...hit, highlights: [] }))
  const highlights = new Map<string, Highlight[]>()
  for (let at = 0; at < hits.length; at += TEXTS_PER_LOAD) {
    const ids = hits.slice(at, at + TEXTS_PER_LOAD).map(({ linkId }) => linkId)
    for (const link of await load(search, ids)) highlights.set(link.linkId, marked(search.query, link))
  }
  return hits.map((hit) => ({ ...hit, highlights: highlights.get(hit.linkId) ?? [] }))
}

function marked({ marks }: CompiledQuery, link: LoadedLink): Highlight[] {
  const cut = (field: Highlight['field'], text: string, windowCharacters?: number): Highlight[] => {
    const needles = marks.filter(({ fields }) => fields.includes(field)).map(({ needle }) => needle)
    const snippet = highlight(text, needles, windowCharacters)
    return snippet ? [{ field, ...snippet }] : []
  }
  const inArticle = cut('text', link.text)
  return [
    ...cut('title', link.title, Infinity),
    ...(inArticle.length > 0 ? inArticle : cut('text', link.rest)),
    ...cut('note', link.note),
    ...cut('url', link.url),
    ...link.tags.flatMap((path) => cut('tag', path, Infinity)),
  ]
}

type Found = { hits: Omit<SearchHit, 'highlights'>[]; next: Cursor | null; verifiedTotal: number | null }

const unscored = (ids: string[]) => ids.map((linkId) => ({ linkId, score: null }))

async function pageByAge(search: Search, order: SearchOrder, cursor: Cursor | null): Promise<Found> {
  const start = cursor?.after ?? null
  const { ids, after } = await walk(search, start, { limit: search.limit, oldestFirst: order === 'oldest' })
  const isAll = start === null && after === null
  return {
    hits: unscored(ids),
    next: after === null ? null : { order, after },
    verifiedTotal: isAll ? ids.length : null,
  }
}

/** Ranked candidates first; what is older than they are follows by age. */
async function pageByRank(search: Search, cursor: Cursor | null): Promise<Found> {
  const [newest] = cursor?.upTo ? [cursor.upTo] : await selectIds(search, { limit: 1 })
  if (newest === undefined) return { hits: [], next: null, verifiedTotal: 0 }
  const upTo = sql`AND l."id" <= ${newest}::uuid`
  const inTitle = await selectIds(search, {
    further: sql`${upTo} AND ${search.query.titleWhere ?? sql`FALSE`}`,
    limit: MAX_TITLE_CANDIDATES,
  })
  const tail = { oldestFirst: false, except: inTitle }
  const base: Cursor = { order: 'relevance', upTo: newest }
  if (cursor?.after) {
    const { ids, after } = await walk(search, cursor.after, { ...tail, limit: search.limit })
    return { hits: unscored(ids), next: after === null ? null : { ...base, after }, verifiedTotal: null }
  }
  const inBody = await selectIds(search, { further: upTo, limit: MAX_BODY_CANDIDATES })
  const ranked = (await verify(search, [...new Set([...inTitle, ...inBody])])).sort(
    (a, b) => b.score - a.score || (a.linkId < b.linkId ? 1 : -1),
  )
  const from = cursor?.rank ?? 0
  const hits: Found['hits'] = ranked.slice(from, from + search.limit)
  const hasTail = inBody.length === MAX_BODY_CANDIDATES
  if (from + search.limit < ranked.length)
    return {
      hits,
      next: { ...base, rank: from + search.limit },
      verifiedTotal: hasTail ? null : ranked.length,
    }
  if (!hasTail) return { hits, next: null, verifiedTotal: ranked.length }
  if (hits.length === search.limit)
    return { hits, next: { ...base, after: inBody.at(-1)! }, verifiedTotal: null }
  const { ids, after } = await walk(search, inBody.at(-1)!, { ...tail, limit: search.limit - hits.length })
  return {
    hits: [...hits, ...unscored(ids)],
    next: after === null ? null : { ...base, after },
    verifiedTotal: null,
  }
}

function totalOf(search: Search, verified: number | null): SearchPage['total'] {
  if (verified !== null) return { count: Math.min(verified, COUNT_CAP), exact: verified <= COUNT_CAP }
  return {
    count: Math.min(search.matches, COUNT_CAP),
    exact: search.matches <= COUNT_CAP && search.query.isExact,
  }
}

/** What is tried when a query finds nothing, in this order. */
const LOOSER = ['and', 'or'] as const

async function findPage(tx: Tx, compiled: CompiledQuery, options: SearchOptions, cursor: Cursor | null) {
  const { order, limit } = options
  await preferInvertedIndex(tx, compiled.hasGrams)
  const search: Search = { tx, query: compiled, limit, matches: await countMatches(tx, compiled) }
  if (search.matches > COUNT_CAP) await preferInvertedIndex(tx, false)
  const isRanked = order === 'relevance' && compiled.marks.length > 0
  const found = isRanked ? await pageByRank(search, cursor) : await pageByAge(search, order, cursor)
  return { search, found }
}

/**
 * Finds links of one library. Without words in the query, `relevance` is `newest`. A sentence of Chinese that stands
 * nowhere as it is finds links that hold its words, all of them or else some.
 *
 * @throws AppError `invalid_cursor`
 */
export async function searchLinks(
  db: DbOrTx,
  libraryId: string,
  query: Query,
  options: SearchOptions,
): Promise<SearchPage> {
  const cursor = options.cursor === null ? null : parseCursor(options.cursor, options.order)
  const now = options.now ?? new Date()
  const attempts = [query, ...LOOSER.map((kind) => loosenQuery(query, kind))]
  return inTransaction(db, async (tx) => {
    let level = cursor?.loosened ?? 0
    for (;;) {
      const compiled = compileQuery(libraryId, attempts[level] ?? query, options.filters, now)
      const { search, found } = await findPage(tx, compiled, options, cursor)
      const isLast = level >= LOOSER.length || !attempts[level + 1]
      if (found.hits.length > 0 || found.next || cursor || isLast)
        return {
          hits: await highlightsOf(search, found.hits),
          nextCursor: found.next && printCursor({ ...found.next, ...(level > 0 && { loosened: level }) }),
          total: totalOf(search, found.verifiedTotal),
        }
      level += 1
    }
  })
}
