// Makes forms of snapshots: each once, however many ask for it at the same time, and few at once.
import { AppError } from '#lib/kernel/errors.ts'
import { withDeadline } from '#lib/kernel/deadline.ts'
import { MAKE_TIMEOUT_MS, MAX_MAKING, MAX_WAITING_TO_MAKE, PUBLIC_MAKE_LIMIT } from '#lib/kernel/limits.ts'
import { runAtMost } from '#lib/kernel/run-at-most.ts'
import { SlidingWindow } from '#lib/kernel/sliding-window.ts'

export interface Making {
  /**
   * The outcome of `work`; who asks for the same key while it runs waits for the same outcome.
   *
   * @throws AppError `unavailable` when too many wait already, `timeout`, and what `work` throws
   */
  once<T>(key: string, work: (signal: AbortSignal) => Promise<T>): Promise<T>
  /**
   * Counts one making for somebody without an account.
   *
   * @throws AppError `rate_limited` `{ seconds }`
   */
  countStranger(now: Date): void
}

/** One for a process (lib/runtime). */
export function openMaking(): Making {
  const runner = runAtMost(MAX_MAKING)
  const outcomes = new Map<string, Promise<unknown>>()
  const strangers = new SlidingWindow(PUBLIC_MAKE_LIMIT)
  return {
    once<T>(key: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
      const running = outcomes.get(key)
      // The key names what is made: the same key has the same kind of outcome.
      if (running) return running as Promise<T>
      if (runner.waiting() >= MAX_WAITING_TO_MAKE) throw new AppError('unavailable')
      const outcome = runner
        .run(() => withDeadline(MAKE_TIMEOUT_MS, undefined, work))
        .finally(() => outcomes.delete(key))
      outcomes.set(key, outcome)
      return outcome
    },
    countStranger(now) {
      const waitMs = strangers.waitMs('everybody', now.getTime())
      if (waitMs > 0) throw new AppError('rate_limited', { seconds: Math.ceil(waitMs / 1_000) })
      strangers.count('everybody', now.getTime())
    },
  }
}
