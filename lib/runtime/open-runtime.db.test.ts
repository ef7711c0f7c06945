import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadConfig } from '#lib/config/load-config.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { openRuntime } from './open-runtime.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await cloneDatabase()
})
afterAll(() => database.close())

const configWith = (env: Record<string, string>) =>
  loadConfig(
    { NODE_ENV: 'test', LOG_LEVEL: 'silent', LINKHOME_DATA_DIR: '/nonexistent', ...env },
    '/nonexistent',
  )

test('a runtime leaves no connection behind when it closes', async () => {
  const runtime = await openRuntime(configWith({ DATABASE_URL: database.url }), {
    service: 'web',
    role: 'send',
  })
  expect(await runtime.db.link.count()).toBe(0)
  await runtime.close()
  const others = () =>
    database.db.$queryRaw<unknown[]>`SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name <> ''`
  await expect.poll(async () => (await others()).length, { timeout: 10_000 }).toBe(0)
})

test('without a database URL nothing is opened', async () => {
  await expect(openRuntime(configWith({}), { service: 'cli', role: 'send' })).rejects.toMatchObject({
    code: 'config_invalid',
  })
})

test('a database that is behind is refused', async () => {
  await database.db.$executeRaw`DELETE FROM _prisma_migrations`
  await expect(
    openRuntime(configWith({ DATABASE_URL: database.url }), { service: 'web', role: 'send' }),
  ).rejects.toMatchObject({ code: 'database_outdated' })
})
