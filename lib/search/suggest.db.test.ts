import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#lib/kernel/ids.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { makeLibrary, makeLink } from '#test/factories.ts'
import { indexDocument } from './index-document.ts'
import { suggest } from './suggest.ts'

let database: TestDatabase
let mine: string

async function addLink(libraryId: string, title: string, url: string): Promise<string> {
  const { linkId } = await makeLink(database.db, libraryId, url)
  const site = new URL(url).hostname
  const document = { linkId, libraryId, title, url, site, lang: null, note: '', tags: [], text: '' }
  await indexDocument(database.db, document)
  return linkId
}

async function addTag(libraryId: string, path: string, linkCount = 0, aliases: string[] = []): Promise<void> {
  const id = newId()
  await database.db.tag.create({ data: { id, libraryId, path, key: path.toLowerCase(), linkCount } })
  for (const name of aliases)
    await database.db.tagAlias.create({ data: { id: newId(), libraryId, tagId: id, name, key: name } })
}

beforeAll(async () => {
  database = await cloneDatabase()
  mine = (await makeLibrary(database.db)).libraryId
  await addLink(mine, 'Docker网络详解', 'https://blog.csdn.net/1')
  await addLink(mine, '容器网络的隔离', 'https://docs.docker.com/network')
  await addLink(mine, '容器编排', 'https://docs.docker.com/compose')
  for (const [path, count] of [
    ['数据库', 3],
    ['前端/数据可视化', 9],
    ['重庆', 1],
    ['Docker', 5],
  ] as const)
    await addTag(mine, path, count)
  await addTag(mine, '运维', 2, ['ops', '系统运营', '运营'])
  const theirs = (await makeLibrary(database.db)).libraryId
  await addLink(theirs, 'Docker网络 容器', 'https://docker.example/2')
  await addTag(theirs, 'docker/别人的', 9)
  await addTag(theirs, '数据湖', 9)
})
afterAll(() => database.close())

const suggested = async (typed: string) => {
  const { titles, tags, sites } = await suggest(database.db, mine, typed, 5)
  return {
    titles: titles.map(({ text, marks }) => [text, marks.map(([from, to]) => text.slice(from, to))]),
    tags: tags.map(({ path }) => path),
    sites: sites.map(({ site }) => site),
  }
}

test('titles hold what is typed, the newest first, the last word perhaps only begun', async () => {
  expect((await suggested('容器')).titles).toEqual([
    ['容器编排', ['容器']],
    ['容器网络的隔离', ['容器']],
  ])
  expect((await suggested('容器网')).titles).toEqual([['容器网络的隔离', ['容器网']]])
  expect((await suggested('dock')).titles).toEqual([['Docker网络详解', ['Dock']]])
  expect((await suggested('網絡 do')).titles).toEqual([['Docker网络详解', ['Do', '网络']]])
  expect((await suggested('网络络')).titles).toEqual([])
})

test.each([
  ['sjk', ['数据库', '前端/数据可视化']],
  ['shujuku', ['数据库']],
  ['shuju', ['前端/数据可视化', '数据库']],
  ['cq', ['重庆']],
  ['数据', ['数据库', '前端/数据可视化']],
  ['视化', ['前端/数据可视化']],
  ['ＤＯＣ', ['Docker']],
  ['op', ['运维']],
  ['ps', ['运维']],
  ['运营', ['运维']],
  ['运', ['运维']],
  ['docker', ['Docker']],
  ['', []],
])('tags for "%s" are %j: by letters, other names and sounds, of this library alone', async (typed, tags) => {
  expect((await suggested(typed)).tags).toEqual(tags)
})

test('of more tags than are looked at, the most used are', async () => {
  const { db } = database
  const { libraryId } = await makeLibrary(db)
  await db.$executeRaw`
    INSERT INTO "Tag" ("id", "libraryId", "path", "key", "linkCount")
    SELECT uuidv7(), ${libraryId}::uuid, '数据' || n, '数据' || n, n FROM generate_series(1, 5100) n`
  const tags = async (typed: string) => (await suggest(db, libraryId, typed, 2)).tags.map(({ path }) => path)
  expect(await tags('数据')).toEqual(['数据5100', '数据5099'])
  expect(await tags('sj')).toEqual(['数据5100', '数据5099'])
  expect(await tags('数据7')).toEqual(['数据799', '数据798'])
})

test('sites begin as the word does', async () => {
  expect((await suggested('do')).sites).toEqual(['docs.docker.com'])
  expect((await suggested('blog.c')).sites).toEqual(['blog.csdn.net'])
  expect((await suggested('docker.')).sites).toEqual([])
})

test('titles stand behind a thousand newer links, all of them or but for a few', async () => {
  const { db } = database
  const { libraryId } = await makeLibrary(db)
  const add = async (title: string, count: number) => {
    const { linkId, url } = await makeLink(db, libraryId)
    const link = { linkId, libraryId, url, site: 'a.test', lang: null, note: '', tags: [], text: '' }
    await indexDocument(db, { ...link, title: `${title}1` })
    await db.$executeRaw`
      WITH copies AS (
        SELECT uuidv7() AS id, n FROM generate_series(2, ${count}::int) n
      ), links AS (
        INSERT INTO "Link" ("id", "libraryId", "originalUrl", "canonicalUrl", "canonicalDigest", "site", "updatedAt")
        SELECT id, ${libraryId}::uuid, 'u', 'u', repeat(replace(id::text, '-', ''), 2), 's', now() FROM copies
      ), documents AS (
        INSERT INTO "SearchDocument" ("linkId", "libraryId", "site", "titleVector", "bodyVector", "textLength", "tokenizer")
        SELECT c.id, ${libraryId}::uuid, 's', d."titleVector", d."bodyVector", 0, d."tokenizer"
        FROM copies c JOIN "SearchDocument" d ON d."linkId" = ${linkId}::uuid
      )
      INSERT INTO "SearchText" ("linkId", "title", "url", "text") SELECT id, ${title} || n, 'u', '' FROM copies`
  }
  await add('事务隔离', 3)
  await add('缓存击穿', 3)
  await add('无关文章', 1_000)
  await add('缓存雪崩', 4)
  const titles = async (typed: string) =>
    (await suggest(db, libraryId, typed, 5)).titles.map(({ text }) => text)
  expect(await titles('事务')).toEqual(['事务隔离3', '事务隔离2', '事务隔离1'])
  expect(await titles('缓存')).toEqual(['缓存雪崩4', '缓存雪崩3', '缓存雪崩2', '缓存雪崩1', '缓存击穿3'])
})

test('choosing one completes the word that is being written, with its operator', async () => {
  const { db } = database
  expect((await suggest(db, mine, '网络 tag:shujuku', 5)).tags).toEqual([
    { path: '数据库', query: '网络 tag:数据库 ' },
  ])
  expect(await suggest(db, mine, '网络 站点：blog', 5)).toEqual({
    titles: [],
    tags: [],
    sites: [{ site: 'blog.csdn.net', query: '网络 site:blog.csdn.net ' }],
  })
  expect((await suggest(db, mine, '容器 #前', 5)).tags).toEqual([
    { path: '前端/数据可视化', query: '容器 tag:前端/数据可视化 ' },
  ])
})

test.each(["'", '\\', ':*', 'a & !', '"', '(', '#', '-tag:', '\ud800 \u0000', '%', '。'])(
  '"%s" is no error',
  async (typed) => {
    await expect(suggest(database.db, mine, typed, 5)).resolves.toBeDefined()
  },
)
