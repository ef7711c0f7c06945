// Marks say what the rows say: whatever is asked, the same links are found with them and without.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#lib/kernel/ids.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { noteSearchChanges } from '#lib/db/search-changes.ts'
import { inTransaction } from '#lib/db/client.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { makeLibrary } from '#test/factories.ts'
import { indexDocument } from './index-document.ts'
import { parseQuery } from './parse-query.ts'
import { searchLinks } from './search-index.ts'
import { TOKENIZER_VERSION } from './tokenize.ts'

const LINKS = 60
const WORDS = ['网络', '容器', '数据库', 'docker', 'network', '锁']
const TAGS = ['运维', '运维/容器', 'react', 'Go']
const SITES = ['a.test', 'blog.a.test', 'a-b.test', 'example.org', 'test']
const LANGUAGES = ['zh', 'zh-CN', 'en', 'zha', null]
const CONDITIONS = [
  ...['运维', '运维/容器', 'react', 'go', '无'].map((tag) => `tag:${tag}`),
  ...['a.test', 'www.blog.a.test', 'test', 'b.test', 'org'].map((site) => `site:${site}`),
  ...['zh', 'zh-cn', 'en', 'z'].map((lang) => `lang:${lang}`),
  ...['details', 'blog.a', 'test/网', 'detail', 'a.test'].map((part) => `url:${part}`),
  'is:untagged',
  'has:tag',
  'has:note',
  'is:public',
]

/** The same numbers at every run. */
function* numbers(seed: number): Generator<number> {
  for (let state = seed; ;) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    yield state >> 8
  }
}
const random = numbers(5)
const pick = <T>(from: readonly T[]): T => from[random.next().value % from.length]!

let database: TestDatabase
let mine: string

async function addLink(libraryId: string, at: number, tagIds: ReadonlyMap<string, string>): Promise<void> {
  const { db } = database
  const linkId = newId(Date.UTC(2024, 0, 1) + at * 60_000)
  const site = pick(SITES)
  const url = `https://${site}/${pick(['details', 'detail', '%E7%BD%91', 'x'])}/${at}`
  const address = { originalUrl: url, canonicalUrl: url, canonicalDigest: sha256(url + libraryId) }
  const note = pick(['', '', '值得重读'])
  await db.link.create({ data: { id: linkId, libraryId, ...address, site, note } })
  const tags = [...new Set([pick(TAGS), pick(TAGS)])].slice(0, pick([0, 1, 2]))
  for (const path of tags) await db.linkTag.create({ data: { linkId, tagId: tagIds.get(path)! } })
  const [title, text] = [`${pick(WORDS)} ${pick(WORDS)}`, `${pick(WORDS)}，${pick(WORDS)} details 网`]
  await indexDocument(db, {
    linkId,
    libraryId,
    title,
    text,
    url,
    site,
    lang: pick(LANGUAGES),
    note,
    tags,
  })
}

async function fill(libraryId: string): Promise<void> {
  const ids = new Map(TAGS.map((path) => [path, newId()]))
  // One of them as frequent as tags are that are not read at once.
  await database.db.tag.createMany({
    data: [...ids].map(([path, id]) => ({
      id,
      libraryId,
      path,
      key: path.toLowerCase(),
      linkCount: path === 'react' ? 5_000 : 10,
    })),
  })
  for (let at = 0; at < LINKS; at += 1) await addLink(libraryId, at, ids)
}

beforeAll(async () => {
  database = await cloneDatabase()
  mine = (await makeLibrary(database.db)).libraryId
  await fill(mine)
})
afterAll(() => database.close())

function queries(count: number): string[] {
  const leaf = () => `${pick(['', '', '-'])}${pick([pick(WORDS), pick(CONDITIONS), pick(CONDITIONS)])}`
  const group = () => pick([leaf(), `(${leaf()} OR ${leaf()})`, `-(${leaf()} ${leaf()})`])
  return Array.from({ length: count }, () =>
    pick([leaf(), `${group()} ${group()}`, `${leaf()} ${leaf()} ${group()}`]),
  )
}

async function find(typed: string) {
  const query = parseQuery(typed)
  const options = { cursor: null, limit: LINKS, filters: {} }
  const [newest, ranked] = [
    await searchLinks(database.db, mine, query, { ...options, order: 'newest' }),
    await searchLinks(database.db, mine, query, { ...options, order: 'relevance' }),
  ]
  return { typed, newest: newest.hits, ranked: ranked.hits, total: newest.total }
}

async function findAll(asked: readonly string[]) {
  const found = []
  for (const typed of asked) found.push(await find(typed))
  return found
}

/** What is found by marks, by those of documents alone, and by none. */
async function findInAllWays(asked: readonly string[]) {
  const { db } = database
  const marked = await findAll(asked)
  const linkId = (await db.link.findFirstOrThrow({ where: { libraryId: mine } })).id
  await inTransaction(db, (tx) => noteSearchChanges(tx, [linkId]))
  const unsettled = await findAll(asked)
  await db.searchChange.deleteMany()
  await db.searchDocument.updateMany({ where: { linkId }, data: { tokenizer: TOKENIZER_VERSION - 1 } })
  const outdated = await findAll(asked)
  await db.searchDocument.updateMany({ data: { tokenizer: TOKENIZER_VERSION } })
  return { marked, unsettled, outdated }
}

test('marks find what rows find where one library is alone', async () => {
  const { marked, unsettled, outdated } = await findInAllWays([...CONDITIONS, ...queries(30)])
  expect(unsettled).toEqual(marked)
  expect(outdated).toEqual(marked)
})

test('marks find what rows find where another library has the same', async () => {
  await fill((await makeLibrary(database.db)).libraryId)
  const { marked, unsettled, outdated } = await findInAllWays([...CONDITIONS, ...queries(30)])
  expect(unsettled).toEqual(marked)
  expect(outdated).toEqual(marked)
})

test('a tag that a link lost is not found by its mark before the link is indexed again', async () => {
  const { db } = database
  const { hits } = await searchLinks(db, mine, parseQuery('tag:react 网'), {
    order: 'newest',
    cursor: null,
    limit: LINKS,
    filters: {},
  })
  const [{ linkId }] = hits as [(typeof hits)[0]]
  await inTransaction(db, async (tx) => {
    await tx.linkTag.deleteMany({ where: { linkId } })
    await noteSearchChanges(tx, [linkId])
  })
  expect((await find('tag:react 网')).newest.map((hit) => hit.linkId)).not.toContain(linkId)
  expect((await find('is:untagged 网')).newest.map((hit) => hit.linkId)).toContain(linkId)
})
