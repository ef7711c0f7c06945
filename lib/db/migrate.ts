// Brings a database to the schema of this version: prisma/migrations through Prisma's official WASM schema engine.
import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { PrismaPg } from '@prisma/adapter-pg'
import type * as SchemaEngineModule from '@prisma/schema-engine-wasm/schema_engine_bg'
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { isMigrated } from './assert-migrated.ts'

/** Key of the advisory lock under which migrations run: the letters "link" as a number. */
const MIGRATION_LOCK = 0x6c_69_6e_6b

const MIGRATIONS_DIR = join(import.meta.dirname, '../../prisma/migrations')

async function readMigrations() {
  const entries = await readdir(MIGRATIONS_DIR, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
  return Promise.all(
    names.toSorted().map(async (path) => ({
      path,
      migrationFile: {
        path: 'migration.sql',
        content: {
          tag: 'ok' as const,
          value: await readFile(join(MIGRATIONS_DIR, path, 'migration.sql'), 'utf8'),
        },
      },
    })),
  )
}

/** The engine's glue code holds one WASM instance for the whole process: it is made once. */
let schemaEngineModule: Promise<typeof SchemaEngineModule> | undefined

async function loadSchemaEngine() {
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg')
  const wasm = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm')
    .replace(/schema_engine\.js$/, 'schema_engine_bg.wasm')
  const module = await WebAssembly.compile(new Uint8Array(await readFile(wasm)))
  // The package's own loader fetches the module by URL, which Node refuses for files: instantiate it by hand.
  const bindings = glue as unknown as WebAssembly.ModuleImports & {
    __wbg_set_wasm(exports: WebAssembly.Exports): void
  }
  const instance = await WebAssembly.instantiate(module, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(instance.exports)
  const start = instance.exports.__wbindgen_start
  if (typeof start === 'function') start()
  return glue
}

/** The engine notes that a migration has begun, carries it out, and notes that it is done. */
const SAY_DONE = 'UPDATE _prisma_migrations SET finished_at = now() WHERE finished_at IS NULL'
const FORGET_UNDONE = `
  DO $$ BEGIN
    IF to_regclass('_prisma_migrations') IS NOT NULL THEN DELETE FROM _prisma_migrations WHERE finished_at IS NULL; END IF;
  END $$`

/**
 * Sends a migration whole, in one go: the adapter cuts scripts at every semicolon, also inside of functions
 * (@prisma/adapter-pg 7.10). What PostgreSQL gets in one message it carries out in one transaction: with what the migration
 * does it becomes true that it is done, and one that was cut off or found no room has done nothing.
 */
class WholeScripts extends PrismaPg {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    super(pool)
    this.#pool = pool
  }

  override async connect() {
    const adapter = await super.connect()
    adapter.executeScript = async (script) => void (await this.#pool.query(`${script}\n;${SAY_DONE}`))
    return adapter
  }
}

async function openSchemaEngine(pool: pg.Pool) {
  schemaEngineModule ??= loadSchemaEngine()
  const { SchemaEngine } = await schemaEngineModule
  const factory = bindMigrationAwareSqlAdapterFactory(new WholeScripts(pool))
  return SchemaEngine.new({ datamodels: undefined }, () => {}, factory)
}

async function applyMigrations(url: string): Promise<string[]> {
  // The engine does not close what it opened: it gets a pool that is ours to end.
  const pool = new pg.Pool({ connectionString: url, max: 2 })
  const engine = await openSchemaEngine(pool)
  try {
    // Else the engine would wait for somebody to look at them.
    await pool.query(FORGET_UNDONE)
    const lockfile = {
      path: 'migration_lock.toml',
      content: await readFile(join(MIGRATIONS_DIR, 'migration_lock.toml'), 'utf8'),
    }
    const output = await engine.applyMigrations({
      migrationsList: {
        baseDir: MIGRATIONS_DIR,
        lockfile,
        shadowDbInitScript: '',
        migrationDirectories: await readMigrations(),
      },
      filters: { externalTables: [], externalEnums: [] },
    })
    return output.appliedMigrationNames
  } finally {
    engine.free()
    await pool.end()
  }
}

/**
 * Applies what is missing and returns the names of the migrations applied now. Safe to call from many processes at
 * once: one works, the others wait for its advisory lock and find nothing left to do. When it applied something, the
 * engine leaves a timer of 10 s behind: a process that should end at once has to say so.
 *
 * @param url  PostgreSQL connection URL of a database that exists
 */
export async function migrate(url: string): Promise<string[]> {
  const gate = new pg.Client({ connectionString: url })
  await gate.connect()
  try {
    await gate.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    const query = async (sql: string) => (await gate.query<{ migration_name: string }>(sql)).rows
    // Loading the engine costs more than all the rest of a start, and mostly there is nothing for it to do.
    return (await isMigrated(query)) ? [] : await applyMigrations(url)
  } finally {
    await gate.end()
  }
}
