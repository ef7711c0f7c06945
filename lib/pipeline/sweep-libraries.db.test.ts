import { afterAll, beforeAll, expect, test } from 'vitest'
import { deleteUser } from '#lib/db/accounts.ts'
import { inTransaction } from '#lib/db/client.ts'
import { editLinks } from '#lib/usecases/links/edit-links.ts'
import { makeLink, makeSnapshot } from '#test/factories.ts'
import { makePerson } from '#test/person.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { sweepLibraries } from './sweep-libraries.ts'

let opened: TestRuntime
beforeAll(async () => void (opened = await openTestRuntime()))
afterAll(() => opened.close())

test('a library that was left goes in steps, whoever is cut off; those of others stay', async () => {
  const { db } = opened
  const [left, kept] = [await makePerson(opened), await makePerson(opened)]
  for (const { ctx, actor } of [left, kept]) {
    const ids: string[] = []
    for (let count = 0; count < 3; count++) {
      const link = await makeLink(db, actor.libraryId)
      await makeSnapshot(db, actor.libraryId, link)
      ids.push(link.linkId)
    }
    await editLinks(ctx, { ids, addTags: ['一/二'], visibility: 'public' })
  }
  const rowsOf = async (libraryId: string) => [
    await db.link.count({ where: { libraryId } }),
    await db.snapshot.count({ where: { libraryId } }),
    await db.operationStep.count({ where: { operation: { libraryId } } }),
    await db.tag.count({ where: { libraryId } }),
    await db.library.count({ where: { id: libraryId } }),
  ]
  const { libraryId } = left.actor
  const before = await rowsOf(libraryId)
  const entries = await db.auditEntry.count({ where: { kind: 'link_deleted' } })
  expect(await sweepLibraries(opened)).toBe(0)
  expect(await rowsOf(libraryId)).toEqual(before)

  await inTransaction(db, (tx) => deleteUser(tx, left.actor.userId))
  const round = () => sweepLibraries(opened, { roundMs: 0, linksPerStep: 2 })
  expect(await round()).toBe(0)
  expect(await db.link.count({ where: { libraryId } })).toBe(1)
  await Promise.all([round(), round()])
  await sweepLibraries(opened)
  expect(await rowsOf(libraryId)).toEqual([0, 0, 0, 0, 0])
  expect(await rowsOf(kept.actor.libraryId)).toEqual(before)
  expect(await db.auditEntry.count({ where: { kind: 'link_deleted' } })).toBe(entries)
})
