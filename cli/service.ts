// A process that is kept alive: started again when it ends by itself, stopped in time when it should end.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import type { Environment } from '#lib/config/process-environment.ts'
import type { Log } from '#lib/kernel/log.ts'

/** Waiting before a restart doubles from the first to the last; a process that lived for a minute begins anew. */
const FIRST_BACKOFF_MS = 250
const LAST_BACKOFF_MS = 15_000
const HEALTHY_AFTER_MS = 60_000

/** What can be kept alive: a process that has started, and how it is asked to end. */
export interface Running {
  process: ChildProcess
  stop(): Promise<void>
}

export interface Service extends AsyncDisposable {
  /** How often it has ended by itself. */
  readonly deaths: number
}

/**
 * Starts `start()` and starts it again whenever its process ends, or the start itself fails, until it is disposed.
 *
 * @throws what the very first `start()` throws: a service that cannot start at all is no service
 */
export async function keepAlive(name: string, log: Log, start: () => Promise<Running>): Promise<Service> {
  const ending = new AbortController()
  const service = { deaths: 0, running: await start() }

  const watch = async () => {
    let backoffMs = FIRST_BACKOFF_MS
    while (!ending.signal.aborted) {
      const since = Date.now()
      await ended(service.running.process)
      if (ending.signal.aborted) return
      service.deaths += 1
      backoffMs =
        Date.now() - since > HEALTHY_AFTER_MS ? FIRST_BACKOFF_MS : Math.min(backoffMs * 2, LAST_BACKOFF_MS)
      const { exitCode, signalCode } = service.running.process
      log.warn('service.died', { name, exitCode, signalCode, restartInMs: backoffMs })
      // Rejects only when the service is disposed meanwhile; the loop then ends.
      await delay(backoffMs, undefined, { signal: ending.signal }).catch(() => {})
      if (ending.signal.aborted) return
      const next = await start().catch((error: unknown) => log.error('service.start_failed', { name, error }))
      if (next) service.running = next
    }
  }
  const watching = watch()

  return {
    get deaths() {
      return service.deaths
    },
    async [Symbol.asyncDispose]() {
      ending.abort()
      await service.running.stop()
      // A restart that was under way: what it started is stopped too.
      await watching
      await service.running.stop()
    },
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

export interface NodeProcess {
  /** Arguments of Node: a file and its own arguments. */
  args: string[]
  env: Environment
  /** How long it may take to end after SIGTERM. */
  graceMs: number
}

const END_WITH_PARENT = new URL('./end-with-parent.ts', import.meta.url).href

/** Spawns Node as a member of a process group of its own, bound to our life by a channel. */
export async function spawnNode({ args, env, graceMs }: NodeProcess): Promise<Running> {
  const child = spawn(process.execPath, ['--import', END_WITH_PARENT, ...args], {
    env: { ...env, NODE_ENV: 'production' },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    // Its own group: a terminal's Ctrl-C must reach it through our ordered stop only.
    detached: true,
  })
  await once(child, 'spawn')
  // What it leaves in its group when it dies is of no use to its successor.
  child.once('exit', () => killGroup(child))
  return { process: child, stop: () => stopProcess(child, graceMs) }
}

async function stopProcess(child: ChildProcess, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const hurry = setTimeout(() => killGroup(child), graceMs)
  await exited
  clearTimeout(hurry)
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // ESRCH: nobody is left in the group
  }
}
