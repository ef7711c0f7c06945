// What is counted where many links match: some of them, which say how all are spread.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#lib/kernel/ids.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { makeLibrary } from '#test/factories.ts'
import { countFacets, type Facets } from './facets.ts'
import { lexemeOf } from './lexeme.ts'
import { parseQuery } from './parse-query.ts'
import { takeSample } from './sample.ts'
import { TOKENIZER_VERSION } from './tokenize.ts'

const LINKS = 40_000
const YEAR_MS = 365 * 86_400_000
/** Links of one site are added one after the other. */
const RUN = 50
/** Figures of some may differ from those of all by so much of all. */
const MAX_ERROR = 0.05

let database: TestDatabase
let libraryId: string

beforeAll(async () => {
  database = await cloneDatabase()
  const { db } = database
  libraryId = (await makeLibrary(db)).libraryId
  const from = Date.UTC(2022, 0, 1)
  const ids = Array.from({ length: LINKS }, (_, at) => newId(from + Math.floor((at * 2 * YEAR_MS) / LINKS)))
  const [word, fourth] = ['word', 'fourth'].map((gram) => lexemeOf(gram, 'body'))
  await db.$transaction(async (tx) => {
    await tx.$executeRawUnsafe('SET LOCAL session_replication_role = replica')
    await tx.$executeRaw`
      INSERT INTO "Link" ("id", "libraryId", "originalUrl", "canonicalUrl", "canonicalDigest", "site", "updatedAt")
      SELECT id, ${libraryId}::uuid, 'u', 'u', lpad(n::text, 64, '0'), 's', now()
      FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS given(id, n)`
    // As wide as rows are, of which ten share a block.
    await tx.$executeRaw`
      INSERT INTO "SearchDocument" ("linkId", "libraryId", "site", "lang", "titleVector", "bodyVector", "textLength", "tokenizer")
      SELECT id, ${libraryId}::uuid,
        CASE WHEN n / ${RUN}::int % 10 < 5 THEN 'half.test' WHEN n / ${RUN}::int % 10 < 8 THEN 'third.test' ELSE 'fifth.test' END,
        CASE WHEN n % 4 = 0 THEN 'en' ELSE 'zh' END, array_to_tsvector(ARRAY[repeat('x', 600)]), array_to_tsvector(
          CASE WHEN n % 4 = 0 THEN ARRAY[${word}, ${fourth}] ELSE ARRAY[${word}] END), 1, ${TOKENIZER_VERSION}
      FROM unnest(${ids}::uuid[]) WITH ORDINALITY AS given(id, n)`
  })
  await db.$executeRawUnsafe('VACUUM ANALYZE "SearchDocument"')
})
afterAll(() => database.close())

const facetsOf = (typed: string) => countFacets(database.db, libraryId, parseQuery(typed), { filters: {} })

/** By how much of all the shares of the values differ from these, at most. */
function errorOf({ values, counted }: Facets, kind: keyof Facets['values'], truth: Record<string, number>) {
  expect(values[kind].map(({ value }) => value).sort()).toEqual(Object.keys(truth).sort())
  return Math.max(...values[kind].map(({ value, count }) => Math.abs(count / counted - truth[value]!)))
}
const SITES = { 'half.test': 0.5, 'third.test': 0.3, 'fifth.test': 0.2 }
const YEARS = { 2022: 0.5, 2023: 0.5 }

test('of a word that all links hold, some at random say the proportions', async () => {
  const facets = await facetsOf('word')
  expect(facets.isExact).toBe(false)
  expect(facets.counted).toBeGreaterThan(1_000)
  expect(facets.counted).toBeLessThan(3_000)
  expect(errorOf(facets, 'site', SITES)).toBeLessThan(MAX_ERROR)
  expect(errorOf(facets, 'year', YEARS)).toBeLessThan(MAX_ERROR)
  expect(errorOf(facets, 'lang', { zh: 0.75, en: 0.25 })).toBeLessThan(MAX_ERROR)
  expect(await facetsOf('word')).toEqual(facets)
  await takeSample(database.db)
  expect(await facetsOf('word')).toEqual(facets)
})

test('so do they where more is asked than words', async () => {
  const facets = await facetsOf('word is:private after:2022-07-01')
  expect(facets.isExact).toBe(false)
  expect(facets.counted).toBeLessThan(3_000)
  expect(errorOf(facets, 'site', SITES)).toBeLessThan(MAX_ERROR)
  expect(errorOf(facets, 'year', { 2022: 1 / 3, 2023: 2 / 3 })).toBeLessThan(MAX_ERROR)
})

test('of a word that fewer links hold, some here and there are counted', async () => {
  const facets = await facetsOf('fourth')
  expect(facets).toMatchObject({ counted: 1_666, isExact: false })
  expect(errorOf(facets, 'site', SITES)).toBeLessThan(MAX_ERROR)
  expect(errorOf(facets, 'year', YEARS)).toBeLessThan(MAX_ERROR)
  expect(errorOf(facets, 'lang', { en: 1 })).toBe(0)
})
