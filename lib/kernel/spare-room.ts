// Lets work that can wait begin only while the work that cannot has room to spare.
import { setTimeout as delay } from 'node:timers/promises'

export interface SpareRoom {
  /** Runs urgent work at once, and counts it. */
  urgent<T>(work: () => Promise<T>): Promise<T>
  /**
   * Resolves as soon as there has been room for some time; rejects with the signal's reason when that comes first. Room
   * for a moment is none: the next urgent work is on its way.
   */
  free(signal: AbortSignal): Promise<void>
}

/**
 * @param limit   urgent works at once that leave no room
 * @param freeMs  how long there must have been room
 */
export function openSpareRoom(limit: number, freeMs: number): SpareRoom {
  const waiting = new Set<() => void>()
  let running = 0
  let begun = 0

  async function change(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    waiting.add(resolve)
    signal.addEventListener('abort', () => resolve(), { once: true })
    await promise
    waiting.delete(resolve)
    signal.throwIfAborted()
  }

  return {
    async urgent(work) {
      running += 1
      begun += 1
      try {
        return await work()
      } finally {
        running -= 1
        for (const wake of waiting) wake()
      }
    },
    async free(signal) {
      signal.throwIfAborted()
      for (;;) {
        if (running >= limit) {
          await change(signal)
          continue
        }
        const before = begun
        await delay(freeMs, undefined, { signal })
        if (before === begun) return
      }
    },
  }
}
