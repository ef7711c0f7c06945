// `linkhome web`: the web front alone, on a database that is already migrated.
import { existsSync } from 'node:fs'
import { loadConfig } from '#lib/config/load-config.ts'
import { pinEnvironment } from '#lib/config/process-environment.ts'
import { ensureSecret } from '#lib/config/secrets.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { defineCommand } from '../command.ts'
import { requireDatabase } from '../require-database.ts'

const SERVER = new URL('../../.next/standalone/server.js', import.meta.url)

export const command = defineCommand({
  options: {},
  async run() {
    const config = loadConfig()
    if (!existsSync(SERVER)) throw new AppError('not_built')
    await requireDatabase(config)
    const secret = config.secret ?? (await ensureSecret(config.dataDir))
    // Next's server reads its address from these two, and changes into its own folder.
    pinEnvironment({ PORT: String(config.port), HOSTNAME: config.host, LINKHOME_SECRET: secret })
    // Next greets on stdout, where our logs are lines of JSON; those do not pass through the console.
    console.log = () => {}
    await import(SERVER.href)
    // Next ends this process by itself when it is asked to stop.
    return new Promise(() => {})
  },
})
