import { afterAll, beforeAll, expect, test } from 'vitest'
import { errorMessage, translator } from '#lib/i18n/translate.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { makeLibrary } from '#test/factories.ts'
import { parseQuery } from './parse-query.ts'
import { searchLinks } from './search-index.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.close())

test('a search that takes too long is ended, and says so in both languages', async () => {
  const { db } = database
  const { libraryId } = await makeLibrary(db)
  const options = { order: 'newest', cursor: null, limit: 20, filters: {}, timeoutMs: 100 } as const
  const search = () => searchLinks(db, libraryId, parseQuery('网络'), options)
  await db.$transaction(async (tx) => {
    // As long as the lock is held, no statement that reads documents comes to an end.
    await tx.$executeRaw`LOCK TABLE "SearchDocument" IN ACCESS EXCLUSIVE MODE`
    await expect(search()).rejects.toMatchObject({ code: 'search_too_slow', http: 503 })
  })
  expect(await search()).toMatchObject({ hits: [], total: { count: 0, exact: true } })
  expect(errorMessage(translator('zh-CN'), 'search_too_slow', {})).toContain('已经停止')
  expect(errorMessage(translator('en'), 'search_too_slow', {})).toContain('was stopped')
})
