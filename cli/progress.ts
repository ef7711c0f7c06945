// How far a long command is: on stderr, so that what it prints can be piped; now and then, not for every item. A command
// that is interrupted ends at its next step, and cleans up behind itself.
import { AppError } from '#lib/kernel/errors.ts'

const PAUSE_MS = 2_000

/**
 * A function to be called at every step, which says at most one sentence in two seconds.
 *
 * @returns a function that throws AppError `cancelled` once somebody has asked the process to end
 */
export function sayProgress(): (sentence: () => string) => void {
  let lastMs: number | null = null
  let isInterrupted = false
  // A second time ends it at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => (isInterrupted = true))
  return (sentence) => {
    if (isInterrupted) throw new AppError('cancelled')
    lastMs ??= performance.now()
    if (performance.now() - lastMs < PAUSE_MS) return
    lastMs = performance.now()
    process.stderr.write(`${sentence()}\n`)
  }
}
