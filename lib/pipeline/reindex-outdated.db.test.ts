import { afterAll, beforeAll, expect, test } from 'vitest'
import { parseQuery } from '#lib/search/parse-query.ts'
import { searchLinks } from '#lib/search/search-index.ts'
import { makeLibrary, makeLink } from '#test/factories.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { reindexOutdated } from './reindex-outdated.ts'

let runtime: TestRuntime
beforeAll(async () => {
  runtime = await openTestRuntime()
})
afterAll(() => runtime.close())

const searched = { order: 'newest', cursor: null, limit: 20, filters: {} } as const

/** Links with this title whose documents an older tokenizer made without any word. */
async function makeOld(libraryId: string, titles: readonly string[]): Promise<string[]> {
  const { db } = runtime
  const linkIds: string[] = []
  for (const title of titles) {
    const { linkId } = await makeLink(db, libraryId)
    await db.link.update({ where: { id: linkId }, data: { title } })
    await db.$executeRaw`
      INSERT INTO "SearchDocument" ("linkId", "libraryId", "site", "titleVector", "bodyVector", "textLength", "tokenizer")
      VALUES (${linkId}::uuid, ${libraryId}::uuid, '', '', '', 0, 1)`
    linkIds.push(linkId)
  }
  return linkIds
}

const find = async (libraryId: string, typed: string) =>
  (await searchLinks(runtime.db, libraryId, parseQuery(typed), searched)).hits.map(({ linkId }) => linkId)

test('links of an older tokenizer are found by all their words again, by one worker or by two', async () => {
  const { libraryId } = await makeLibrary(runtime.db)
  const linkIds = await makeOld(libraryId, ['資料庫的備份', '資料庫的備份', '資料庫的備份'])
  expect(await find(libraryId, '资料库')).toEqual([])

  expect(await reindexOutdated(runtime, 0), 'a round without time does one, so that it always goes on').toBe(
    1,
  )
  const counts = await Promise.all([reindexOutdated(runtime), reindexOutdated(runtime)])
  expect(counts[0] + counts[1]).toBe(2)
  expect((await find(libraryId, '资料库')).toSorted()).toEqual(linkIds.toSorted())
  expect(await reindexOutdated(runtime)).toBe(0)
})

test('links that cannot be indexed are told of, and those behind them are indexed all the same', async () => {
  const { db, log } = runtime
  const { libraryId } = await makeLibrary(db)
  await db.$executeRaw`ALTER TABLE "SearchText" ADD CONSTRAINT refused CHECK ("title" <> '坏')`
  const broken = await makeOld(
    libraryId,
    Array.from({ length: 51 }, () => '坏'),
  )
  const [whole] = await makeOld(libraryId, ['完好'])
  const told: unknown[] = []
  const warn = (event: string, facts?: object) => void told.push([event, facts && { ...facts, error: '' }])

  expect(await reindexOutdated({ ...runtime, log: { ...log, warn } }, 0)).toBe(1)
  expect(await find(libraryId, '完好')).toEqual([whole])
  expect(told).toEqual(broken.map((linkId) => ['link.not_reindexed', { linkId, error: '' }]))

  await db.$executeRaw`ALTER TABLE "SearchText" DROP CONSTRAINT refused`
  expect(await reindexOutdated(runtime)).toBe(51)
})
