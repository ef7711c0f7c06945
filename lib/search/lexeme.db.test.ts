// Documents of older tokenizers hold other lexemes: until their turn has come they are found with the others.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#lib/kernel/ids.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { sql } from '#lib/db/sql.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { makeLibrary } from '#test/factories.ts'
import { indexDocument, libraryLexeme } from './index-document.ts'
import { oldPairCode } from './pair-codes.ts'
import { parseQuery } from './parse-query.ts'
import { searchLinks } from './search-index.ts'
import { suggest } from './suggest.ts'
import { tokenizeText } from './tokenize.ts'

const TITLE = '容器网络与龘字 containers'
const TEXT = '正在运行的数据库锁 running 龘锁 请到野𠮷家 function'

let database: TestDatabase
let libraryId: string
let old: string
let ofSeven: string
let current: string

/** As versions 6 and 7 wrote them. */
function lexemeOfSeven(gram: string): string {
  const [first = '', second = ''] = gram
  return /^\p{sc=Han}/u.test(gram) ? oldPairCode(first, second) : gram
}

async function addLink(): Promise<string> {
  const { db } = database
  const linkId = newId()
  const url = `https://a.test/${linkId}`
  const address = { originalUrl: url, canonicalUrl: url, canonicalDigest: sha256(url) }
  await db.link.create({ data: { id: linkId, libraryId, ...address, site: 'a.test' } })
  await indexDocument(db, {
    linkId,
    libraryId,
    title: TITLE,
    text: TEXT,
    url,
    site: 'a.test',
    lang: 'zh',
    note: '',
    tags: [],
  })
  return linkId
}

beforeAll(async () => {
  database = await cloneDatabase()
  libraryId = (await makeLibrary(database.db)).libraryId
  old = await addLink()
  ofSeven = await addLink()
  current = await addLink()
  const become = async (linkId: string, tokenizer: number, lexemesOf: (text: string) => string[]) => {
    const vector = (...texts: string[]) =>
      sql`array_to_tsvector(${[libraryLexeme(libraryId), ...texts.flatMap(lexemesOf)]}::text[])`
    await database.db.$executeRaw(sql`
      UPDATE "SearchDocument" SET "tokenizer" = ${tokenizer}::smallint, "titleVector" = ${vector(TITLE)},
        "bodyVector" = ${vector(TITLE, `https://a.test/${linkId}`, TEXT)} WHERE "linkId" = ${linkId}::uuid`)
  }
  await become(old, 5, tokenizeText)
  await become(ofSeven, 7, (text) => tokenizeText(text).map(lexemeOfSeven))
})
afterAll(() => database.close())

async function find(typed: string): Promise<string[]> {
  const options = { order: 'relevance', cursor: null, limit: 20, filters: {} } as const
  const { hits } = await searchLinks(database.db, libraryId, parseQuery(typed), options)
  return hits.map((hit) => hit.linkId).sort()
}

test.each([
  ['网络'],
  ['数据库'],
  ['锁'],
  ['龘'],
  ['龘锁'],
  ['野'],
  ['家'],
  ['野𠮷'],
  ['"运行的"'],
  ['run'],
  ['"running"'],
  ['title:容器'],
  ['url:a.test'],
  ['网络 -缓存'],
  ['网络 -"容器缓存"'],
  ['function'],
])('%s is found in documents of both', async (typed) =>
  expect(await find(typed)).toEqual([old, ofSeven, current].sort()),
)

test('a quoted word is found as it stands alone', async () => expect(await find('"runs"')).toEqual([]))

test.each([['容器网'], ['网'], ['contain']])('%s offers titles of both', async (typed) => {
  const { titles } = await suggest(database.db, libraryId, typed, 5)
  expect(titles.map(({ text }) => text)).toEqual([TITLE])
})
