import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { assertMigrated } from './assert-migrated.ts'
import { migrate } from './migrate.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.close())

test('a migrated database is left alone, also by two processes at once', async () => {
  expect(await Promise.all([migrate(database.url), migrate(database.url)])).toEqual([[], []])
})

test('a database without a migration is refused', async () => {
  const query = (sql: string) => database.db.$queryRawUnsafe<{ migration_name: string }[]>(sql)
  await expect(assertMigrated(query)).resolves.toBeUndefined()
  await database.db.$executeRawUnsafe('DELETE FROM _prisma_migrations')
  await expect(assertMigrated(query)).rejects.toMatchObject({ code: 'database_outdated' })
})
