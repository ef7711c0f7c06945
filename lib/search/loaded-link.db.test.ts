// Links whose texts are more than is loaded at once.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { makeLibrary, makeLink } from '#test/factories.ts'
import { indexDocument } from './index-document.ts'
import { parseQuery } from './parse-query.ts'
import { searchLinks } from './search-index.ts'

const LINKS = 24
/** Of three bytes each: 10 MB together. */
const CHARACTERS = 150_000

let database: TestDatabase
let libraryId: string
const holding: string[] = []

beforeAll(async () => {
  database = await cloneDatabase()
  const { db } = database
  libraryId = (await makeLibrary(db)).libraryId
  for (let at = 0; at < LINKS; at += 1) {
    const { linkId, url } = await makeLink(db, libraryId)
    // All have the pairs of the word, every other one the word.
    const text = at % 2 === 0 ? '容器网络' : '容器，器网，网络'
    const link = { linkId, libraryId, url, site: 'a.test', lang: null, note: '', tags: [] }
    await indexDocument(db, { ...link, title: `第${at}篇`, text })
    await db.$executeRaw`UPDATE "SearchText" SET "text" = repeat('长', ${CHARACTERS}::int) || ${text} WHERE "linkId" = ${linkId}::uuid`
    if (at % 2 === 0) holding.unshift(linkId)
  }
})
afterAll(() => database.close())

test.each(['relevance', 'newest'] as const)(
  'texts that are too long to be loaded at once are all verified, by %s, and shown',
  async (order) => {
    const options = { order, cursor: null, limit: 20, filters: {} }
    const { hits, total } = await searchLinks(database.db, libraryId, parseQuery('容器网络'), options)
    expect(hits.map(({ linkId }) => linkId)).toEqual(holding)
    expect(total).toEqual({ count: LINKS / 2, exact: true })
    for (const { reasons } of hits)
      expect(
        reasons?.highlights.map(({ text, marks }) => marks.map(([from, to]) => text.slice(from, to))),
      ).toEqual([['容器网络']])
  },
)

test('pages of ranked hits show each why it was found', async () => {
  const found: string[] = []
  let cursor: string | null = null
  do {
    const page = await searchLinks(database.db, libraryId, parseQuery('容器网络'), {
      order: 'relevance',
      cursor,
      limit: 5,
      filters: {},
    })
    for (const { linkId, reasons } of page.hits) if (reasons?.matches.count === 1) found.push(linkId)
    cursor = page.nextCursor
  } while (cursor)
  expect(found).toEqual(holding)
})
