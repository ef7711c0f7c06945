// How the matches of a query are spread over tags, sites, languages, years and kinds.
import { inTransaction, type DbOrTx, type Tx } from '#lib/db/client.ts'
import { sql, type Sql } from '#lib/db/sql.ts'
import { isStatementTimeout } from '#lib/db/statement-timeout.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { SEARCH_STATEMENT_MS } from '#lib/kernel/limits.ts'
import { compileQuery, type CompiledQuery } from './compile-query.ts'
import { findKnownTags } from './known-tags.ts'
import type { LinkFilters } from './link-filters.ts'
import { firstIdAt } from './moment.ts'
import { prepareSearch, type Standing } from './prepare-search.ts'
import type { Query } from './query.ts'
import { askSample } from './sample.ts'
import { searchTurns } from './search-turns.ts'

/** So many matches are counted, each of them: their tags and artifacts take 10 to 20 µs each. */
const MAX_COUNTED = 5_000
/** Of more, some here and there, about so many, say the proportions. */
const SOME = 1_500
/** They are taken of so many that the index gives first, which takes 3 µs each. */
const MAX_FOUND = 20_000
/** Of so many matches, and such a share of all, they are taken at random instead: 3 µs for each KB of documents that is read. */
const SAMPLED_FROM = MAX_FOUND
const SAMPLED_SHARE = 0.05
/** So many documents tell what share that is, where nothing else does. */
const PROBED_DOCUMENTS = 1_000
/** Ten or so share a block, and often their site, tags and year: of fewer documents the blocks would be too few. */
const MIN_READ = 5_000
const MAX_READ = 20_000
/** So that long documents take no longer than short ones: of articles of 2,500 characters these are 11,000. */
const MAX_READ_BYTES = 60_000_000
/** With fewer matches they say too little. */
const MIN_OF_SAMPLE = 500
const MAX_VALUES = 12
const FIRST_YEAR = 1970

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

/** The first ids of the years from 1971 on: between which of them an id lies says its year. */
const YEARS = Array.from({ length: 200 }, (_, at) => firstIdAt(new Date(Date.UTC(FIRST_YEAR + 1 + at, 0))))
const YEAR = sql`(${FIRST_YEAR}::int + width_bucket(f."id", ${YEARS}::uuid[]))::text`

/** What is in front of a link: a file it led to, an article that was read, a page without one, or nothing yet. */
const KIND = sql`CASE
  WHEN l."frontId" IS NULL THEN 'none'
  WHEN EXISTS (SELECT FROM "Artifact" a WHERE a."snapshotId" = l."frontId" AND a."kind" = 'file') THEN 'file'
  WHEN EXISTS (SELECT FROM "Artifact" a WHERE a."snapshotId" = l."frontId" AND a."kind" = 'article') THEN 'article'
  ELSE 'page' END`

/** All matches, `MAX_FOUND` of them and one more at most. */
const allOf = ({ from, where }: CompiledQuery) =>
  sql`SELECT l."id" ${from} WHERE ${where} LIMIT ${MAX_FOUND + 1}::int`

/** Matches among so many documents in blocks taken at random, always the same. */
const inSample = ({ sample, where }: CompiledQuery, share: number) =>
  sql`SELECT l."id" ${sample(Math.min(100, 100 * share))} WHERE ${where}`

/** Of more matches than `all` about SOME, one here and one there; beside each, of how many it is. */
const someOf = (matches: Sql, all: number) => sql`
  SELECT n."id", n."of" FROM (
    SELECT m."id", row_number() OVER () AS "nth", (count(*) OVER ())::int AS "of" FROM (${matches}) m
  ) n WHERE n."of" <= ${all}::int OR n."nth" % (n."of" / ${SOME}::int) = 0`

/** What share of all documents the matches are, about. */
async function shareOf(tx: Tx, query: CompiledQuery, documents: number): Promise<number> {
  const sampled = query.sampled === null ? null : await askSample(tx, query.sampled)
  if (sampled) return sampled.holders / sampled.documents
  const [found] = await tx.$queryRaw<[{ count: number }]>(
    sql`SELECT count(*)::int AS "count" FROM (${inSample(query, PROBED_DOCUMENTS / documents)}) s`,
  )
  return found.count / PROBED_DOCUMENTS
}

/** How many documents may be read, by the mean size of all. */
async function readableOf(tx: Tx, documents: number): Promise<number> {
  const [{ bytes }] = await tx.$queryRaw<[{ bytes: number }]>(
    sql`SELECT pg_table_size('"SearchDocument"')::float8 AS "bytes"`,
  )
  return Math.min(MAX_READ, (MAX_READ_BYTES * documents) / bytes)
}

/**
 * Matches among documents taken at random; null where these are no shorter way. The index would read all places of the
 * words, and give the links first that were added first.
 */
async function sampleOf(tx: Tx, query: CompiledQuery, { documents }: Standing): Promise<string[] | null> {
  if (!query.isReachable || documents < SAMPLED_FROM) return null
  const share = await shareOf(tx, query, documents)
  if (share * documents < SAMPLED_FROM || share < SAMPLED_SHARE) return null
  const read = Math.min(Math.max(SOME / share, MIN_READ), await readableOf(tx, documents))
  if (share * read < MIN_OF_SAMPLE) return null
  const [{ ids }] = await tx.$queryRaw<[{ ids: string[] }]>(
    sql`SELECT ARRAY(SELECT "id"::text FROM (${someOf(inSample(query, read / documents), SOME)}) s) AS "ids"`,
  )
  return ids.length < MIN_OF_SAMPLE ? null : ids
}

/** Asked for each row by itself: the planner would rather read a whole table once. */
const eachOf = (rows: Sql) => sql`CROSS JOIN LATERAL (${rows} OFFSET 0)`

/** One kind: its values by their number. */
const counted = (kind: FacetKind, from: Sql, order = sql`count(*) DESC, value`) => sql`
  (SELECT ${kind} AS "kind", value, count(*)::int AS "count" FROM ${from} AS valued(value)
    WHERE value IS NOT NULL AND value <> '' GROUP BY value ORDER BY ${order} LIMIT ${MAX_VALUES}::int)`

/**
 * Counts the values of the matches, of up to 5,000 of them all, of more about 1,500; `isExact` says whether these are all.
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
          WITH taken AS MATERIALIZED (
            ${someOf(matches, MAX_COUNTED)}
          ), links AS MATERIALIZED (
            SELECT l."site", split_part(lower(l."lang"), '-', 1) AS "lang", ${YEAR} AS "year", ${KIND} AS "kind"
            FROM taken f ${eachOf(sql`SELECT k."frontId", d."site", d."lang" FROM "Link" k
              LEFT JOIN "SearchDocument" d ON d."linkId" = k."id" WHERE k."id" = f."id"`)} l
          ), tags AS (
            SELECT lt."tagId", count(*)::int AS "count"
            FROM taken f ${eachOf(sql`SELECT "tagId" FROM "LinkTag" WHERE "linkId" = f."id"`)} lt GROUP BY 1
          )
          SELECT NULL AS "kind", 'taken' AS "value", count(*)::int AS "count" FROM taken
          UNION ALL SELECT NULL, 'found', coalesce(max("of"), 0) FROM taken
          UNION ALL (SELECT 'tag', t."path", tags."count" FROM tags JOIN "Tag" t ON t."id" = tags."tagId"
            ORDER BY 3 DESC, 2 LIMIT ${MAX_VALUES}::int)
          UNION ALL ${counted('site', sql`(SELECT "site" FROM links)`)}
          UNION ALL ${counted('lang', sql`(SELECT "lang" FROM links)`)}
          UNION ALL ${counted('year', sql`(SELECT "year" FROM links)`, sql`value DESC`)}
          UNION ALL ${counted('kind', sql`(SELECT "kind" FROM links)`)}`)
        const of = (kind: FacetKind) =>
          rows.flatMap((row) => (row.kind === kind ? { value: row.value, count: row.count } : []))
        const count = (of: 'found' | 'taken') =>
          rows.find(({ kind, value }) => kind === null && value === of)?.count ?? 0
        return {
          values: {
            tag: of('tag'),
            site: of('site'),
            lang: of('lang'),
            year: of('year'),
            kind: of('kind'),
          },
          counted: count('taken'),
          isExact: compiled.isExact && sample === null && count('found') <= MAX_COUNTED,
        }
      }),
    )
  } catch (error) {
    if (isStatementTimeout(error)) throw new AppError('search_too_slow', {}, { cause: error })
    throw error
  }
}
