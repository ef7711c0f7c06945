// Refuses to work on a database that is behind this version.
import { AppError } from '#lib/kernel/errors.ts'

/**
 * The migrations of this version, oldest first: the folders of prisma/migrations. Written down, because the bundled web
 * server has neither the folder nor a way to find it.
 */
export const MIGRATION_NAMES: readonly string[] = [
  '20261123000000_foundation',
  '20261123100000_unfinished_snapshots',
]

/**
 * Refuses to go on with a database that is behind this version's migrations.
 *
 * @throws AppError `database_outdated` with `{ missing }`, how many migrations have not been applied
 */
export async function assertMigrated(
  query: (sql: string) => Promise<{ migration_name: string }[]>,
): Promise<void> {
  const applied = await query(
    'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  ).catch((cause: unknown) => {
    throw new AppError('database_outdated', { missing: 'all' }, { cause })
  })
  const names = new Set(applied.map((row) => row.migration_name))
  const missing = MIGRATION_NAMES.filter((name) => !names.has(name))
  if (missing.length > 0) throw new AppError('database_outdated', { missing: missing.length })
}
