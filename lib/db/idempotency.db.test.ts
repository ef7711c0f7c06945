import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { sha256 } from '#lib/kernel/digest.ts'
import { newId } from '#lib/kernel/ids.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { inTransaction } from './client.ts'
import { forgetIdempotencyKeys, withIdempotency } from './idempotency.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.close())

const actorId = newId()
const answer = z.object({ id: z.string() })
let made = 0
const post = (key: string, body = 'same', actor = actorId) =>
  inTransaction(database.db, (tx) =>
    withIdempotency(
      tx,
      { actorId: actor, key, requestDigest: sha256(body) },
      (stored) => answer.parse(stored),
      async () => ({ id: `made ${++made}` }),
    ),
  )

test('the same key is answered once, also at the same moment', async () => {
  made = 0
  const answers = await Promise.all(Array.from({ length: 5 }, () => post('k1')))
  expect(new Set(answers.map(({ id }) => id))).toEqual(new Set(['made 1']))
})

test('the same key for another request is refused', async () => {
  await post('k2')
  await expect(post('k2', 'other')).rejects.toMatchObject({ code: 'idempotency_mismatch' })
})

test('keys of two users never meet', async () => {
  const [mine, theirs] = [await post('k3'), await post('k3', 'other', newId())]
  expect(mine.id).not.toBe(theirs.id)
})

test('a request that fails leaves its key free', async () => {
  const failing = inTransaction(database.db, (tx) =>
    withIdempotency(
      tx,
      { actorId, key: 'k4', requestDigest: sha256('same') },
      (stored) => answer.parse(stored),
      () => Promise.reject(new Error('no')),
    ),
  )
  await expect(failing).rejects.toThrow('no')
  expect((await post('k4')).id).toMatch(/^made/)
})

test('a key is forgotten after a day', async () => {
  const first = await post('k5')
  await database.db
    .$executeRaw`UPDATE "IdempotencyKey" SET "createdAt" = now() - interval '25 hours' WHERE "key" = 'k5'`
  expect((await post('k5', 'other')).id).not.toBe(first.id)
  await database.db.$executeRaw`UPDATE "IdempotencyKey" SET "createdAt" = now() - interval '25 hours'`
  await forgetIdempotencyKeys(database.db)
  expect(await database.db.idempotencyKey.count()).toBe(0)
})
