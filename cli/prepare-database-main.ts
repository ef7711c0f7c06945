// The process behind prepareDatabase: prints one line of JSON.
import { loadConfig } from '#lib/config/load-config.ts'
import { migrate } from '#lib/db/migrate.ts'
import { AppError } from '#lib/kernel/errors.ts'
import type { Prepared } from './prepare-database.ts'

const { databaseUrl } = loadConfig()
if (databaseUrl === null) throw new AppError('database_required')
await migrate(databaseUrl)
process.stdout.write(`${JSON.stringify({ setupToken: null } satisfies Prepared)}\n`)
