// What is counted where nearly all links match: a database is told that it has some more documents than it has.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#lib/kernel/ids.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { makeLibrary } from '#test/factories.ts'
import { countFacets } from './facets.ts'
import { parseQuery } from './parse-query.ts'
import { TOKENIZER_VERSION } from './tokenize.ts'

const LINKS = 40_000
const YEAR_MS = 365 * 86_400_000

let database: TestDatabase
let libraryId: string

beforeAll(async () => {
  database = await cloneDatabase()
  const { db } = database
  libraryId = (await makeLibrary(db)).libraryId
  const from = Date.UTC(2022, 0, 1)
  const ids = Array.from({ length: LINKS }, (_, at) => newId(from + Math.floor((at * 2 * YEAR_MS) / LINKS)))
  await db.$transaction(async (tx) => {
    await tx.$executeRawUnsafe('SET LOCAL session_replication_role = replica')
    await tx.$executeRaw`
      INSERT INTO "Link" ("id", "libraryId", "originalUrl", "canonicalUrl", "canonicalDigest", "site", "updatedAt")
      SELECT id, ${libraryId}::uuid, 'u', 'u', lpad(n::text, 64, '0'), 's', now()
      FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS given(id, n)`
    await tx.$executeRaw`
      INSERT INTO "SearchDocument" ("linkId", "libraryId", "site", "lang", "titleVector", "bodyVector", "textLength", "tokenizer")
      SELECT id, ${libraryId}::uuid, 's', CASE WHEN n % 4 = 0 THEN 'en' ELSE 'zh' END, '', array_to_tsvector(
        CASE WHEN n % 4 = 0 THEN ARRAY['word', 'fourth'] ELSE ARRAY['word'] END), 1, ${TOKENIZER_VERSION}
      FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS given(id, n)`
  })
  await db.$executeRawUnsafe('VACUUM ANALYZE "SearchDocument"')
  // As many times as many, in as many blocks: the planner takes the rate of the two, and the blocks that there are.
  await db.$executeRawUnsafe(`UPDATE pg_class SET reltuples = 120000 WHERE relname = 'SearchDocument'`)
})
afterAll(() => database.close())

const facetsOf = (typed: string) => countFacets(database.db, libraryId, parseQuery(typed), { filters: {} })

test('of a word that nearly all links hold, some at random say the proportions', async () => {
  const { values, counted, isExact } = await facetsOf('word')
  expect(isExact).toBe(false)
  expect(counted).toBeGreaterThanOrEqual(500)
  expect(counted).toBeLessThan(5_000)
  const [zh, en] = values.lang
  expect([zh?.value, en?.value]).toEqual(['zh', 'en'])
  expect(zh!.count / counted).toBeCloseTo(0.75, 1)
  expect(values.year.map(({ value }) => value)).toEqual(['2023', '2022'])
  expect(await facetsOf('word')).toEqual({ values, counted, isExact })
})

test('of a word that fewer links hold, the first that are found are counted', async () => {
  const { counted, values, isExact } = await facetsOf('fourth')
  expect(counted).toBe(5_000)
  expect(values.lang.map(({ value }) => value)).toEqual(['en'])
  expect(isExact).toBe(false)
})
