// What a sample tells: here of all documents there are, so that it tells exactly.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#lib/db/client.ts'
import { newId } from '#lib/kernel/ids.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { makeLibrary } from '#test/factories.ts'
import { compileQuery } from './compile-query.ts'
import { readMatches } from './count-matches.ts'
import { lexemeOf } from './lexeme.ts'
import { parseQuery } from './parse-query.ts'
import { prepareSearch } from './prepare-search.ts'
import { askSample, expectedOf, takeSample } from './sample.ts'
import { searchLinks } from './search-index.ts'
import { TOKENIZER_VERSION } from './tokenize.ts'

const LINKS = 1_200

let database: TestDatabase
let libraryId: string

beforeAll(async () => {
  database = await cloneDatabase()
  const { db } = database
  libraryId = (await makeLibrary(db)).libraryId
  const ids = Array.from({ length: LINKS }, (_, at) => newId(Date.UTC(2024, 0, 1) + at * 1_000))
  await db.$executeRaw`
    INSERT INTO "Link" ("id", "libraryId", "originalUrl", "canonicalUrl", "canonicalDigest", "site", "updatedAt")
    SELECT id, ${libraryId}::uuid, 'u', 'u', lpad(n::text, 64, '0'), 's', now()
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS given(id, n)`
  const [even, third] = ['even', 'third'].map((word) => lexemeOf(word, 'body'))
  await db.$executeRaw`
    INSERT INTO "SearchDocument" ("linkId", "libraryId", "site", "titleVector", "bodyVector", "textLength", "tokenizer")
    SELECT id, ${libraryId}::uuid, 's', '', array_to_tsvector(array_remove(ARRAY['all', 'it''s', 'a\\b',
      CASE WHEN n % 2 = 0 THEN ${even} END, CASE WHEN n % 3 = 0 THEN ${third} END, CASE WHEN n % 200 = 0 THEN 'rare' END], NULL)),
      1, ${TOKENIZER_VERSION}
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS given(id, n)`
  await db.$executeRawUnsafe('VACUUM ANALYZE "SearchDocument"')
  expect(await takeSample(db, { from: LINKS, size: LINKS })).toBe(LINKS)
})
afterAll(() => database.close())

/** With words as a document's vector holds them. */
const written = (expression: string) => expression.replace(/even|third/g, (word) => lexemeOf(word, 'body'))
const holdersOf = async (expression: string) => (await askSample(database.db, expression))?.holders

test.each([
  [`'all'`, 1_200],
  [`'even' & 'third'`, 200],
  [`'even' | 'third'`, 800],
  [`('even' | 'third') & !'all'`, 0],
  [`!('even' & 'third') & ('all')`, 1_000],
  [`'third' & ('even' | 'nowhere')`, 200],
  [`'it''s' & 'a\\\\b'`, 1_200],
])('of %s it knows what is held together', async (words, holders) => {
  const expression = written(words)
  expect(await holdersOf(expression)).toBe(holders)
  const [row] = await database.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM "SearchDocument" WHERE "bodyVector" @@ ${expression}::tsquery`
  expect(row!.count).toBe(holders)
})

test('what few hold is not kept, and beginnings are not told', async () => {
  expect(await holdersOf(`'rare'`)).toBe(0)
  expect(await holdersOf(`'ev':*`)).toBeUndefined()
})

test('by chance there may be fewer than a sample says, and of few it says nothing', () => {
  expect(expectedOf({ holders: 100, documents: 2_000 }, 100_000)).toEqual({ expected: 5_000, least: 3_500 })
  expect(expectedOf({ holders: 9, documents: 2_000 }, 1_000_000).least).toBe(0)
})

const matchesOf = (typed: string, documents: number) =>
  inTransaction(database.db, async (tx) => {
    const standing = { ...(await prepareSearch(tx, 5_000)), documents }
    const setting = { ...standing, libraryId, filters: {}, tags: new Map(), now: new Date() }
    return readMatches(tx, compileQuery(parseQuery(typed), setting), standing)
  })

test('what it shows to be far more than is counted is not counted', async () => {
  expect(await matchesOf('even third', 60_000)).toEqual({ isCapped: true, share: 1 / 6, newest: [] })
  // A sixth of 30,000 would be 5,000, of 1,200 it is less than the cap: a small house is counted.
  expect(await matchesOf('even third', LINKS)).toMatchObject({ isCapped: false })
  expect(await matchesOf('rare', 1_000_000)).toMatchObject({ isCapped: false })
})

test('pages are those of a library without a sample', async () => {
  const pageOf = async (typed: string) => {
    const options = { order: 'newest', cursor: null, limit: 20, filters: {} } as const
    const { hits, total } = await searchLinks(database.db, libraryId, parseQuery(typed), options)
    return { hits, total }
  }
  const typed = ['all', 'even third', 'even -third', 'rare', 'even OR third']
  await database.db.$executeRawUnsafe(
    `UPDATE pg_class SET reltuples = 60000 WHERE relname = 'SearchDocument'`,
  )
  const told = await Promise.all(typed.map(pageOf))
  await database.db.$executeRawUnsafe(`DELETE FROM "SearchSample"`)
  expect((await Promise.all(typed.map(pageOf))).map(({ hits }) => hits)).toEqual(told.map(({ hits }) => hits))
})

test('of few documents no sample is taken', async () => {
  const { db } = database
  expect(await takeSample(db)).toBe(0)
  expect(await askSample(db, `'all'`)).toBeNull()
})
