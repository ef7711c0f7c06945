// A runtime for tests: a cloned database, a folder of blobs of its own, and the settings of the product.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '#lib/config/load-config.ts'
import { openRuntime, type Runtime } from '#lib/runtime/open-runtime.ts'
import { cloneDatabase } from './database.ts'

export interface TestRuntime extends Runtime {
  databaseUrl: string
  /** Folder that holds everything of this runtime. */
  folder: string
}

/** Opens a runtime that can send and work; `env` are settings over the defaults. `close` removes all of it. */
export async function openTestRuntime(env: Record<string, string> = {}): Promise<TestRuntime> {
  const database = await cloneDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'linkhome-runtime-'))
  const settings = {
    NODE_ENV: 'test' as const,
    LOG_LEVEL: 'silent',
    LINKHOME_DATA_DIR: folder,
    DATABASE_URL: database.url,
    LINKHOME_SECRET: 'a secret for tests, of 32 characters or more',
    ...env,
  }
  const runtime = await openRuntime(loadConfig(settings, folder), { service: 'worker', role: 'work' })
  return {
    ...runtime,
    databaseUrl: database.url,
    folder,
    async close() {
      await runtime.close()
      await database.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
