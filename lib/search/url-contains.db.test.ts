// `url:` of a whole site: what it finds, and that the links of the site are not looked into one by one.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDb, type Db } from '#lib/db/client.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { newId } from '#lib/kernel/ids.ts'
import { siteOf } from '#lib/kernel/url.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { makeLibrary } from '#test/factories.ts'
import { indexDocument } from './index-document.ts'
import { parseQuery } from './parse-query.ts'
import { searchLinks } from './search-index.ts'

const OF_THE_SITE = 150
const LIMIT = 10

let database: TestDatabase
/** One connection, whose look into rows is counted. */
let db: Db
let libraryId: string

async function addLink(address: string): Promise<void> {
  const { href } = new URL(address)
  const link = { libraryId, site: siteOf(href), note: '' }
  const linkId = newId()
  await db.link.create({
    data: { ...link, id: linkId, originalUrl: href, canonicalUrl: href, canonicalDigest: sha256(href) },
  })
  await indexDocument(db, { ...link, linkId, title: '', url: href, lang: null, tags: [], text: '' })
}

beforeAll(async () => {
  database = await cloneDatabase()
  db = openDb(database.url, { poolSize: 1 })
  libraryId = (await makeLibrary(db)).libraryId
})
afterAll(async () => {
  await db.$disconnect()
  await database.close()
})

const search = (typed: string, limit: number) =>
  searchLinks(db, libraryId, parseQuery(typed), {
    order: 'newest',
    cursor: null,
    limit,
    filters: {},
    isLiteral: true,
  })

async function find(typed: string): Promise<string[]> {
  const { hits } = await search(typed, 100)
  const rows = await db.link.findMany({ where: { id: { in: hits.map(({ linkId }) => linkId) } } })
  return rows.map(({ originalUrl }) => originalUrl).toSorted()
}

const ADDRESSES = [
  'https://site7.test/1',
  'https://www.site7.test/2',
  'https://blog.site7.test/3',
  'https://other.test/?from=site7.test',
  'https://site7.test.example/5',
  'https://my-site7.test/6',
  'https://mysite7.test/7',
  'https://site7.example/test',
  'https://bücher.test/9',
]

test.each([
  ['url:site7.test', [0, 1, 2, 3, 4, 5]],
  ['url:SITE7.test', [0, 1, 2, 3, 4, 5]],
  ['url:www.site7.test', [1]],
  ['url:blog.site7.test', [2]],
  ['url:site7.test/1', [0]],
  ['url:site7', [0, 1, 2, 3, 4, 5, 7]],
  ['url:xn--bcher-kva.test', [8]],
  ['url:bücher.test', []],
])('%s finds the addresses that hold it', async (typed, places) => {
  if ((await db.link.count()) === 0) for (const address of ADDRESSES) await addLink(address)
  const expected = places.map((at) => new URL(ADDRESSES[at]!).href)
  expect(await find(typed)).toEqual(expected.toSorted())
})

async function linksLookedInto(): Promise<number> {
  await db.$executeRaw`SELECT pg_stat_force_next_flush()`
  const [row] = await db.$queryRaw<{ rows: number }[]>`
    SELECT ("seq_tup_read" + "idx_tup_fetch")::int AS rows FROM pg_stat_user_tables WHERE "relname" = 'Link'`
  return row!.rows
}

test('of a site with many links, its name in `url:` looks into few', async () => {
  for (let at = 0; at < OF_THE_SITE; at += 1) await addLink(`https://many.test/${at}`)
  await db.$executeRawUnsafe('ANALYZE')
  const before = await linksLookedInto()
  expect((await search('url:many.test', LIMIT)).hits).toHaveLength(LIMIT)
  expect((await linksLookedInto()) - before).toBeLessThan(OF_THE_SITE / 2)
})
