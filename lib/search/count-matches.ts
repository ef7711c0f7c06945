// How many links match a compiled query: all that there are, up to a cap, with their ids, or what share of all they are.
import type { Tx } from '#lib/db/client.ts'
import { sql, type Sql } from '#lib/db/sql.ts'
import { COUNT_CAP } from '#lib/kernel/limits.ts'
import type { CompiledQuery } from './compile-query.ts'
import { inWindow, maxRows, readIds, rowsFor } from './match-window.ts'
import type { Standing } from './prepare-search.ts'

/**
 * So many times the cap is beyond it, whatever an estimate is worth: it comes from samples of 15,000 links. Counting would
 * take 0.2 µs a match, 150 ms for a word that stands in 745,000 links.
 */
const CERTAINLY_BEYOND = 20
/** Of one gram, whose frequency is what was sampled: where it is 5,000 of a million, 75 of the sample hold it. */
const CERTAINLY_BEYOND_OF_ONE = 5
/** Where matches of the next links by age bear an estimate out, half of it will do; fewer of them say nothing. */
const MIN_BEARING_OUT = 10
/**
 * Words may be frequent together whatever is expected of them, as the pairs of one word are. So many of the newest links
 * tell, and as many more where they hold any; of a million the index takes longer for what one in a hundred holds.
 */
const FIRST_LOOKS = [150, 1_000]

/**
 * All matches of the index; more than COUNT_CAP are neither counted on nor read. `share`: so many of all links should be
 * matches. `newest`: what a look into the newest links found.
 */
export type Matches =
  | { isCapped: false; newestFirst: readonly string[] }
  | { isCapped: true; share: number; newest: readonly string[] }

/** How many documents the planner expects to hold the words: of words apart right, of words together far too few. */
export async function estimateOf(tx: Tx, words: Sql): Promise<number> {
  const [plan] = await tx.$queryRaw<{ 'QUERY PLAN': string }[]>(
    sql`EXPLAIN SELECT FROM "SearchDocument" d WHERE ${words}`,
  )
  return Number(/ rows=(\d+)/.exec(plan?.['QUERY PLAN'] ?? '')?.[1] ?? 0)
}

/** Reads the ids of all matches, or finds that there are too many. */
export async function readMatches(tx: Tx, query: CompiledQuery, standing: Standing): Promise<Matches> {
  const { isAlone, documents, blocks } = standing
  const { from, where, words, isEstimable, isOneGram, isReachable } = query
  const estimate = words === null ? 0 : await estimateOf(tx, words)
  let share = Math.min(1, estimate / documents)
  const isFrequent = estimate > CERTAINLY_BEYOND * COUNT_CAP
  const isCertain = isFrequent || (isOneGram && estimate > CERTAINLY_BEYOND_OF_ONE * COUNT_CAP)
  if (isCertain && isEstimable) return { isCapped: true, share, newest: [] }
  // Of fewer links no look would bear it out.
  const mayBeFrequent = words !== null && !isOneGram && documents > 100 * COUNT_CAP
  const looks = isFrequent ? [rowsFor(10 * MIN_BEARING_OUT, share)] : mayBeFrequent ? FIRST_LOOKS : []
  for (const wanted of isAlone && isReachable ? looks : []) {
    const rows = Math.ceil(Math.min(wanted, maxRows(query, standing)))
    const newest = await readIds(tx, inWindow(query, where, { rows, limit: rows }))
    share = newest.length / rows
    const isBorneOut = share * documents > (CERTAINLY_BEYOND / 2) * COUNT_CAP
    if (newest.length >= MIN_BEARING_OUT && isBorneOut) return { isCapped: true, share, newest }
    if (newest.length === 0) break
  }
  const [row] = await tx.$queryRaw<[{ count: number; ids: string[] | null; lastBlock: number | null }]>(sql`
    SELECT count(*)::int AS "count", (max("place")::text::point)[0] AS "lastBlock",
      CASE WHEN count(*) <= ${COUNT_CAP}::int THEN array_agg("id"::text ORDER BY "id" DESC) END AS "ids"
    FROM (SELECT l."id", ${isReachable ? sql`d."ctid"` : sql`NULL::tid`} AS "place"
      ${from} WHERE ${where} LIMIT ${COUNT_CAP + 1}::int) AS capped`)
  const { count, ids, lastBlock } = row
  if (count <= COUNT_CAP) return { isCapped: false, newestFirst: ids ?? [] }
  // An index gives matches in the order in which they lie: so far it had to go for these.
  if (lastBlock !== null) share = Math.min(1, (count * blocks) / (documents * (lastBlock + 1)))
  return { isCapped: true, share, newest: [] }
}
