// Before the fronts start: a process of its own migrates the database and sees to its first owner, and is gone again.
// The supervisor lives for months; what a migration loads (the engine, the client) must not live in it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import type { Environment } from '#lib/config/process-environment.ts'
import { AppError } from '#lib/kernel/errors.ts'

const MAIN = fileURLToPath(new URL('./prepare-start-main.ts', import.meta.url))

const prepared = z.object({
  /** Opens the first-run page; null once there is an owner. */
  setupToken: z.string().nullable(),
})

export type Prepared = z.output<typeof prepared>

/**
 * Migrates the database of `env.DATABASE_URL`, creates the owner that the settings name, and asks for a one-time
 * token when there is still no owner.
 *
 * @throws AppError `start_failed` when that process fails; what it said is on stderr. The reason of `signal` when it aborts
 */
export async function prepareStart(env: Environment, signal: AbortSignal): Promise<Prepared> {
  signal.throwIfAborted()
  const child = spawn(process.execPath, [MAIN], {
    env: { ...env, NODE_ENV: 'production' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Migrations finish or roll back by themselves: a terminal's Ctrl-C waits for them.
    detached: true,
  })
  let answer: unknown
  child.once('message', (message) => (answer = message))
  const [code] = await once(child, 'exit')
  signal.throwIfAborted()
  if (code !== 0) throw new AppError('start_failed', { service: 'database' })
  return prepared.parse(answer)
}
