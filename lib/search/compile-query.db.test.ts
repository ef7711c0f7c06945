import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import { newId } from '#lib/kernel/ids.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { compileQuery } from './compile-query.ts'
import { NO_MARKS } from './marks.ts'
import { prepareSearch } from './prepare-search.ts'
import { parseQuery } from './parse-query.ts'

let database: TestDatabase
const libraryId = newId()

/** Enough rows, with vectors as wide as an article's, for the planner to have a choice. */
beforeAll(async () => {
  database = await cloneDatabase()
  const { db } = database
  const ownerId = newId()
  await db.user.create({ data: { id: ownerId, name: 'n', email: 'plan@a.test' } })
  await db.library.create({ data: { id: libraryId, ownerId } })
  await db.$executeRaw`
    INSERT INTO "Link" ("id", "libraryId", "originalUrl", "canonicalUrl", "canonicalDigest", "site", "updatedAt")
    SELECT gen_random_uuid(), ${libraryId}::uuid, 'u', 'u', lpad(n::text, 64, '0'), 's', now() FROM generate_series(1, 2000) n`
  await db.$executeRaw`
    INSERT INTO "SearchDocument" ("linkId", "libraryId", "site", "titleVector", "bodyVector", "textLength", "tokenizer")
    SELECT "id", "libraryId", 's', array_to_tsvector(ARRAY['t']), array_to_tsvector(
      ARRAY['@l:' || ${libraryId}, 'w' || (row_number() OVER () % 4)] || (SELECT array_agg(md5("id"::text || n)) FROM generate_series(1, 200) n)),
      1, 1 FROM "Link"`
  await db.$executeRawUnsafe('VACUUM ANALYZE')
})
afterAll(() => database.close())

test.each(['w1', 'w1 -w2', 'w1 OR w2', 'w1 after:2020', 'w1 is:public'])(
  'counting %s goes through the inverted index',
  async (typed) => {
    const query = compileQuery(parseQuery(typed), {
      libraryId,
      filters: {},
      tags: new Map(),
      marks: NO_MARKS,
      now: new Date(),
      isAlone: false,
    })
    const plan = await inTransaction(database.db, async (tx) => {
      await prepareSearch(tx, 5_000)
      return tx.$queryRaw<{ 'QUERY PLAN': string }[]>(sql`
      EXPLAIN SELECT count(*) FROM (SELECT 1 ${query.from} WHERE ${query.where} LIMIT 1001) AS capped`)
    })
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain(
      'Bitmap Index Scan on "SearchDocument_body"',
    )
  },
)

test.each([
  ['网络', true, true],
  ['网络 -docker', true, true],
  ['网络', false, false],
  ['网络 site:a.test', true, false],
])(
  'are the matches of %s told by an estimate, in a house with one library alone (%s)? %s',
  (typed, isAlone, told) => {
    const setting = { libraryId, filters: {}, tags: new Map(), marks: NO_MARKS, now: new Date(), isAlone }
    expect(compileQuery(parseQuery(typed), setting).isEstimable).toBe(told)
  },
)
