// The matches of a compiled query as the database gives them: which are the next by age.
import type { Tx } from '#lib/db/client.ts'
import { sql, type Sql } from '#lib/db/sql.ts'
import type { CompiledQuery } from './compile-query.ts'
import { estimateOf, type Matches } from './count-matches.ts'
import type { LoadedLink } from './loaded-row.ts'
import {
  inWindow,
  MARGIN,
  maxRows,
  ordered,
  rangeOf,
  readIds,
  rowsFor,
  TITLE_WINDOW_ROWS,
  type Wanted,
} from './match-window.ts'
import type { Standing } from './prepare-search.ts'

/** Of these so many at first, where the index is asked soon: a word that begins few titles takes it less than a look at all. */
const FIRST_TITLE_ROWS = 800
/** A look ends where there are enough: it is worth it where so much of what it may cost should do. */
const LIKELY = 0.85
/** Once more where there were fewer matches than expected. */
const MAX_LOOKS = 2
/** The next links by age among which matches are looked for, first and at most: in between, as many as seem to be needed. */
const RECENT_ROWS = 8_000
const MAX_RECENT_ROWS = 150_000

export interface Search {
  tx: Tx
  libraryId: string
  standing: Standing
  query: CompiledQuery
  limit: number
  matches: Matches
  /** Hits of the page, as they were loaded to be verified or ranked, `limit` of them at most. */
  kept: Map<string, LoadedLink>
  /** Behind so many of the newest links comes this one: titles and texts are often looked for among the same. */
  ends: Map<number, string>
}

/** Ids in their text form are ordered as the database orders them. */
function isInRange(id: string, { after, upTo, downTo, except = [], oldestFirst = false }: Wanted): boolean {
  if (after && (oldestFirst ? id <= after : id >= after)) return false
  if ((upTo && id > upTo) || (downTo && id < downTo)) return false
  return !except.includes(id)
}

/** Ids of the next matches by age. */
export async function nextMatches(search: Search, wanted: Wanted): Promise<string[]> {
  const { matches, query } = search
  if (matches.isCapped) {
    const known = wanted.oldestFirst ? [] : matches.newest.filter((id) => isInRange(id, wanted))
    if (known.length >= wanted.limit) return known.slice(0, wanted.limit)
    const { share } = matches
    // None at all says that a look found none, not that there are none.
    const recentRows = share > 0 ? clamped(rowsFor(wanted.limit, share)) : RECENT_ROWS
    return nextOfMany(search, query.where, wanted, {
      share,
      maxRows: maxRows(query, search.standing),
      recentRows,
    })
  }
  const inOrder = wanted.oldestFirst ? matches.newestFirst.toReversed() : matches.newestFirst
  return inOrder.filter((id) => isInRange(id, wanted)).slice(0, wanted.limit)
}

/** The same among those whose title holds the words. */
export async function nextInTitle(search: Search, wanted: Wanted): Promise<string[]> {
  const { tx, query, matches, standing } = search
  if (!query.titleWhere || !query.titleHolds) return []
  if (matches.isCapped) {
    const share =
      query.titleWords === null ? 0 : (await estimateOf(tx, query.titleWords)) / standing.documents
    return nextOfMany(search, query.titleWhere, wanted, {
      share,
      maxRows: TITLE_WINDOW_ROWS,
      recentRows: RECENT_ROWS,
    })
  }
  if (matches.newestFirst.length === 0) return []
  // Walked or from the index, they are among the matches.
  return readIds(
    tx,
    sql`SELECT l."id" FROM unnest(${matches.newestFirst}::uuid[]) AS l("id")
      CROSS JOIN LATERAL (SELECT * FROM "SearchDocument" s WHERE s."linkId" = l."id" OFFSET 0) d
      WHERE ${query.titleHolds} ${rangeOf(wanted)} ${ordered(wanted)}`,
  )
}

const takenAndSorted = ({ tx, query: { from } }: Search, where: Sql, wanted: Wanted) =>
  readIds(
    tx,
    sql`WITH found AS MATERIALIZED (SELECT l."id" ${from} WHERE ${where} ${rangeOf(wanted)})
      SELECT "id" FROM found ${ordered(wanted)}`,
  )

/**
 * What no index gives is walked. Of what an index gives, the next links by age are looked into: as many one by one as
 * should hold enough matches, if that is a few, then more of them through the index of ids and that of words together.
 * If these hold too few matches, all are taken from the index and sorted.
 */
async function nextOfMany(
  search: Search,
  where: Sql,
  wanted: Wanted,
  window: { share: number; maxRows: number; recentRows: number },
): Promise<string[]> {
  const { tx, query } = search
  const { limit } = wanted
  if (!query.isReachable)
    return readIds(tx, sql`SELECT l."id" ${query.from} WHERE ${where} ${rangeOf(wanted)} ${ordered(wanted)}`)
  let { share } = window
  for (let look = 0; look < MAX_LOOKS && limit / share <= LIKELY * window.maxRows; look += 1) {
    const rows = Math.min(rowsFor(limit, share), window.maxRows)
    const found = await readIds(tx, inWindow(query, where, { ...wanted, rows }))
    if (found.length === limit) return found
    share = found.length / rows
  }
  let rows = window.recentRows
  for (;;) {
    const recent = await nextOfRecent(search, where, wanted, rows)
    if (recent.length === limit) return recent
    const needed = recent.length === 0 ? MAX_RECENT_ROWS : rowsFor(limit, recent.length / rows)
    if (rows > window.recentRows || needed > MAX_RECENT_ROWS) return takenAndSorted(search, where, wanted)
    rows = needed
  }
}

const clamped = (rows: number) => Math.min(Math.max(rows, RECENT_ROWS), MAX_RECENT_ROWS)

/** Only matches among so many next links are looked at: the index of ids is intersected with that of words. */
async function nextOfRecent(search: Search, where: Sql, wanted: Wanted, rows: number): Promise<string[]> {
  const { tx, libraryId, query, ends } = search
  const { oldestFirst = false } = wanted
  const range = rangeOf(wanted)
  const isOfNewest = !oldestFirst && range.values.length === 0
  let last = isOfNewest ? ends.get(rows) : undefined
  if (last === undefined) {
    const found = await readIds(
      tx,
      sql`SELECT l."id" FROM (SELECT "linkId" AS "id", "libraryId" FROM "SearchDocument") l
        WHERE l."libraryId" = ${libraryId}::uuid ${range}
        ORDER BY l."id" ${oldestFirst ? sql`ASC` : sql`DESC`} OFFSET ${rows}::int LIMIT 1`,
    )
    last = found[0]
    if (isOfNewest && last !== undefined) ends.set(rows, last)
  }
  const until = oldestFirst ? sql`d."linkId" <= ${last}::uuid` : sql`d."linkId" >= ${last}::uuid`
  if (last === undefined) return takenAndSorted(search, where, wanted)
  return readIds(tx, sql`SELECT l."id" ${query.from} WHERE ${where} AND ${until} ${range} ${ordered(wanted)}`)
}

/**
 * Ids of the newest links for which a condition on the title's vector holds. For suggestions, which have to be quick: few
 * of the newest links are looked into first, more of them when these bear that out, and else the index is asked.
 */
export async function newestWithTitle(
  tx: Tx,
  { libraryId, words, limit }: { libraryId: string; words: Sql; limit: number },
): Promise<string[]> {
  // In the order of the window: where there are enough, it ends.
  const amongNewest = (rows: number) =>
    readIds(
      tx,
      sql`SELECT d."linkId" AS "id" FROM (SELECT d."linkId", d."titleVector" FROM "SearchDocument" d
          WHERE d."libraryId" = ${libraryId}::uuid ORDER BY d."linkId" DESC LIMIT ${rows}::int) d
        WHERE ${words} ORDER BY d."linkId" DESC LIMIT ${limit}::int`,
    )
  const found = await amongNewest(FIRST_TITLE_ROWS)
  if (found.length === limit) return found
  if (rowsFor(limit, found.length / FIRST_TITLE_ROWS) <= MARGIN * TITLE_WINDOW_ROWS) {
    const more = await amongNewest(TITLE_WINDOW_ROWS)
    if (more.length === limit) return more
  }
  return readIds(
    tx,
    sql`WITH found AS MATERIALIZED (SELECT d."linkId" AS "id" FROM "SearchDocument" d WHERE ${words})
      SELECT "id" FROM found ORDER BY "id" DESC LIMIT ${limit}::int`,
  )
}
