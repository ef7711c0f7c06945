// `linkhome worker`: the worker alone, on a database that is already migrated. N of them may run on N machines.
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { loadConfig } from '#lib/config/load-config.ts'
import { serviceEnvironment, WORKER_FLAGS } from '#lib/config/process-environment.ts'
import { defineCommand } from '../command.ts'
import { requireDatabase } from '../require-database.ts'
import { spawnNode } from '../service.ts'

const WORKER = fileURLToPath(new URL('../../worker/main.ts', import.meta.url))
const GRACE_MS = 30_000

export const command = defineCommand({
  options: {},
  async run() {
    const databaseUrl = await requireDatabase(loadConfig())
    const env = serviceEnvironment('worker', { DATABASE_URL: databaseUrl })
    const worker = await spawnNode({ args: [...WORKER_FLAGS, WORKER], env, graceMs: GRACE_MS })
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.on(signal, () => void worker.stop())
    const [code] = await once(worker.process, 'exit')
    return typeof code === 'number' ? code : 1
  },
})
