// The process behind prepareStart: tells its parent what it found, and ends.
import { loadConfig } from '#lib/config/load-config.ts'
import { openDb } from '#lib/db/client.ts'
import { openLog } from '#lib/kernel/log.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { prepareDatabase } from '#lib/runtime/prepare-database.ts'
import { ensureOwner } from '#lib/usecases/account/ensure-owner.ts'
import { issueSetupToken } from '#lib/usecases/account/setup-token.ts'
import type { Prepared } from './prepare-start.ts'

const config = loadConfig()
const { databaseUrl } = config
if (databaseUrl === null) throw new AppError('database_required')
await prepareDatabase(databaseUrl)
const db = openDb(databaseUrl, { poolSize: 1 })
try {
  await ensureOwner({ config, db, log: openLog('start', config.logLevel) })
  const told: Prepared = { setupToken: await issueSetupToken({ db }) }
  await new Promise((sent) => process.send?.(told, sent))
} finally {
  await db.$disconnect()
}
// Migrating leaves a timer behind (see `migrate`) for which nobody should wait.
process.exit()
