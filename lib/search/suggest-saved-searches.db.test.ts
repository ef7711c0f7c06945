import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#lib/kernel/ids.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { makeLibrary } from '#test/factories.ts'
import { suggestSavedSearches } from './suggest-saved-searches.ts'

let database: TestDatabase
let mine: string

/** The later ones were changed later. */
async function save(libraryId: string, searches: Record<string, string>): Promise<void> {
  await database.db.savedSearch.createMany({
    data: Object.entries(searches).map(([name, q], at) => ({
      id: newId(),
      libraryId,
      name,
      key: name.toLowerCase(),
      q,
      sort: 'newest',
      updatedAt: new Date(Date.UTC(2026, 0, 1) + at),
    })),
  })
}

beforeAll(async () => {
  database = await cloneDatabase()
  mine = (await makeLibrary(database.db)).libraryId
  await save(mine, {
    容器笔记: 'docker OR podman',
    'Docker 网络': 'tag:前端 桥接',
    旧的数据库: 'tag:数据库 before:2020',
    待读: 'is:untagged -“数据 结构”',
    数据周报: 'site:news.test',
    重庆: 'site:cq.test',
  })
  await save((await makeLibrary(database.db)).libraryId, { 别人的容器: '容器' })
})
afterAll(() => database.close())

const suggested = async (typed: string, limit = 5) =>
  (await suggestSavedSearches(database.db, mine, typed, limit)).map(({ name }) => name)

test.each([
  ['容器', ['容器笔记']],
  ['ＤＯＣ', ['Docker 网络', '容器笔记']],
  ['docker 网', ['Docker 网络']],
  ['ocker', ['Docker 网络']],
  ['数据', ['数据周报', '旧的数据库', '待读']],
  ['sj', ['数据周报', '待读', '旧的数据库']],
  ['sjk', ['旧的数据库']],
  ['cq', ['重庆']],
  ['bijii', []],
  ['rongqi', ['容器笔记']],
  ['qianduan', ['Docker 网络']],
  ['tag:前', ['Docker 网络']],
  ['tag:', ['旧的数据库', 'Docker 网络']],
  ['news', ['数据周报']],
  ['ews', []],
  ['网络 容器', []],
  ['site:news.test', []],
  [' ', []],
  ['\ud800 \u0000', []],
])('"%s" may become %j: by name, by sound, by query, of this library alone', async (typed, names) => {
  expect(await suggested(typed)).toEqual(names)
})

test('three are offered at most, each with its query and order', async () => {
  const { libraryId } = await makeLibrary(database.db)
  await save(libraryId, { 读一: 'a', 读二: 'b', 读三: 'c', 读四: 'd' })
  const found = await suggestSavedSearches(database.db, libraryId, '读', 20)
  expect(found.map(({ name }) => name)).toEqual(['读四', '读三', '读二'])
  expect(found[0]).toMatchObject({ query: 'd', sort: 'newest' })
  expect(await suggestSavedSearches(database.db, libraryId, '读', 1)).toHaveLength(1)
})
