import { rm, writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDb } from '#lib/db/client.ts'
import { reportWorker } from '#lib/db/worker-presence.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { checkReadiness, openReadiness } from './check-readiness.ts'

let opened: TestRuntime
beforeAll(async () => {
  opened = await openTestRuntime()
})
afterAll(() => opened.close())

test('a worker counts from its first report until it has been silent for a while', async () => {
  const ready = () => checkReadiness(async () => opened)
  expect(await ready()).toEqual({ database: true, storage: true, worker: false, room: true })
  await reportWorker(opened.db, { hasRoom: true })
  expect(await ready()).toEqual({ database: true, storage: true, worker: true, room: true })
  await opened.db.$executeRaw`UPDATE "Setting" SET "updatedAt" = now() - interval '40 s'`
  expect(await ready()).toEqual({ database: true, storage: true, worker: false, room: true })
})

test('a worker whose disk is nearly full is there all the same', async () => {
  await reportWorker(opened.db, { hasRoom: false })
  expect(await checkReadiness(async () => opened)).toMatchObject({ worker: true, room: false })
  await reportWorker(opened.db, { hasRoom: true })
  expect(await checkReadiness(async () => opened)).toMatchObject({ worker: true, room: true })
})

test('a database that is away takes its worker along and leaves the storage', async () => {
  const db = openDb('postgresql://a:b@127.0.0.1:1/x')
  expect(await checkReadiness(async () => ({ ...opened, db }))).toEqual({
    database: false,
    storage: true,
    worker: false,
    room: true,
  })
  await db.$disconnect()
})

test('a runtime that cannot be opened is no part that answers', async () => {
  expect(await checkReadiness(() => Promise.reject(new Error('away')))).toEqual({
    database: false,
    storage: false,
    worker: false,
    room: true,
  })
})

test('however many ask within a second, the parts are asked once', async () => {
  let asked = 0
  let nowMs = 0
  const blobs = { ...opened.blobs, check: async () => void (asked += 1) }
  const ready = openReadiness(
    async () => ({ ...opened, blobs }),
    () => nowMs,
  )
  await Promise.all(Array.from({ length: 50 }, ready))
  nowMs = 999
  await ready()
  expect(asked).toBe(1)
  nowMs = 1_000
  await ready()
  expect(asked).toBe(2)
})

test('a store that cannot be written is away', async () => {
  await rm(opened.config.blobsDir, { recursive: true, force: true })
  await writeFile(opened.config.blobsDir, 'a file where the folder should be')
  expect(await checkReadiness(async () => opened)).toMatchObject({ database: true, storage: false })
})
