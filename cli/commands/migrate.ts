// `linkhome migrate`: brings the database to the schema of this version.
import { loadConfig } from '#lib/config/load-config.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { prepareDatabase } from '#lib/runtime/prepare-database.ts'
import { defineCommand } from '../command.ts'

export const command = defineCommand({
  options: {},
  async run() {
    const { databaseUrl } = loadConfig()
    if (databaseUrl === null) throw new AppError('database_required')
    for (const name of await prepareDatabase(databaseUrl)) process.stdout.write(`${name}\n`)
  },
})
