// How the matches of a query are spread over tags, sites, languages, years and kinds.
import { inTransaction, type DbOrTx, type Tx } from '#lib/db/client.ts'
import { sql, type Sql } from '#lib/db/sql.ts'
import { isStatementTimeout } from '#lib/db/statement-timeout.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { SEARCH_STATEMENT_MS } from '#lib/kernel/limits.ts'
import { compileQuery, type CompiledQuery } from './compile-query.ts'
import { estimateOf } from './count-matches.ts'
import { findKnownTags } from './known-tags.ts'
import type { LinkFilters } from './link-filters.ts'
import { readIds } from './match-window.ts'
import { prepareSearch, type Standing } from './prepare-search.ts'
import type { Query } from './query.ts'
import { searchTurns } from './search-turns.ts'

/** Matches that are counted at most: their tags and artifacts take 20 µs each. */
const MAX_COUNTED = 5_000
const MAX_VALUES = 12
/** Of words that so many links hold, and such a share of all, documents taken at random tell the proportions. */
const SAMPLED_FROM = 20 * MAX_COUNTED
const SAMPLED_SHARE = 0.2
/** Matches of a sample: so many are wanted, and with fewer it says too little. */
const WANTED_OF_SAMPLE = 1_500
const MIN_OF_SAMPLE = 500

export const FACET_KINDS = ['tag', 'site', 'lang', 'year', 'kind'] as const
type FacetKind = (typeof FACET_KINDS)[number]

interface FacetValue {
  /** A tag path, a host, a language (`zh`), a year, or `article`, `page`, `file`, `none`. */
  value: string
  count: number
}

export interface Facets {
  /** The most frequent values of each kind first, years the latest first. */
  values: Record<FacetKind, FacetValue[]>
  /** How many matches were counted. */
  counted: number
  /** Are these all matches, each of them certain? Otherwise the counts tell proportions. */
  isExact: boolean
}

export interface FacetOptions {
  filters: LinkFilters
  now?: Date
}

/** The first six bytes of an id are its milliseconds (RFC 9562, 5.7). */
const YEAR = sql`extract(year FROM to_timestamp(
  (('x' || left(replace("id"::text, '-', ''), 12))::bit(48)::bigint) / 1000.0) AT TIME ZONE 'UTC')::text`

/** What is in front of a link: a file it led to, an article that was read, a page without one, or nothing yet. */
const KIND = sql`CASE
  WHEN l."frontId" IS NULL THEN 'none'
  WHEN EXISTS (SELECT FROM "Artifact" a WHERE a."snapshotId" = l."frontId" AND a."kind" = 'file') THEN 'file'
  WHEN EXISTS (SELECT FROM "Artifact" a WHERE a."snapshotId" = l."frontId" AND a."kind" = 'article') THEN 'article'
  ELSE 'page' END`

/** All matches, `MAX_COUNTED` of them and one more at most. */
const allOf = ({ from, where }: CompiledQuery) =>
  sql`SELECT l."id" ${from} WHERE ${where} LIMIT ${MAX_COUNTED + 1}::int`

/**
 * Matches among documents taken at random; null where these are no shorter way. The index would read all places of the
 * word: of a character that stands in 300,000 links, those of all pairs that it begins.
 */
async function sampleOf(tx: Tx, query: CompiledQuery, { documents }: Standing): Promise<string[] | null> {
  const { words, where, isEstimable, isReachable } = query
  if (words === null || !isEstimable || !isReachable || documents < SAMPLED_FROM) return null
  const estimate = await estimateOf(tx, words)
  if (estimate < SAMPLED_FROM || estimate < SAMPLED_SHARE * documents) return null
  const percent = Math.min(100, (100 * WANTED_OF_SAMPLE) / estimate)
  const found = await readIds(
    tx,
    sql`SELECT l."id" ${query.sample(percent)} WHERE ${where} LIMIT ${MAX_COUNTED + 1}::int`,
  )
  return found.length < MIN_OF_SAMPLE ? null : found
}

/** One kind: its values by their number. */
const counted = (kind: FacetKind, from: Sql, order = sql`count(*) DESC, value`) => sql`
  (SELECT ${kind} AS "kind", value, count(*)::int AS "count" FROM ${from} AS valued(value)
    WHERE value IS NOT NULL AND value <> '' GROUP BY value ORDER BY ${order} LIMIT ${MAX_VALUES}::int)`

/**
 * Counts the values of the matches, of at most 5,000 of them; `isExact` says whether these are all.
 *
 * @throws AppError `search_too_slow`
 */
export async function countFacets(
  db: DbOrTx,
  libraryId: string,
  query: Query,
  { filters, now = new Date() }: FacetOptions,
): Promise<Facets> {
  try {
    return await searchTurns.run(() =>
      inTransaction(db, async (tx) => {
        const standing = await prepareSearch(tx, SEARCH_STATEMENT_MS)
        const tags = await findKnownTags(tx, libraryId, { query, filters, marks: standing.marks })
        const compiled = compileQuery(query, { ...standing, libraryId, filters, tags, now })
        const sample = await sampleOf(tx, compiled, standing)
        const matches = sample ? sql`SELECT * FROM unnest(${sample}::uuid[]) AS s("id")` : allOf(compiled)
        const rows = await tx.$queryRaw<{ kind: FacetKind | null; value: string; count: number }[]>(sql`
          WITH found AS MATERIALIZED (${matches}), links AS MATERIALIZED (
            SELECT f."id", d."site", split_part(lower(d."lang"), '-', 1) AS "lang", ${KIND} AS "kind" FROM found f
              JOIN "Link" l ON l."id" = f."id" LEFT JOIN "SearchDocument" d ON d."linkId" = f."id"
          )
          SELECT NULL AS "kind", '' AS "value", count(*)::int AS "count" FROM found
          UNION ALL ${counted('tag', sql`(SELECT t."path" FROM found f JOIN "LinkTag" lt ON lt."linkId" = f."id" JOIN "Tag" t ON t."id" = lt."tagId")`)}
          UNION ALL ${counted('site', sql`(SELECT "site" FROM links)`)}
          UNION ALL ${counted('lang', sql`(SELECT "lang" FROM links)`)}
          UNION ALL ${counted('year', sql`(SELECT ${YEAR} FROM found)`, sql`value DESC`)}
          UNION ALL ${counted('kind', sql`(SELECT "kind" FROM links)`)}`)
        const of = (kind: FacetKind) =>
          rows.flatMap((row) => (row.kind === kind ? { value: row.value, count: row.count } : []))
        const found = rows.find(({ kind }) => kind === null)?.count ?? 0
        return {
          values: {
            tag: of('tag'),
            site: of('site'),
            lang: of('lang'),
            year: of('year'),
            kind: of('kind'),
          },
          counted: Math.min(found, MAX_COUNTED),
          isExact: compiled.isExact && sample === null && found <= MAX_COUNTED,
        }
      }),
    )
  } catch (error) {
    if (isStatementTimeout(error)) throw new AppError('search_too_slow', {}, { cause: error })
    throw error
  }
}
