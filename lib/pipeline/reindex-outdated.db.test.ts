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

test('links of an older tokenizer are found by all their words again, by one worker or by two', async () => {
  const { db } = runtime
  const { libraryId } = await makeLibrary(db)
  const linkIds: string[] = []
  for (let at = 0; at < 3; at += 1) linkIds.push((await makeLink(db, libraryId)).linkId)
  await db.link.updateMany({ where: { libraryId }, data: { title: '資料庫的備份' } })
  for (const linkId of linkIds)
    await db.$executeRaw`
      INSERT INTO "SearchDocument" ("linkId", "libraryId", "site", "titleVector", "bodyVector", "textLength", "tokenizer")
      VALUES (${linkId}::uuid, ${libraryId}::uuid, '', '', '', 0, 1)
      ON CONFLICT ("linkId") DO UPDATE SET "tokenizer" = 1, "titleVector" = '', "bodyVector" = ''`
  const find = async () =>
    (
      await searchLinks(db, libraryId, parseQuery('资料库'), {
        order: 'newest',
        cursor: null,
        limit: 20,
        filters: {},
      })
    ).hits.map(({ linkId }) => linkId)
  expect(await find()).toEqual([])

  expect(await reindexOutdated(runtime, 0), 'a round without time does one, so that it always goes on').toBe(
    1,
  )
  const counts = await Promise.all([reindexOutdated(runtime), reindexOutdated(runtime)])
  expect(counts[0] + counts[1]).toBe(2)
  expect((await find()).toSorted()).toEqual(linkIds.toSorted())
  expect(await reindexOutdated(runtime)).toBe(0)
})
