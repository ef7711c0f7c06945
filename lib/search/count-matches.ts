// How many links match a compiled query: all that there are, up to a cap, with their ids, or what share of all they are.
import type { Tx } from '#lib/db/client.ts'
import { sql, type Sql } from '#lib/db/sql.ts'
import { COUNT_CAP } from '#lib/kernel/limits.ts'
import type { CompiledQuery } from './compile-query.ts'
import { inWindow, maxRows, readIds, rowsFor } from './match-window.ts'
import type { Standing } from './prepare-search.ts'
import { askSample, expectedOf, SAMPLED_FROM } from './sample.ts'

/** Twice the cap is beyond it, where a sample taken at random says so and leaves no doubt. */
const BEYOND_BY_SAMPLE = 2
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

/** Of so many matches, and some more than are expected, the newest are known when they are counted. */
const EXPECTED_KNOWN = 2.5 * COUNT_CAP
const MAX_KNOWN = 3 * COUNT_CAP
/** What a page shows, and what is ranked of a text, with some to spare. */
const KNOWN_NEWEST = 150

/**
 * All matches of the index; more than COUNT_CAP are neither counted on nor read. `share`: so many of all links should be
 * matches. `newest`: the newest of them, where they are known.
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

/**
 * Reads the ids of all matches, or finds that there are too many.
 *
 * @param wantsNewest  are the newest of these wanted next?
 */
export async function readMatches(
  tx: Tx,
  query: CompiledQuery,
  standing: Standing,
  wantsNewest = false,
): Promise<Matches> {
  const { documents, blocks } = standing
  const told = await beyondCap(tx, query, standing)
  if (told.isBeyond) return { isCapped: true, share: told.share, newest: told.newest }
  const [row] = await tx.$queryRaw<[Counted]>(countedBy(query, blocks, wantsNewest))
  const { count, ids, lastBlock } = row
  if (count <= COUNT_CAP) return { isCapped: false, newestFirst: ids ?? [] }
  // An index gives matches in the order in which they lie: so far it had to go for these.
  const share =
    lastBlock === null ? told.share : Math.min(1, (count * blocks) / (documents * (lastBlock + 1)))
  return { isCapped: true, share, newest: ids ?? [] }
}

interface Told {
  /** Are there more than the cap? If not, they have to be counted. */
  isBeyond: boolean
  share: number
  newest: readonly string[]
}

/** What is known without counting: by the sample, and where that does not tell, by what the planner expects. */
async function beyondCap(tx: Tx, query: CompiledQuery, standing: Standing): Promise<Told> {
  const { documents } = standing
  const sampled =
    query.sampled === null || documents < SAMPLED_FROM ? null : await askSample(tx, query.sampled)
  if (!sampled) return beyondByEstimate(tx, query, standing)
  const { expected, least } = expectedOf(sampled, documents)
  const isBeyond = least > COUNT_CAP && expected > BEYOND_BY_SAMPLE * COUNT_CAP
  return { isBeyond, share: expected / documents, newest: [] }
}

async function beyondByEstimate(tx: Tx, query: CompiledQuery, standing: Standing): Promise<Told> {
  const { isAlone, documents } = standing
  const { where, words, isEstimable, isOneGram, isReachable } = query
  const estimate = words === null ? 0 : await estimateOf(tx, words)
  let share = Math.min(1, estimate / documents)
  const isFrequent = estimate > CERTAINLY_BEYOND * COUNT_CAP
  const isCertain = isFrequent || (isOneGram && estimate > CERTAINLY_BEYOND_OF_ONE * COUNT_CAP)
  if (isCertain && isEstimable) return { isBeyond: true, share, newest: [] }
  // Of fewer links no look would bear it out.
  const mayBeFrequent = words !== null && !isOneGram && documents > 100 * COUNT_CAP
  const looks = isFrequent ? [rowsFor(10 * MIN_BEARING_OUT, share)] : mayBeFrequent ? FIRST_LOOKS : []
  for (const wanted of isAlone && isReachable ? looks : []) {
    const rows = Math.min(wanted, maxRows(query, standing))
    const newest = await readIds(tx, inWindow(query, where, { rows, limit: rows }))
    share = newest.length / rows
    const isBorneOut = share * documents > (CERTAINLY_BEYOND / 2) * COUNT_CAP
    if (newest.length >= MIN_BEARING_OUT && isBorneOut) return { isBeyond: true, share, newest }
    if (newest.length === 0) break
  }
  return { isBeyond: false, share, newest: [] }
}

interface Counted {
  /** COUNT_CAP and one more at most. */
  count: number
  /** In which the last of them lies; null where no index gave them. */
  lastBlock: number | null
  /** Of no more than COUNT_CAP all; of a few more the newest, where all of them were read; newest first. */
  ids: string[] | null
}

/**
 * Counts up to the cap. Where the matches so far lie in so much of the blocks that all should be a few caps, the rest of them
 * is read as well, to know the newest: that takes less than to look for these among the next links. The index is asked
 * once: a CTE is read as far as somebody asks it.
 */
function countedBy({ from, where, isReachable }: CompiledQuery, blocks: number, wantsNewest: boolean): Sql {
  const isOfFew = wantsNewest
    ? sql`"lastBlock" >= ${(blocks * COUNT_CAP) / EXPECTED_KNOWN}::float8`
    : sql`FALSE`
  return sql`WITH found AS MATERIALIZED (
      SELECT l."id", ${isReachable ? sql`d."ctid"` : sql`NULL::tid`} AS "place"
      ${from} WHERE ${where} LIMIT ${MAX_KNOWN + 1}::int
    )
    SELECT "count", "lastBlock",
      CASE WHEN "count" <= ${COUNT_CAP}::int OR (${isOfFew} AND (SELECT count(*) FROM found) <= ${MAX_KNOWN}::int)
        THEN ARRAY(SELECT f."id"::text FROM found f ORDER BY f."id" DESC
          LIMIT CASE WHEN "count" <= ${COUNT_CAP}::int THEN "count" ELSE ${KNOWN_NEWEST}::int END) END AS "ids"
    FROM (
      SELECT count(*)::int AS "count", (max("place")::text::point)[0] AS "lastBlock"
      FROM (SELECT "place" FROM found LIMIT ${COUNT_CAP + 1}::int) AS first
    ) AS capped`
}
