// What is done where words are frequent: a database is told that its few documents are a million.
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
import { searchLinks, type SearchOptions } from './search-index.ts'
import { TOKENIZER_VERSION } from './tokenize.ts'

const LINKS = 1_500
const EVERY = 500

let database: TestDatabase
let libraryId: string
const ids = Array.from({ length: LINKS }, (_, at) => newId(Date.UTC(2024, 0, 1) + at * 1_000))
const newestFirst = ids.toReversed()

beforeAll(async () => {
  database = await cloneDatabase()
  const { db } = database
  libraryId = (await makeLibrary(db)).libraryId
  await db.$executeRaw`
    INSERT INTO "Link" ("id", "libraryId", "originalUrl", "canonicalUrl", "canonicalDigest", "site", "updatedAt")
    SELECT id, ${libraryId}::uuid, 'u', 'u', lpad(n::text, 64, '0'), 's', now()
    FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS given(id, n)`
  await db.$executeRaw`
    INSERT INTO "SearchDocument" ("linkId", "libraryId", "site", "lang", "titleVector", "bodyVector", "textLength", "tokenizer")
    SELECT id, ${libraryId}::uuid, 's', lang, array_to_tsvector(ARRAY['@G' || lang]),
      array_to_tsvector(ARRAY[${lexemeOf('word', 'body')}, '@G' || lang]), 1, ${TOKENIZER_VERSION}
    FROM (SELECT id, CASE WHEN n % ${EVERY}::int = 1 THEN 'en' ELSE 'zh' END AS lang
      FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS given(id, n)) AS spoken`
  await db.$executeRawUnsafe('VACUUM ANALYZE')
  // Statistics know nothing of these.
  await db.$executeRaw`UPDATE "SearchDocument" SET "bodyVector" = "bodyVector" || array_to_tsvector(${['near', 'far'].map((word) => lexemeOf(word, 'body'))}::text[])`
  await db.$executeRawUnsafe(`UPDATE pg_class SET reltuples = 1e6 WHERE relname = 'SearchDocument'`)
})
afterAll(() => database.close())

const search = (typed: string, options: Partial<SearchOptions> = {}) =>
  searchLinks(database.db, libraryId, parseQuery(typed), {
    order: 'newest',
    cursor: null,
    limit: 20,
    filters: {},
    ...options,
  })
const isEnglish = (id: string) => ids.indexOf(id) % EVERY === 0

test('of a frequent word that often meets a condition, the newest links tell that there are many', async () => {
  const { hits, total } = await search('word lang:zh')
  expect(total).toEqual({ count: 1_000, exact: false })
  expect(hits.map(({ linkId }) => linkId)).toEqual(newestFirst.filter((id) => !isEnglish(id)).slice(0, 20))
})

test('one that seldom meets it is counted', async () => {
  const { hits, total } = await search('word lang:en')
  expect(total).toEqual({ count: 3, exact: true })
  expect(hits.map(({ linkId }) => linkId)).toEqual(newestFirst.filter(isEnglish))
})

const matchesOf = (typed: string, { documents, wantsNewest }: { documents?: number; wantsNewest: boolean }) =>
  inTransaction(database.db, async (tx) => {
    const found = await prepareSearch(tx, 5_000)
    const standing = { ...found, documents: documents ?? found.documents }
    const setting = { ...standing, libraryId, filters: {}, tags: new Map(), now: new Date() }
    return readMatches(tx, compileQuery(parseQuery(typed), setting), standing, wantsNewest)
  })

test('words that are frequent together are not counted, whatever is expected of them', async () => {
  const matches = await matchesOf('near far', { wantsNewest: false })
  expect(matches).toEqual({ isCapped: true, share: 1, newest: newestFirst.slice(0, 150) })
})

test('of a few more matches than are counted the newest are known, where these are wanted', async () => {
  const known = await matchesOf('near far', { documents: LINKS, wantsNewest: true })
  expect(known).toMatchObject({ isCapped: true, newest: newestFirst.slice(0, 150) })
  const counted = await matchesOf('near far', { documents: LINKS, wantsNewest: false })
  expect(counted).toMatchObject({ isCapped: true, newest: [] })
})

test.each(['newest', 'oldest', 'relevance'] as const)('pages by %s give every match once', async (order) => {
  const found: string[] = []
  let cursor: string | null = null
  do {
    const page = await search('word lang:zh', { order, cursor, limit: 100 })
    found.push(...page.hits.map(({ linkId }) => linkId))
    cursor = page.nextCursor
  } while (cursor)
  const all = (order === 'oldest' ? ids : newestFirst).filter((id) => !isEnglish(id))
  expect(found.length).toBe(all.length)
  expect(order === 'relevance' ? found.toSorted().toReversed() : found).toEqual(all)
})
