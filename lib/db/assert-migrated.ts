// Refuses to work on a database that is behind this version.
import { AppError } from '#lib/kernel/errors.ts'

/**
 * The migrations of this version, oldest first: the folders of prisma/migrations. Written down, because the bundled web
 * server has neither the folder nor a way to find it.
 */
export const MIGRATION_NAMES: readonly string[] = [
  '20261123000000_foundation',
  '20261123100000_unfinished_snapshots',
  '20261126174000_artifact_maker',
  '20261126184500_loose_blobs',
  '20261126190000_statistics',
  '20261126193000_interventions',
  '20261126193500_assessment',
  '20261126214500_blob_base',
  '20261126220000_failed_forms',
  '20261126221500_outdated_extractions',
  '20261128134500_record_changes',
  '20261128140500_audit_and_invitations',
  '20261128141000_second_factors',
  '20261128142000_record_moved_tags',
  '20261128171500_old_search_documents',
  '20261128173500_rest_of_page',
  '20261128191000_old_search_documents_in_order',
  '20261128191500_operations',
  '20261128201000_rules',
  '20261128202000_link_addresses',
  '20261128203000_article_fingerprints',
  '20261128221500_capture_options',
  '20261128222000_record_rules_and_addresses',
  '20261128222500_code_of_articles',
  '20261128225000_library_goes',
  '20261129105500_libraries_are_left',
  '20261129110800_versions_of_operations',
  '20261129143000_saved_searches',
  '20261129144500_feeds',
  '20261129150000_search_standing',
  '20261129200000_search_texts',
  '20261129210000_search_sample',
  '20261129220000_vectors_uncompressed',
]

type Query = (sql: string) => Promise<{ migration_name: string }[]>

/** Has this database all migrations of this version? False also for an empty one. */
export async function isMigrated(query: Query): Promise<boolean> {
  const [table] = await query(`SELECT to_regclass('_prisma_migrations')::text AS migration_name`)
  return table?.migration_name != null && (await missingMigrations(query)).length === 0
}

async function missingMigrations(query: Query): Promise<string[]> {
  const applied = await query(
    'SELECT migration_name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  )
  const names = new Set(applied.map((row) => row.migration_name))
  return MIGRATION_NAMES.filter((name) => !names.has(name))
}

/**
 * Refuses to go on with a database that is behind this version's migrations.
 *
 * @throws AppError `database_outdated` with `{ missing }`, how many migrations have not been applied
 */
export async function assertMigrated(query: Query): Promise<void> {
  const missing = await missingMigrations(query).catch((cause: unknown) => {
    throw new AppError('database_outdated', { missing: 'all' }, { cause })
  })
  if (missing.length > 0) throw new AppError('database_outdated', { missing: missing.length })
}
