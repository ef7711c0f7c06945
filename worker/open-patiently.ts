// Opens the runtime also when the database comes up later than the worker.
import { setTimeout as delay } from 'node:timers/promises'
import type { Config } from '#lib/config/load-config.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { openLog } from '#lib/kernel/log.ts'
import { openRuntime, type Runtime } from '#lib/runtime/open-runtime.ts'

const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 5_000

/**
 * Tries again with growing pauses until the database answers: a worker that dies instead would be restarted in a loop.
 *
 * @throws AppError when waiting cannot help (no database URL), and the reason of `signal`
 */
export async function openPatiently(config: Config, signal: AbortSignal): Promise<Runtime> {
  const log = openLog('worker', config.logLevel)
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await openRuntime(config, { service: 'worker', role: 'work' })
    } catch (error) {
      if (error instanceof AppError && error.code === 'config_invalid') throw error
      log.warn('worker.waiting_for_database', { error })
      await delay(pauseMs, undefined, { signal })
    }
  }
}
