import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { makeLibrary, makeLink, makeSnapshot } from '#test/factories.ts'
import { inTransaction, type Db } from './client.ts'
import { findSnapshot, listSnapshots, requeueSnapshot } from './snapshots.ts'

let database: TestDatabase
let db: Db
beforeAll(async () => {
  database = await cloneDatabase()
  db = database.db
})
afterAll(() => database.close())

test('a private snapshot is seen by its library only, a public one by everybody', async () => {
  const [mine, theirs] = [await makeLibrary(db), await makeLibrary(db)]
  const { snapshotId, linkId } = await makeSnapshot(db, mine.libraryId)
  const see = (libraryId: string | null) => findSnapshot(db, { libraryId }, snapshotId)
  const notFound = { code: 'not_found' }
  expect((await see(mine.libraryId)).link.id).toBe(linkId)
  await expect(see(theirs.libraryId)).rejects.toMatchObject(notFound)
  await expect(see(null)).rejects.toMatchObject(notFound)
  await db.link.update({ where: { id: linkId }, data: { visibility: 'public' } })
  expect((await see(null)).id).toBe(snapshotId)
  expect((await see(theirs.libraryId)).id).toBe(snapshotId)
})

test('pages of versions are newest first and meet without gap or overlap', async () => {
  const { libraryId } = await makeLibrary(db)
  const link = await makeLink(db, libraryId)
  const ids: string[] = []
  for (let count = 0; count < 7; count++) ids.push((await makeSnapshot(db, libraryId, link)).snapshotId)
  await makeSnapshot(db, libraryId)
  const seen: string[] = []
  let cursor: string | undefined
  do {
    const page = await listSnapshots(db, libraryId, { linkId: link.linkId, limit: 3, cursor })
    expect(page.total).toEqual({ count: 7, exact: true })
    seen.push(...page.items.map(({ id }) => id))
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(seen).toEqual(ids.toSorted().toReversed())
  await expect(listSnapshots(db, libraryId, { limit: 3, cursor: 'x' })).rejects.toMatchObject({
    code: 'invalid_cursor',
  })
})

test('only a failed version is queued again, with all its attempts', async () => {
  const { libraryId } = await makeLibrary(db)
  const { snapshotId } = await makeSnapshot(db, libraryId)
  const requeue = (library = libraryId) => inTransaction(db, (tx) => requeueSnapshot(tx, library, snapshotId))
  await expect(requeue()).rejects.toMatchObject({ code: 'conflict' })
  await db.snapshot.update({
    where: { id: snapshotId },
    data: { status: 'failed', errorCode: 'timeout', attempts: 3 },
  })
  await expect(requeue((await makeLibrary(db)).libraryId)).rejects.toMatchObject({ code: 'not_found' })
  expect(await requeue()).toMatchObject({ status: 'queued', attempts: 0, errorCode: null })
})
