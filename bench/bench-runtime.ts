// A runtime for benches: an embedded PostgreSQL as the product starts it, migrated, in a temporary folder.
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '#lib/config/load-config.ts'
import { startEmbedded } from '#lib/db/embedded.ts'
import { openRuntime, type Runtime } from '#lib/runtime/open-runtime.ts'
import { prepareDatabase } from '#lib/runtime/prepare-database.ts'

/** Opens it; disposing of it leaves nothing behind. */
export async function openBenchRuntime(): Promise<Runtime & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'linkhome-bench-'))
  await chmod(folder, 0o755)
  const server = await startEmbedded({ dataDir: join(folder, 'postgres') })
  await prepareDatabase(server.url)
  const settings = {
    NODE_ENV: 'test' as const,
    LOG_LEVEL: 'silent',
    LINKHOME_DATA_DIR: folder,
    DATABASE_URL: server.url,
    LINKHOME_SECRET: 'a secret for benches, of 32 characters or more',
    LINKHOME_SUBMIT_LIMIT: '0',
  }
  const runtime = await openRuntime(loadConfig(settings, folder), { service: 'web', role: 'send' })
  return {
    ...runtime,
    async [Symbol.asyncDispose]() {
      await runtime.close()
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
