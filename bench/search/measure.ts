// What is measured of a filled library: pages by class of query, many searches at once, sizes.
import { inTransaction, openDb, type Db, type Tx } from '#lib/db/client.ts'
import { listLinksByIds } from '#lib/db/links.ts'
import { sql } from '#lib/db/sql.ts'
import { FEED_ENTRIES } from '#lib/kernel/limits.ts'
import { parseQuery } from '#lib/search/parse-query.ts'
import { searchLinks } from '#lib/search/search-index.ts'
import { compileQuery } from '#lib/search/compile-query.ts'
import { countFacets } from '#lib/search/facets.ts'
import { findKnownTags } from '#lib/search/known-tags.ts'
import { readMatches } from '#lib/search/count-matches.ts'
import type { Search } from '#lib/search/matches.ts'
import { prepareSearch } from '#lib/search/prepare-search.ts'
import { pageByAge } from '#lib/search/search-pages.ts'
import { suggest } from '#lib/search/suggest.ts'
import { medianCost, quantile, type Cost } from './processor.ts'
import { TAG_PAIRS, type Classes } from './queries.ts'

export interface Bench {
  db: Db
  url: string
  libraryId: string
  /** Of the one backend behind `db`. */
  pid: number
}

export const figures = (cost: Cost) =>
  [cost.backendMs, cost.nodeMs, cost.wallMs].map((ms) => ms.toFixed(1).padStart(8)).join('')

/** One line of p50 and p95. */
export function summary(name: string, costs: readonly Cost[]): string {
  const of = (key: keyof Cost) => {
    const values = costs.map((cost) => cost[key])
    return `${quantile(values, 0.5).toFixed(1).padStart(8)}${quantile(values, 0.95).toFixed(1).padStart(8)}`
  }
  return `${name.padEnd(28)}${of('backendMs')}  ${of('nodeMs')}  ${of('wallMs')}`
}

export const SUMMARY_HEAD = `${''.padEnd(28)}backend p50 p95      node p50 p95      wall p50 p95  (ms)`

export function pageOf({ db, libraryId }: Bench, typed: string, order: 'relevance' | 'newest') {
  return searchLinks(db, libraryId, parseQuery(typed), {
    order,
    cursor: null,
    limit: 20,
    filters: {},
    timeoutMs: 60_000,
  })
}

/** What a search does before its page: the capped count. */
async function prepare({ libraryId }: Bench, tx: Tx, typed: string): Promise<Search> {
  const standing = await prepareSearch(tx, 60_000)
  const query = parseQuery(typed)
  const tags = await findKnownTags(tx, libraryId, { query, filters: {}, marks: standing.marks })
  const compiled = compileQuery(query, { ...standing, libraryId, filters: {}, tags, now: new Date() })
  const matches = await readMatches(tx, compiled, standing)
  return { tx, libraryId, standing, query: compiled, limit: 20, matches, kept: new Map(), ends: new Map() }
}

export const countOf = (bench: Bench, typed: string) =>
  inTransaction(bench.db, async (tx) => void (await prepare(bench, tx, typed)))

/** The newest page alone, after the count. */
const pageAlone = (bench: Bench, typed: string) =>
  inTransaction(bench.db, async (tx) => {
    const search = await prepare(bench, tx, typed)
    return medianCost(bench.pid, () => pageByAge(search, 'newest', null))
  })

type Measured = Cost & { kind: string }

/** So often all queries are asked before: what runs often Node compiles, as it has in a server after its first searches. */
const WARMING_ROUNDS = 3

/** Newest page, count and ranked page of every query, printed one by one. */
export async function measurePages(bench: Bench, classes: Classes) {
  const all = { newest: [] as Measured[], ranked: [] as Measured[], count: [] as Measured[] }
  console.log(
    `\n${'class'.padEnd(16)}${'query'.padEnd(30)}matches   newest page: backend node wall | count | ranked page`,
  )
  for (let round = 0; round < WARMING_ROUNDS; round += 1)
    for (const typed of Object.values(classes).flat()) await pageOf(bench, typed, 'relevance')
  for (const [kind, queries] of Object.entries(classes))
    for (const typed of queries) {
      const { total } = await pageOf(bench, typed, 'newest')
      const newest = await medianCost(bench.pid, () => pageOf(bench, typed, 'newest'))
      const count = await medianCost(bench.pid, () => countOf(bench, typed))
      const ranked = await medianCost(bench.pid, () => pageOf(bench, typed, 'relevance'))
      all.newest.push({ kind, ...newest })
      all.count.push({ kind, ...count })
      all.ranked.push({ kind, ...ranked })
      console.log(
        `${kind.padEnd(16)}${typed.slice(0, 28).padEnd(30)}${String(total.count).padStart(6)} ${figures(newest)} |${count.backendMs.toFixed(1).padStart(7)} |${figures(ranked)}`,
      )
    }
  return all
}

/** First and second page of links with two tags, with their count, and the first page alone. */
export async function measureTagPairs(bench: Bench): Promise<{ counted: Cost[]; alone: Cost[] }> {
  const counted: Cost[] = []
  const alone: Cost[] = []
  for (const [one, other] of TAG_PAIRS) {
    const typed = `tag:"${one}" tag:"${other}"`
    const page = (cursor: string | null) =>
      searchLinks(bench.db, bench.libraryId, parseQuery(typed), {
        order: 'newest',
        cursor,
        limit: 20,
        filters: {},
      })
    const { nextCursor, total } = await page(null)
    const cost = await medianCost(bench.pid, () => page(null))
    counted.push(cost)
    if (nextCursor) counted.push(await medianCost(bench.pid, () => page(nextCursor)))
    alone.push(await pageAlone(bench, typed))
    console.log(
      `two tags        ${`${one} + ${other}`.padEnd(30)}${String(total.count).padStart(6)} ${figures(cost)} |${alone.at(-1)!.backendMs.toFixed(1).padStart(7)}`,
    )
  }
  return { counted, alone }
}

/** Tags, sites, languages, years and kinds of what the first queries of each class find. */
export async function measureFacets({ db, libraryId, pid }: Bench, classes: Classes): Promise<Cost[]> {
  const costs: Cost[] = []
  for (const typed of Object.values(classes).flatMap((queries) => queries.slice(0, 2))) {
    const work = () => countFacets(db, libraryId, parseQuery(typed), { filters: {} })
    // From a cold disk the first time may take longer than a statement may.
    const { counted } = await work().catch(work)
    const cost = await medianCost(pid, work)
    costs.push(cost)
    console.log(
      `facets          ${typed.slice(0, 28).padEnd(30)}${String(counted).padStart(6)} ${figures(cost)}`,
    )
  }
  return costs
}

/** What the box offers, letter by letter. */
export async function measureSuggestions(
  { db, libraryId, pid }: Bench,
  typed: readonly string[],
): Promise<Cost[]> {
  const costs: Cost[] = []
  for (const text of typed) {
    const { titles, tags, sites } = await suggest(db, libraryId, text, 5)
    const cost = await medianCost(pid, () => suggest(db, libraryId, text, 5))
    costs.push(cost)
    console.log(
      `as you type     ${text.padEnd(30)}${`${titles.length}+${tags.length}+${sites.length}`.padStart(6)} ${figures(cost)}`,
    )
  }
  return costs
}

/** What a reading of a feed asks of the database. */
export async function measureFeeds(
  { db, libraryId, pid }: Bench,
  followed: readonly string[],
): Promise<Cost[]> {
  const costs: Cost[] = []
  for (const typed of followed) {
    const options = {
      order: 'newest',
      cursor: null,
      limit: FEED_ENTRIES,
      filters: {},
      isLiteral: true,
    } as const
    const read = async () => {
      const { hits } = await searchLinks(db, libraryId, parseQuery(typed), options)
      const ids = hits.map(({ linkId }) => linkId)
      return listLinksByIds(db, libraryId, ids)
    }
    const { length } = await read()
    costs.push(await medianCost(pid, read))
    console.log(
      `feed            ${typed.slice(0, 28).padEnd(30)}${String(length).padStart(6)} ${figures(costs.at(-1)!)}`,
    )
  }
  return costs
}

/** Many people at once, over a pool as the web has it. */
export async function measureManyAtOnce(
  { url, libraryId }: Bench,
  classes: Classes,
  count: number,
): Promise<void> {
  const db = openDb(url)
  const queries = Object.values(classes).flat()
  const startMs = performance.now()
  const waits: number[] = []
  const outcomes = await Promise.allSettled(
    Array.from({ length: count }, async (_, at) => {
      await pageOf(
        { db, url, libraryId, pid: 0 },
        queries[at % queries.length]!,
        at % 2 ? 'newest' : 'relevance',
      )
      waits.push(performance.now() - startMs)
    }),
  )
  await db.$disconnect()
  const failed = outcomes.filter(({ status }) => status === 'rejected')
  console.log(
    `${count} searches at once: ${failed.length} failed, p50 ${quantile(waits, 0.5).toFixed(0)} ms, p95 ${quantile(waits, 0.95).toFixed(0)} ms, all after ${(performance.now() - startMs).toFixed(0)} ms`,
  )
  for (const outcome of failed.slice(0, 3)) if (outcome.status === 'rejected') console.log(outcome.reason)
}

/** Bytes on disk beside those of the text, as it is in UTF-8, and those that the vectors have by themselves. */
export async function printSizes(db: Db): Promise<void> {
  const [row] = await db.$queryRaw<Record<string, number>[]>(sql`
    SELECT (SELECT sum(octet_length("text") + octet_length("title") + octet_length("url"))::float8 FROM "SearchText") AS "text",
      pg_relation_size('"SearchDocument_body"')::float8 AS "body index", pg_relation_size('"SearchDocument_title"')::float8 AS "title index",
      pg_relation_size('"SearchDocument"')::float8 AS "narrow rows",
      pg_relation_size((SELECT reltoastrelid FROM pg_class WHERE oid = '"SearchDocument"'::regclass))::float8 AS "vectors",
      (SELECT sum(pg_column_size("bodyVector"))::float8 FROM "SearchDocument") AS "their bytes"`)
  const text = row?.text ?? Number.NaN
  console.log(
    Object.entries(row ?? {})
      .map(([name, bytes]) => `${name} ${(bytes / 2 ** 20).toFixed(0)} MiB (${(bytes / text).toFixed(2)})`)
      .join(', '),
  )
}
