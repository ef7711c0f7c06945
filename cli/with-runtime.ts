// The runtime of a command that ends: on the database of the settings, of a running `start`, or one started for it.
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { loadConfig, type Config } from '#lib/config/load-config.ts'
import { ensureSecret } from '#lib/config/secrets.ts'
import { findEmbedded, startEmbedded } from '#lib/db/embedded.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { openRuntime, type Runtime } from '#lib/runtime/open-runtime.ts'
import { prepareDatabase } from '#lib/runtime/prepare-database.ts'
import { holderOf, lockDataDir } from './instance-lock.ts'
import { requireDatabase } from './require-database.ts'

/** A `start` that holds the folder has its database up within this time, or never. */
const WAIT_FOR_START_MS = 30_000

/**
 * Runs `work` with a runtime, beside a running server as well as before the first start, and closes it afterwards.
 *
 * @throws what `work` throws; AppError `database_failed`, `already_running` when a start hangs half-way
 */
export async function withRuntime<T>(work: (runtime: Runtime) => Promise<T>): Promise<T> {
  const config = loadConfig()
  const house = new AsyncDisposableStack()
  try {
    const databaseUrl = config.databaseUrl ?? (await embeddedUrl(config, house))
    const secret = config.secret ?? (await ensureSecret(config.dataDir))
    // Its one line of output is for scripts: the log of a command that ends stays quiet unless something is wrong.
    const quiet = { ...config, databaseUrl, secret, logLevel: 'warn' }
    const runtime = await openRuntime(quiet, { service: 'cli', role: 'send' })
    house.defer(() => runtime.close())
    return await work(runtime)
  } finally {
    await house.disposeAsync()
  }
}

/** The database of a running `start`; without one, the same cluster is started and migrated for as long as needed. */
async function embeddedUrl(config: Config, house: AsyncDisposableStack): Promise<string> {
  const dataDir = join(config.dataDir, 'postgres')
  const deadline = Date.now() + WAIT_FOR_START_MS
  for (;;) {
    // The database of another command like this one is about to be stopped: only that of a `start` is shared.
    const running = (await holderOf(config.dataDir)) === 'start' ? await findEmbedded(dataDir) : null
    if (running && (await isReady(running.url))) return running.url
    try {
      house.use(await lockDataDir(config.dataDir, 'command'))
      break
    } catch (error) {
      // A `start` on its way up, or another command: both are done with it soon.
      if (!(error instanceof AppError) || Date.now() > deadline) throw error
      await delay(200)
    }
  }
  const database = await startEmbedded({ dataDir })
  house.defer(() => database.stop())
  await prepareDatabase(database.url)
  return database.url
}

/** Does it answer, and has the `start` that owns it migrated it? */
const isReady = (databaseUrl: string) =>
  requireDatabase({ databaseUrl }).then(
    () => true,
    () => false, // not yet: asked again until the deadline
  )
