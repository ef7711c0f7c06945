// Does chores again and again, each at once and then after its pause, until it is stopped.
import type { Log } from '#lib/kernel/log.ts'

interface Repeated {
  name: string
  everyMs: number
  run(): Promise<unknown>
}

/** Starts the chores; a round that fails is logged, and the next one tries again. `stop` waits for running rounds. */
export function keepDoing(repeated: readonly Repeated[], log: Log): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const loops = repeated.map(async ({ name, everyMs, run }) => {
    while (!stopping.signal.aborted) {
      await run().catch((error: unknown) => log.warn('chore.failed', { name, error }))
      await pause(everyMs, stopping.signal)
    }
  })
  return {
    async stop() {
      stopping.abort()
      await Promise.all(loops)
    },
  }
}

function pause(durationMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve()
    const timer = setTimeout(resolve, durationMs)
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true })
    return undefined
  })
}
