import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#lib/kernel/ids.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { cloneDatabase, whoWaits, type TestDatabase } from '#test/database.ts'
import { makeLibrary, makeSnapshot } from '#test/factories.ts'
import { findLinkByAddress, noteAddress } from './link-addresses.ts'
import { inTransaction, type Db } from './client.ts'
import { deleteLink, findLink, listLinksByIds, setFront, updateLink, upsertLink } from './links.ts'
import { insertSnapshot } from './snapshots.ts'
import { setTags } from './tags.ts'

let database: TestDatabase
let db: Db
let libraryId: string
beforeAll(async () => {
  database = await cloneDatabase()
  db = database.db
  libraryId = (await makeLibrary(db)).libraryId
})
afterAll(() => database.close())

const target = (path: string) => ({
  originalUrl: `https://www.example.test/${path}?utm_source=x`,
  canonicalUrl: `https://www.example.test/${path}`,
  site: 'example.test',
})
const upsert = (path: string, fields = {}, library = libraryId) =>
  inTransaction(db, (tx) => upsertLink(tx, library, { ...target(path), ...fields }))

test('the same URL added by many at once is one link', async () => {
  const results = await Promise.all(Array.from({ length: 8 }, () => upsert('race')))
  expect(new Set(results.map(({ link }) => link.id)).size).toBe(1)
  expect(results.filter(({ isNew }) => isNew)).toHaveLength(1)
})

test('the same URL in two libraries is two links', async () => {
  const other = await makeLibrary(db)
  const [mine, theirs] = [await upsert('both'), await upsert('both', {}, other.libraryId)]
  expect(mine.link.id).not.toBe(theirs.link.id)
  await expect(findLink(db, libraryId, theirs.link.id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(updateLink(db, libraryId, theirs.link.id, { note: 'x' })).rejects.toMatchObject({
    code: 'not_found',
  })
  expect((await findLinkByAddress(db, libraryId, [target('both').canonicalUrl]))?.id).toBe(mine.link.id)
})

test('adding a known link again changes only the fields that are given', async () => {
  await upsert('again', { title: '旧题', note: '笔记' })
  const { link, isNew } = await upsert('again', { title: '新题' })
  expect({ isNew, title: link.title, note: link.note }).toEqual({ isNew: false, title: '新题', note: '笔记' })
})

test.each(['by its address', 'under another address'])(
  'a URL added while its link, found %s, is deleted is a link',
  async (how) => {
    const path = `deleted/${how.length}`
    const { link } = await upsert(path)
    const other = `https://m.example.test/${path}`
    await inTransaction(db, (tx) => noteAddress(tx, libraryId, link.id, { url: other, source: 'host' }))
    const [held, go] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const deleting = inTransaction(db, async (tx) => {
      await tx.$executeRaw`SELECT FROM "Link" WHERE "id" = ${link.id}::uuid FOR UPDATE`
      held.resolve()
      await go.promise
      await deleteLink(tx, libraryId, link.id)
    })
    await held.promise
    const canonicalUrl = how === 'by its address' ? target(path).canonicalUrl : other
    const adding = inTransaction(db, (tx) =>
      upsertLink(tx, libraryId, { ...target(path), canonicalUrl, title: '又来了' }),
    )
    await expect.poll(() => whoWaits(db)).toHaveLength(1)
    go.resolve()
    await deleting
    const added = await adding
    expect(added).toMatchObject({ isNew: true, link: { canonicalUrl, title: '又来了' } })
    expect(added.link.canonicalDigest).toBe(sha256(canonicalUrl))
  },
)

test('a URL longer than an index row is a link like others', async () => {
  const { link } = await upsert('x'.repeat(8_000))
  expect((await upsert('x'.repeat(8_000))).link.id).toBe(link.id)
})

test('links come with tags, front and newest version in the order asked for', async () => {
  const [first, second] = [(await upsert('first')).link, (await upsert('second')).link]
  await inTransaction(db, (tx) => setTags(tx, libraryId, first.id, ['前端/React', '笔记']))
  const older = await inTransaction(db, (tx) =>
    insertSnapshot(tx, libraryId, { linkId: first.id, url: first.originalUrl }),
  )
  await db.snapshot.update({
    where: { id: older.id },
    data: { status: 'ready', verdict: 'good', capturedAt: new Date() },
  })
  const newest = await inTransaction(db, (tx) =>
    insertSnapshot(tx, libraryId, { linkId: first.id, url: first.originalUrl }),
  )
  await inTransaction(db, (tx) => setFront(tx, libraryId, first.id, older.id))

  const links = await listLinksByIds(db, libraryId, [second.id, newId(), first.id])
  expect(links.map(({ link }) => link.id)).toEqual([second.id, first.id])
  expect(links[0]).toMatchObject({ tags: [], front: null, latest: null })
  expect(links[1]?.tags.map(({ path }) => path)).toEqual(['前端/React', '笔记'])
  expect(links[1]?.front?.id).toBe(older.id)
  expect(links[1]?.latest?.id).toBe(newest.id)
})

test('only a ready version of the link can be put in front', async () => {
  const { link } = await upsert('front')
  const waiting = await makeSnapshot(db, libraryId, { linkId: link.id, url: link.originalUrl })
  const foreign = await makeSnapshot(db, libraryId)
  for (const { snapshotId } of [waiting, foreign]) {
    const attempt = inTransaction(db, (tx) => setFront(tx, libraryId, link.id, snapshotId))
    await expect(attempt).rejects.toMatchObject({ code: 'not_found' })
  }
})

test('a deleted link takes its snapshots and leaves the counters of its tags true', async () => {
  const { link } = await upsert('gone')
  await inTransaction(db, (tx) => setTags(tx, libraryId, link.id, ['短暂']))
  const { snapshotId } = await makeSnapshot(db, libraryId, { linkId: link.id, url: link.originalUrl })
  await inTransaction(db, (tx) => deleteLink(tx, libraryId, link.id))
  expect(await db.snapshot.count({ where: { id: snapshotId } })).toBe(0)
  expect(await db.tag.findFirst({ where: { libraryId, path: '短暂' } })).toMatchObject({ linkCount: 0 })
  const again = inTransaction(db, (tx) => deleteLink(tx, libraryId, link.id))
  await expect(again).rejects.toMatchObject({ code: 'not_found' })
})
