// What a search costs beside a scan of the texts, in blocks that the database touches: a figure that no busy machine bends.
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
const COPIES_OF_EACH = 60

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
    const text = Array.from({ length: 120 }, () => SENTENCES[next(SENTENCES.length)]).join('。')
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
    SELECT c.id, t."title", t."url", t."text" FROM copies c JOIN "SearchText" t ON t."linkId" = c.of`
  await db.$executeRawUnsafe('VACUUM ANALYZE "SearchDocument"')
  await db.$executeRawUnsafe('ANALYZE')
}

async function blocks(): Promise<number> {
  await db.$executeRaw`SELECT pg_stat_force_next_flush()`
  const [row] = await db.$queryRaw<{ blocks: number }[]>`
    SELECT sum(coalesce("hits", 0) + coalesce("reads", 0))::int AS blocks FROM pg_stat_get_backend_io(pg_backend_pid())`
  return row!.blocks
}

async function blocksOf(work: () => Promise<unknown>): Promise<number> {
  await work() // the first time reads catalogues too
  const before = await blocks()
  await work()
  const after = await blocks()
  return after - before
}

test('the newest page with its count touches a hundredth of the blocks that a scan of the texts does', async () => {
  await growTheRest()
  let [ours, scan] = [0, 0]
  for (const { text } of texts.slice(0, 10)) {
    const typed = text.slice(-5, -1)
    const pattern = `%${typed}%`
    ours += await blocksOf(() => search(typed))
    scan += await blocksOf(async () => {
      await db.$queryRaw`SELECT "linkId" FROM "SearchText" WHERE "title" ILIKE ${pattern} OR "url" ILIKE ${pattern}
        OR "text" ILIKE ${pattern} ORDER BY "linkId" DESC LIMIT 20`
      await db.$queryRaw`SELECT count(*) FROM (SELECT 1 FROM "SearchText" WHERE "title" ILIKE ${pattern}
        OR "url" ILIKE ${pattern} OR "text" ILIKE ${pattern} LIMIT ${COUNT_CAP + 1}::int) AS capped`
    })
  }
  expect(scan / ours).toBeGreaterThan(100)
})
