// What every front asks before it works: a database of this version.
import pg from 'pg'
import type { Config } from '#lib/config/load-config.ts'
import { assertMigrated } from '#lib/db/assert-migrated.ts'
import { AppError } from '#lib/kernel/errors.ts'

/** @throws AppError `database_required` without a URL, `database_outdated` when migrations are missing */
export async function requireDatabase(config: Pick<Config, 'databaseUrl'>): Promise<string> {
  if (config.databaseUrl === null) throw new AppError('database_required')
  const client = new pg.Client({ connectionString: config.databaseUrl, connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    await assertMigrated(async (sql) => (await client.query<{ migration_name: string }>(sql)).rows)
  } finally {
    await client.end()
  }
  return config.databaseUrl
}
