import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { inTransaction, openDb, type Db } from './client.ts'
import { isDatabaseAway } from './database-away.ts'

let database: TestDatabase
let admin: pg.Client
let db: Db

beforeAll(async () => {
  database = await cloneDatabase()
  db = openDb(database.url, { poolSize: 1 })
  admin = new pg.Client({ connectionString: inject('databaseServerUrl') })
  await admin.connect()
})
afterAll(async () => {
  await db.$disconnect()
  await admin.end()
  await database.close()
})

const thrownBy = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )
const endConnections = () =>
  admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [
    new URL(database.url).pathname.slice(1),
  ])

test('a server that does not answer is away, for queries, raw SQL and transactions', async () => {
  const away = openDb('postgresql://a:b@127.0.0.1:1/x')
  expect(isDatabaseAway(await thrownBy(away.user.findFirst()))).toBe(true)
  expect(isDatabaseAway(await thrownBy(away.$queryRaw`SELECT 1`))).toBe(true)
  expect(isDatabaseAway(await thrownBy(inTransaction(away, (tx) => tx.user.findFirst())))).toBe(true)
  await away.$disconnect()
})

test('a connection that ends inside a transaction is away', async () => {
  const error = await thrownBy(
    inTransaction(db, async (tx) => {
      await tx.$queryRaw`SELECT 1`
      await endConnections()
      await tx.user.findFirst()
      await tx.user.findFirst()
    }),
  )
  expect(isDatabaseAway(error)).toBe(true)
})

test('a mistake in a statement or a broken rule is not', async () => {
  expect(isDatabaseAway(await thrownBy(db.$queryRaw`SELECT 1 / 0`))).toBe(false)
  const orphan = { id: crypto.randomUUID(), ownerId: crypto.randomUUID() }
  expect(isDatabaseAway(await thrownBy(db.library.create({ data: orphan })))).toBe(false)
  expect(isDatabaseAway(new Error('some other error'))).toBe(false)
  expect(isDatabaseAway(undefined)).toBe(false)
})
