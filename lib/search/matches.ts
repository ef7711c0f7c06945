// The matches of a compiled query as the database gives them: how many, and which are the next by age.
import type { Tx } from '#lib/db/client.ts'
import { emptySql, joinSql, sql, type Sql } from '#lib/db/sql.ts'
import { COUNT_CAP } from '#lib/kernel/limits.ts'
import type { CompiledQuery } from './compile-query.ts'

/**
 * Links that are looked into one by one before all matches of a frequent word are taken and sorted: 1,000 vectors take
 * about 20 ms, 50,000 matches about 40 ms. Walking on until enough are found would take seconds where all of them are old.
 */
const WINDOW_ROWS = 1_000

export interface Search {
  tx: Tx
  query: CompiledQuery
  limit: number
  matches: Matches
}

/** All matches of the index; more than COUNT_CAP are neither counted on nor read. */
export type Matches = { isCapped: false; newestFirst: readonly string[] } | { isCapped: true }

/**
 * Prepares the transaction of a search: no statement longer than this, and the way through the inverted indexes preferred
 * to others. The planner does not know how dear it is to read a vector, and would rather walk the links and look into
 * each: measured 17 ms instead of 2 on 4,000 links.
 */
export async function prepareSearch(tx: Tx, timeoutMs: number): Promise<void> {
  await tx.$queryRaw(sql`SELECT set_config('statement_timeout', ${String(timeoutMs)}, true),
    set_config('enable_seqscan', 'off', true)`)
}

/** Leaves the planner no other way than the inverted indexes, or gives it the choice again. */
export async function preferInvertedIndex(tx: Tx, isPreferred: boolean): Promise<void> {
  await tx.$queryRaw(sql`SELECT set_config('enable_indexscan', ${isPreferred ? 'off' : 'on'}, true)`)
}

/** Reads the ids of all matches, or finds that there are too many. */
export async function readMatches(tx: Tx, { from, where }: CompiledQuery): Promise<Matches> {
  const [row] = await tx.$queryRaw<{ count: number; ids: string[] | null }[]>(sql`
    SELECT count(*)::int AS "count",
      CASE WHEN count(*) <= ${COUNT_CAP}::int THEN array_agg("id"::text ORDER BY "id" DESC) END AS "ids"
    FROM (SELECT l."id" ${from} WHERE ${where} LIMIT ${COUNT_CAP + 1}::int) AS capped`)
  const isCapped = (row?.count ?? 0) > COUNT_CAP
  return isCapped ? { isCapped } : { isCapped, newestFirst: row?.ids ?? [] }
}

interface Wanted {
  limit: number
  /** Behind this link, in the direction of the walk. */
  after?: string | null
  /** This link and older ones. */
  upTo?: string | null
  /** Not these. */
  except?: readonly string[]
  oldestFirst?: boolean
}

const ordered = (oldestFirst: boolean, limit: number) =>
  sql`ORDER BY "id" ${oldestFirst ? sql`ASC` : sql`DESC`} LIMIT ${limit}::int`

/** The range of the walk as a condition on `l."id"`, with its AND. */
function rangeOf({ after, upTo, except = [], oldestFirst = false }: Wanted): Sql {
  return joinSql(
    [
      emptySql,
      ...(after ? [oldestFirst ? sql`l."id" > ${after}::uuid` : sql`l."id" < ${after}::uuid`] : []),
      ...(upTo ? [sql`l."id" <= ${upTo}::uuid`] : []),
      ...(except.length > 0 ? [sql`l."id" <> ALL(${except}::uuid[])`] : []),
    ],
    ' AND ',
  )
}

/** Ids in their text form are ordered as the database orders them. */
function isInRange(id: string, { after, upTo, except = [], oldestFirst = false }: Wanted): boolean {
  if (after && (oldestFirst ? id <= after : id >= after)) return false
  return !(upTo && id > upTo) && !except.includes(id)
}

/** Ids of the next matches by age. */
export async function nextMatches(search: Search, wanted: Wanted): Promise<string[]> {
  const { matches, query } = search
  if (matches.isCapped) return nextOfMany(search, query.where, wanted)
  const inOrder = wanted.oldestFirst ? matches.newestFirst.toReversed() : matches.newestFirst
  return inOrder.filter((id) => isInRange(id, wanted)).slice(0, wanted.limit)
}

/** The same among those whose title holds the words. */
export async function nextInTitle(search: Search, wanted: Wanted): Promise<string[]> {
  const { query, matches, tx } = search
  if (!query.titleWhere) return []
  const where = sql`${query.titleWhere} AND ${query.where}`
  if (matches.isCapped) return nextOfMany(search, where, wanted)
  return readIds(tx, takenAndSorted(query, where, wanted))
}

const readIds = async (tx: Tx, statement: Sql) =>
  (await tx.$queryRaw<{ id: string }[]>(statement)).map(({ id }) => id)

const takenAndSorted = ({ from }: CompiledQuery, where: Sql, wanted: Wanted) => sql`
  WITH found AS MATERIALIZED (SELECT l."id" ${from} WHERE ${where} ${rangeOf(wanted)})
  SELECT "id" FROM found ${ordered(wanted.oldestFirst ?? false, wanted.limit)}`

/**
 * What no index gives is walked. Of what an index gives, a window of links is looked into first: of a frequent word it
 * holds enough. If it does not, all matches are taken from the index and sorted.
 */
async function nextOfMany({ tx, query }: Search, where: Sql, wanted: Wanted): Promise<string[]> {
  const { limit, oldestFirst = false } = wanted
  const order = ordered(oldestFirst, limit)
  if (!query.isReachable)
    return readIds(tx, sql`SELECT l."id" ${query.from} WHERE ${where} ${rangeOf(wanted)} ${order}`)
  await preferInvertedIndex(tx, false)
  const window = query.window({
    range: rangeOf(wanted),
    direction: oldestFirst ? sql`ASC` : sql`DESC`,
    rows: WINDOW_ROWS,
  })
  const found = await readIds(tx, sql`SELECT l."id" ${window} WHERE ${where} ${order}`)
  if (found.length === limit) return found
  await preferInvertedIndex(tx, true)
  return readIds(tx, takenAndSorted(query, where, wanted))
}
