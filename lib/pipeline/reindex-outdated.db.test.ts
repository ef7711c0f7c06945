import { afterAll, beforeAll, expect, test } from 'vitest'
import { inTransaction } from '#lib/db/client.ts'
import { insertBlobs } from '#lib/db/resources.ts'
import { indexLink } from '#lib/search/index-link.ts'
import { parseQuery } from '#lib/search/parse-query.ts'
import { searchLinks } from '#lib/search/search-index.ts'
import { TOKENIZER_VERSION } from '#lib/search/tokenize.ts'
import { makeLibrary, makeLink } from '#test/factories.ts'
import { makePerson } from '#test/person.ts'
import { makeReadySnapshot } from '#test/ready-snapshot.ts'
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

test('a link that is edited before its turn is still indexed anew, with the code of its article', async () => {
  const { db, blobs } = runtime
  const { ctx } = await makePerson(runtime)
  const { libraryId } = ctx.actor
  const { id, linkId } = await makeReadySnapshot(ctx, 'https://a.test/code')
  const article = await blobs.put('<p>a</p><pre><code>useEffect()</code></pre>', { contentType: 'text/html' })
  await inTransaction(db, async (tx) => {
    await insertBlobs(tx, [article])
    await tx.artifact.updateMany({
      where: { snapshotId: id, kind: 'article' },
      data: { blobDigest: article.digest },
    })
    await tx.searchDocument.update({ where: { linkId }, data: { tokenizer: TOKENIZER_VERSION - 1 } })
    await indexLink(tx, libraryId, linkId)
  })
  expect(await find(libraryId, 'code:useEffect')).toEqual([])
  expect(await reindexOutdated(runtime)).toBe(1)
  expect(await find(libraryId, 'code:useEffect')).toEqual([linkId])
  await inTransaction(db, (tx) => indexLink(tx, libraryId, linkId))
  expect(await find(libraryId, 'code:effect'), 'an edit keeps the code').toEqual([linkId])
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
