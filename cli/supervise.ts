// The supervisor's order: database, its migrations, worker, web. Each is kept alive; the stack ends them in reverse.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '#lib/config/load-config.ts'
import { serviceEnvironment, WEB_FLAGS, WORKER_FLAGS } from '#lib/config/process-environment.ts'
import { ensureSecret } from '#lib/config/secrets.ts'
import { startEmbedded } from '#lib/db/embedded.ts'
import type { Log } from '#lib/kernel/log.ts'
import { lockDataDir } from './instance-lock.ts'
import { claimPort, waitUntilHealthy } from './listening.ts'
import { prepareStart } from './prepare-start.ts'
import { keepAlive, spawnNode } from './service.ts'

/** The web ends the answers it has begun; the worker gives its captures back. */
const WEB_GRACE_MS = 10_000
const WORKER_GRACE_MS = 30_000

const CLI = fileURLToPath(new URL('./main.ts', import.meta.url))
const WORKER = fileURLToPath(new URL('../worker/main.ts', import.meta.url))

export interface OpenHouse {
  /** Public origin. */
  address: string
  /** One-time link that creates the owner; null once there is one. */
  setupUrl: string | null
}

/**
 * Brings everything up and returns when the web answers. What has been opened is on `house` by then, also when this
 * throws half-way: the caller disposes it in either case.
 *
 * @throws AppError `already_running`, `port_taken`, `database_failed`, `start_failed`; the reason of `asked` when it aborts
 */
export async function openHouse(
  config: Config,
  house: AsyncDisposableStack,
  log: Log,
  asked: AbortSignal,
): Promise<OpenHouse> {
  house.use(await lockDataDir(config.dataDir, 'start'))
  const port = await claimPort(config.host, config.port)
  const secret = config.secret ?? (await ensureSecret(config.dataDir))
  const databaseUrl = config.databaseUrl ?? (await openDatabase(config, house, log))
  const given = { DATABASE_URL: databaseUrl, PORT: String(port) }
  const { setupToken } = await prepareStart(serviceEnvironment('prepare', given), asked)

  const worker = {
    args: [...WORKER_FLAGS, WORKER],
    env: serviceEnvironment('worker', given),
    graceMs: WORKER_GRACE_MS,
  }
  house.use(await keepAlive('worker', log, () => spawnNode(worker)))
  const webEnvironment = serviceEnvironment('web', { ...given, LINKHOME_SECRET: secret })
  const web = { args: [...WEB_FLAGS, CLI, 'web'], env: webEnvironment, graceMs: WEB_GRACE_MS }
  const front = house.use(await keepAlive('web', log, () => spawnNode(web)))
  await waitUntilHealthy({ host: config.host, port }, front, asked)

  // Port 0 means any free one; only now is it known which.
  const address = config.port === 0 ? config.baseUrl.replace(/:0$/, `:${port}`) : config.baseUrl
  return { address, setupUrl: setupToken === null ? null : `${address}/setup?token=${setupToken}` }
}

async function openDatabase(config: Config, house: AsyncDisposableStack, log: Log): Promise<string> {
  let port: number | undefined
  let url = ''
  const start = async () => {
    // Started again it keeps its port: the other processes hold the URL.
    const database = await startEmbedded({ dataDir: join(config.dataDir, 'postgres'), port })
    ;({ port, url } = database)
    return database
  }
  house.use(await keepAlive('database', log, start))
  return url
}
