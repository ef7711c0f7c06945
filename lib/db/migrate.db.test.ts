import { afterAll, beforeAll, expect, test } from 'vitest'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { assertMigrated, MIGRATION_NAMES } from './assert-migrated.ts'
import { migrate } from './migrate.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.close())

test('a migrated database is left alone, also by two processes at once', async () => {
  expect(await Promise.all([migrate(database.url), migrate(database.url)])).toEqual([[], []])
})

const LAST = MIGRATION_NAMES.at(-1)
const storage = async () => {
  const [row] = await database.db.$queryRaw<{ storage: string }[]>`
    SELECT attstorage::text AS storage FROM pg_attribute
    WHERE attrelid = '"SearchDocument"'::regclass AND attname = 'bodyVector'`
  return row?.storage
}

test('a migration that was cut off, or failed on a full disk, is applied by the next start', async () => {
  const { db, url } = database
  await db.$executeRaw`ALTER TABLE "SearchDocument" ALTER "bodyVector" SET STORAGE EXTENDED`
  await db.$executeRaw`UPDATE _prisma_migrations SET finished_at = NULL, applied_steps_count = 0, logs = 'No space left on device' WHERE migration_name = ${LAST}`
  expect(await migrate(url)).toEqual([LAST])
  expect(await storage()).toBe('e')
  expect(await migrate(url)).toEqual([])
})

test('what a migration does and that it was done become true together', async () => {
  const { db, url } = database
  await db.$executeRaw`DELETE FROM _prisma_migrations WHERE migration_name = ${LAST}`
  // Nobody can say that it was done.
  await db.$executeRaw`
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'killed'; END $$`
  await db.$executeRaw`
    CREATE TRIGGER refuse BEFORE UPDATE ON _prisma_migrations FOR EACH ROW
    WHEN (NEW.finished_at IS NOT NULL) EXECUTE FUNCTION refuse()`
  await db.$executeRaw`ALTER TABLE "SearchDocument" ALTER "bodyVector" SET STORAGE EXTENDED`
  await expect(migrate(url)).rejects.toThrow('external connector error')
  expect(await storage()).toBe('x')
  await db.$executeRaw`DROP FUNCTION refuse CASCADE`
  expect(await migrate(url)).toEqual([LAST])
  expect(await storage()).toBe('e')
})

test('a database without a migration is refused', async () => {
  const query = (sql: string) => database.db.$queryRawUnsafe<{ migration_name: string }[]>(sql)
  await expect(assertMigrated(query)).resolves.toBeUndefined()
  await database.db.$executeRawUnsafe('DELETE FROM _prisma_migrations')
  await expect(assertMigrated(query)).rejects.toMatchObject({ code: 'database_outdated' })
})
