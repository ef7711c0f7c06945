// What a search costs beside a scan of the texts, in processor time and in blocks that the database touches: both in one run,
// so that no busy machine bends their ratio.
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDb, type Db } from '#lib/db/client.ts'
import { COUNT_CAP } from '#lib/kernel/limits.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { makeLibrary, makeLink } from '#test/factories.ts'
import { TOPICS } from '#test/relevance/topics.ts'
import { indexDocument } from './index-document.ts'
import { parseQuery } from './parse-query.ts'
import { searchLinks } from './search-index.ts'

const SENTENCES = TOPICS.flatMap(({ answer, question }) => [question, ...answer.split('。').filter(Boolean)])
const ARTICLES = 40
const SENTENCES_OF_EACH = 60
/** With these, the house holds 10,040 links. */
const COPIES_OF_EACH = 250
/** Their texts say everything so many times: the words of some thousand characters, at the length of an article. */
const TIMES_SAID = 3
const QUERIES = 20
/** A scan costs the same whatever is looked for: some say what all would cost. */
const SCANS = 2

let database: TestDatabase
let db: Db
let libraryId: string
const texts: { linkId: string; text: string }[] = []

/** The same numbers at every run. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    yield state
  }
}

beforeAll(async () => {
  database = await cloneDatabase()
  // One connection, whose blocks are counted.
  db = openDb(database.url, { poolSize: 1 })
  libraryId = (await makeLibrary(db)).libraryId
  const random = numbers(7)
  const next = (below: number) => (random.next().value >> 8) % below
  for (let at = 0; at < ARTICLES; at += 1) {
    const { linkId, url } = await makeLink(db, libraryId)
    const text = Array.from({ length: SENTENCES_OF_EACH }, () => SENTENCES[next(SENTENCES.length)]).join('。')
    texts.push({ linkId, text: `${text}。独有的第${String.fromCodePoint(0x5200 + at * 31)}篇` })
    const document = {
      linkId,
      libraryId,
      url,
      title: `文集${at}`,
      site: 'a.test',
      lang: null,
      note: '',
      tags: [],
    }
    await indexDocument(db, { ...document, text: texts.at(-1)!.text })
  }
})
afterAll(async () => {
  await db.$disconnect()
  await database.close()
})

const search = (typed: string, limit = 20) =>
  searchLinks(db, libraryId, parseQuery(typed), { order: 'newest', cursor: null, limit, filters: {} })

test('every piece of Chinese text is found wherever it was cut out, and nothing else', async () => {
  const random = numbers(11)
  const next = (below: number) => (random.next().value >> 8) % below
  for (let round = 0; round < 40; round += 1) {
    const { text } = texts[next(texts.length)]!
    const run = text.match(/\p{sc=Han}{8,}/gu)!
    const sentence = run[next(run.length)]!
    const from = next(sentence.length - 6)
    const piece = sentence.slice(from, from + 2 + next(5))
    const holding = texts.filter((other) => other.text.includes(piece)).map(({ linkId }) => linkId)
    const { hits } = await search(piece, 100)
    expect(hits.map(({ linkId }) => linkId).toSorted()).toEqual(holding.toSorted())
  }
})

/** Other libraries hold the same articles many times over, but what is unique in ours. */
async function growTheRest(): Promise<void> {
  const other = (await makeLibrary(db)).libraryId
  // Filled at once, an index costs a fraction of what it costs row by row.
  const indexes = await db.$queryRaw<{ name: string; definition: string }[]>`
    SELECT "indexname" AS name, "indexdef" AS definition FROM pg_indexes
    WHERE "tablename" = 'SearchDocument' AND "indexdef" LIKE '%USING gin%'`
  for (const { name } of indexes) await db.$executeRawUnsafe(`DROP INDEX "${name}"`)
  await db.$executeRaw`
    WITH copies AS (
      SELECT gen_random_uuid() AS id, d."linkId" AS of, n FROM "SearchDocument" d, generate_series(1, ${COPIES_OF_EACH}::int) n
    ), links AS (
      INSERT INTO "Link" ("id", "libraryId", "originalUrl", "canonicalUrl", "canonicalDigest", "site", "updatedAt")
      SELECT id, ${other}::uuid, 'u', 'u', replace(id::text, '-', '') || replace(id::text, '-', ''), 's', now() FROM copies
    ), documents AS (
      INSERT INTO "SearchDocument" ("linkId", "libraryId", "site", "titleVector", "bodyVector", "textLength", "tokenizer")
      SELECT c.id, ${other}::uuid, 's', d."titleVector", ts_delete(d."bodyVector", '@l:' || ${libraryId}::text), d."textLength", d."tokenizer"
      FROM copies c JOIN "SearchDocument" d ON d."linkId" = c.of
    )
    INSERT INTO "SearchText" ("linkId", "title", "url", "text")
    SELECT c.id, t."title", t."url", repeat(t."text", ${TIMES_SAID}::int) FROM copies c JOIN "SearchText" t ON t."linkId" = c.of`
  for (const { definition } of indexes) await db.$executeRawUnsafe(definition)
  await db.$executeRawUnsafe('VACUUM ANALYZE "SearchDocument"')
  await db.$executeRawUnsafe('ANALYZE')
}

async function blocks(): Promise<number> {
  await db.$executeRaw`SELECT pg_stat_force_next_flush()`
  const [row] = await db.$queryRaw<{ blocks: number }[]>`
    SELECT sum(coalesce("hits", 0) + coalesce("reads", 0))::int AS blocks FROM pg_stat_get_backend_io(pg_backend_pid())`
  return row!.blocks
}

/**
 * Milliseconds that the connection's backend has been on a processor, which waiting for one does not lengthen; NaN where
 * the system does not say.
 *
 * @see Linux, Documentation/scheduler/sched-stats.rst
 */
async function processorMs(): Promise<number> {
  const [row] = await db.$queryRaw<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
  const file = await readFile(`/proc/${row!.pid}/schedstat`, 'utf8').catch(() => '')
  return file === '' ? Number.NaN : Number(file.split(' ')[0]) / 1e6
}

async function costOf(work: () => Promise<unknown>): Promise<{ ms: number; blocks: number }> {
  const [touched, ms] = [await blocks(), await processorMs()]
  await work()
  return { ms: (await processorMs()) - ms, blocks: (await blocks()) - touched }
}

async function scan(typed: string): Promise<void> {
  const pattern = `%${typed}%`
  await db.$queryRaw`SELECT "linkId" FROM "SearchText" WHERE "title" ILIKE ${pattern} OR "url" ILIKE ${pattern}
    OR "text" ILIKE ${pattern} ORDER BY "linkId" DESC LIMIT 20`
  await db.$queryRaw`SELECT count(*) FROM (SELECT 1 FROM "SearchText" WHERE "title" ILIKE ${pattern}
    OR "url" ILIKE ${pattern} OR "text" ILIKE ${pattern} LIMIT ${COUNT_CAP + 1}::int) AS capped`
}

test('the newest page with its count costs a hundredth of what a scan of 10,000 texts does', async () => {
  await growTheRest()
  // All of a scan in the one backend that is watched.
  await db.$executeRaw`SELECT set_config('max_parallel_workers_per_gather', '0', false)`
  const typed = texts.slice(0, QUERIES).map(({ text }) => text.slice(-5, -1))
  const searches = async () => {
    for (const words of typed) await search(words)
  }
  await searches() // the first time reads catalogues too
  const ours = await costOf(searches)
  const scans = await costOf(async () => {
    for (const words of typed.slice(0, SCANS)) await scan(words)
  })
  const times = (of: 'ms' | 'blocks') => (scans[of] * (QUERIES / SCANS)) / ours[of]
  const ratio = { blocks: times('blocks'), processor: times('ms') }
  expect(ratio.blocks).toBeGreaterThan(100)
  expect(Number.isNaN(ratio.processor) ? ratio.blocks : ratio.processor).toBeGreaterThan(100)
})
