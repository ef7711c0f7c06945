// A sliding window: how often a key did something lately. In the memory of one process.

export interface Window {
  count: number
  windowMs: number
}

/** Keys remembered at most: an attacker who invents keys must not grow the map without end. */
const MAX_KEYS = 10_000

/**
 * Remembers the moments of each key for the length of the window.
 *
 * Each process counts for itself: with N web processes the limit is up to N times as wide. That is enough against
 * guessing and floods; an exact limit across machines would cost a write to the database per request.
 */
export class SlidingWindow {
  readonly #momentsByKey = new Map<string, number[]>()
  readonly #limit: Window

  constructor(limit: Window) {
    this.#limit = limit
  }

  /** Milliseconds until the key may go on; 0 when it may now. Counts nothing. */
  waitMs(key: string, nowMs: number): number {
    const moments = this.#recent(key, nowMs)
    if (moments.length < this.#limit.count) return 0
    const oldest = moments[moments.length - this.#limit.count] ?? nowMs
    return oldest + this.#limit.windowMs - nowMs
  }

  /** Counts one moment of the key. */
  count(key: string, nowMs: number): void {
    const moments = this.#recent(key, nowMs)
    // Moved to the end of the map: its first key is then the one untouched for longest.
    this.#momentsByKey.delete(key)
    this.#momentsByKey.set(key, [...moments, nowMs].slice(-this.#limit.count))
    if (this.#momentsByKey.size <= MAX_KEYS) return
    const untouched = this.#momentsByKey.keys().next().value
    if (untouched !== undefined) this.#momentsByKey.delete(untouched)
  }

  /** Takes back the last moment counted: it turned out to be harmless. */
  takeBack(key: string): void {
    this.#momentsByKey.get(key)?.pop()
  }

  /** Forgets the key altogether. */
  forget(key: string): void {
    this.#momentsByKey.delete(key)
  }

  #recent(key: string, nowMs: number): number[] {
    return (this.#momentsByKey.get(key) ?? []).filter((moment) => moment > nowMs - this.#limit.windowMs)
  }
}
