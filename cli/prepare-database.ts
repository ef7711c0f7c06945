// Before the fronts start: a process of its own migrates the database and sees to its first owner, and is gone again.
// The supervisor lives for months; what a migration loads (the engine, the client) must not live in it.
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { z } from 'zod'
import type { Environment } from '#lib/config/process-environment.ts'
import { AppError } from '#lib/kernel/errors.ts'

/** Migrating a large library rewrites tables; more than this is a fault. */
const PREPARE_TIMEOUT_MS = 15 * 60_000

const prepared = z.object({
  /** Opens the first-run page; null once there is an owner. */
  setupToken: z.string().nullable(),
})

export type Prepared = z.output<typeof prepared>

/**
 * Migrates the database of `env.DATABASE_URL`, creates the owner that the settings name, and asks for a one-time
 * token when there is still no owner.
 *
 * @throws AppError `start_failed` when that process fails; what it said is on stderr
 */
export async function prepareDatabase(env: Environment, signal: AbortSignal): Promise<Prepared> {
  const main = fileURLToPath(new URL('./prepare-database-main.ts', import.meta.url))
  const options = {
    env: { ...env, NODE_ENV: 'production' as const },
    signal,
    timeout: PREPARE_TIMEOUT_MS,
  }
  const child = promisify(execFile)(process.execPath, [main], options)
  child.child.stderr?.pipe(process.stderr, { end: false })
  const { stdout } = await child.catch((cause: unknown) => {
    signal.throwIfAborted()
    throw new AppError('start_failed', { service: 'database' }, { cause })
  })
  return prepared.parse(JSON.parse(stdout))
}
