// How many times cheaper a search is than a scan by ILIKE, and than SQLite's LIKE and index, in the same run.
import { sql } from '#lib/db/sql.ts'
import { COUNT_CAP } from '#lib/kernel/limits.ts'
import { countOf, pageOf, type Bench } from './measure.ts'
import { medianCost, type Cost } from './processor.ts'
import { type Classes } from './queries.ts'
import { type Sqlite } from './sqlite.ts'

/** Frequent words as well: a scan for these ends early. */
const KINDS = ['rare', 'three to six', 'two characters'] as const

interface Prices {
  /** The newest 20 and the capped count. */
  page: number
  count: number
  ranked: number
}

interface Compared {
  typed: string
  ours: Prices
  ilike: Omit<Prices, 'ranked'>
  like: Omit<Prices, 'ranked'> | null
  /** Of SQLite's index; nothing for two characters. */
  indexed: Omit<Prices, 'page'> | null
}

/** All of the processor's time for it, whoever had it. */
const priceOf = async (pid: number, work: () => unknown, times = 3) => {
  const { backendMs, nodeMs }: Cost = await medianCost(pid, () => Promise.resolve(work()), times)
  return { backendMs, bothMs: backendMs + nodeMs }
}

/** In title, address or text, as one asks who has no index. */
async function byIlike({ db, pid, libraryId }: Bench, text: string): Promise<Compared['ilike']> {
  const pattern = `%${text}%`
  const where = sql`d."libraryId" = ${libraryId}::uuid
    AND (t."title" ILIKE ${pattern} OR t."url" ILIKE ${pattern} OR t."text" ILIKE ${pattern})`
  const from = sql`FROM "SearchText" t JOIN "SearchDocument" d ON d."linkId" = t."linkId"`
  const count = await priceOf(
    pid,
    () =>
      db.$queryRaw(
        sql`SELECT count(*) FROM (SELECT 1 ${from} WHERE ${where} LIMIT ${COUNT_CAP + 1}::int) AS capped`,
      ),
    1,
  )
  const newest = await priceOf(
    pid,
    () => db.$queryRaw(sql`SELECT t."linkId" ${from} WHERE ${where} ORDER BY t."linkId" DESC LIMIT 20`),
    1,
  )
  return { page: newest.backendMs + count.backendMs, count: count.backendMs }
}

async function bySqlite(pid: number, sqlite: Sqlite, text: string) {
  const price = async (work: () => void) => (await priceOf(pid, work, 1)).bothMs
  const like = {
    page: await price(() => sqlite.scan(text)),
    count: await price(() => sqlite.countByScan(text)),
  }
  if ([...text].length < 3) return { like, indexed: null }
  const count = await price(() => sqlite.countByIndex(text))
  return { like, indexed: { count, ranked: await price(() => sqlite.ranked(text)) } }
}

async function compare(bench: Bench, sqlite: Sqlite | null, typed: string): Promise<Compared> {
  const { pid } = bench
  const page = await priceOf(pid, () => pageOf(bench, typed, 'newest'))
  const count = await priceOf(pid, () => countOf(bench, typed))
  const ranked = await priceOf(pid, () => pageOf(bench, typed, 'relevance'))
  return {
    typed,
    ours: { page: page.backendMs, count: count.backendMs, ranked: ranked.backendMs },
    ilike: await byIlike(bench, typed),
    ...(sqlite ? await bySqlite(pid, sqlite, typed) : { like: null, indexed: null }),
  }
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)

/** How many times as much all of these cost as ours do. */
function ratio(
  compared: readonly Compared[],
  theirs: (one: Compared) => number | undefined,
  ours: (one: Compared) => number,
): string {
  const both = compared.filter((one) => theirs(one) !== undefined)
  return (sum(both.map((one) => theirs(one)!)) / sum(both.map(ours))).toFixed(2)
}

/** Prints what the same words cost by other means, and the ratios. */
export async function measureBesideOthers(
  bench: Bench,
  classes: Classes,
  sqlite: Sqlite | null,
): Promise<void> {
  // All of its work in the one backend that is watched.
  await bench.db.$queryRaw(sql`SELECT set_config('max_parallel_workers_per_gather', '0', false)`)
  const compared: Compared[] = []
  console.log(
    `\n${''.padEnd(30)}ours: page count ranked | ILIKE: page count | LIKE: page count | FTS5: ranked count`,
  )
  for (const typed of KINDS.flatMap((kind) => classes[kind]?.slice(0, 2) ?? [])) {
    const one = await compare(bench, sqlite, typed)
    compared.push(one)
    const { ours, ilike, like, indexed } = one
    const groups = [
      [ours.page, ours.count, ours.ranked],
      [ilike.page, ilike.count],
      [like?.page, like?.count],
      [indexed?.ranked, indexed?.count],
    ]
    const line = groups.map((group) => group.map((ms) => (ms?.toFixed(1) ?? '-').padStart(9)).join(''))
    console.log(`${typed.slice(0, 28).padEnd(30)}${line.join(' |')}`)
  }
  console.log(
    `times cheaper than ILIKE: newest page and count ${ratio(
      compared,
      ({ ilike }) => ilike.page,
      ({ ours }) => ours.page,
    )}, count ${ratio(
      compared,
      ({ ilike }) => ilike.count,
      ({ ours }) => ours.count,
    )}, ranked page ${ratio(
      compared,
      ({ ilike }) => ilike.page,
      ({ ours }) => ours.ranked,
    )}`,
  )
  if (!sqlite) return
  const short = compared.filter(({ indexed }) => indexed === null)
  console.log(
    `of two characters, than LIKE of SQLite: newest page and count ${ratio(
      short,
      ({ like }) => like?.page,
      ({ ours }) => ours.page,
    )}, count ${ratio(
      short,
      ({ like }) => like?.count,
      ({ ours }) => ours.count,
    )}; of all, ranked page ${ratio(
      compared,
      ({ like }) => like?.page,
      ({ ours }) => ours.ranked,
    )}`,
  )
  console.log(
    `of three and more, than FTS5 trigram: count ${ratio(
      compared,
      ({ indexed }) => indexed?.count,
      ({ ours }) => ours.count,
    )}, ranked page ${ratio(
      compared,
      ({ indexed }) => indexed?.ranked,
      ({ ours }) => ours.ranked,
    )}`,
  )
}
