// Runs many small pieces of work with a bound on how many run at once, and tells when all are done.

export interface Runner {
  /** Starts `work` when there is room; the promise is that of the work. */
  run<T>(work: () => Promise<T>): Promise<T>
  /** How many wait for room. */
  waiting(): number
  /** Resolves when nothing runs and nothing waits; rejects with the signal's reason when that comes first. */
  idle(signal: AbortSignal): Promise<void>
}

/** A runner for at most `limit` pieces of work at once, in the order in which they came. */
export function runAtMost(limit: number): Runner {
  const waiting: (() => void)[] = []
  let sleepers: (() => void)[] = []
  let running = 0

  function finished() {
    const next = waiting.shift()
    // The slot goes straight to the next one: nobody who comes in between may take it.
    if (next) return next()
    running -= 1
    if (running > 0) return
    for (const wake of sleepers.splice(0)) wake()
  }

  return {
    async run(work) {
      if (running < limit) running += 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      try {
        return await work()
      } finally {
        finished()
      }
    },
    waiting: () => waiting.length,
    idle(signal) {
      return new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        if (running === 0 && waiting.length === 0) return resolve()
        const wake = () => {
          signal.removeEventListener('abort', stop)
          resolve()
        }
        const stop = () => {
          sleepers = sleepers.filter((other) => other !== wake)
          reject(signal.reason)
        }
        sleepers.push(wake)
        signal.addEventListener('abort', stop, { once: true })
      })
    },
  }
}
