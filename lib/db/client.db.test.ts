import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { makeLibrary } from '#test/factories.ts'
import { inTransaction } from './client.ts'
import { sql } from './sql.ts'
import { ensureTags } from './tags.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.close())

test('of two transactions that wait for each other both come to their end', async () => {
  const { db } = database
  const { libraryId } = await makeLibrary(db)
  const ids = [...(await inTransaction(db, (tx) => ensureTags(tx, libraryId, ['a', 'b']))).values()]
  let waiting = 0
  const bothHold = Promise.withResolvers<void>()
  const countIn = (order: string[]) =>
    inTransaction(db, async (tx) => {
      for (const id of order) {
        await tx.$executeRaw(sql`UPDATE "Tag" SET "linkCount" = "linkCount" + 1 WHERE "id" = ${id}::uuid`)
        waiting += 1
        if (waiting >= 2) bothHold.resolve()
        await bothHold.promise
      }
    })
  await Promise.all([countIn(ids), countIn(ids.toReversed())])
  expect(waiting).toBeGreaterThan(4)
  expect(await db.tag.findMany({ where: { libraryId }, select: { linkCount: true } })).toEqual([
    { linkCount: 2 },
    { linkCount: 2 },
  ])
})
