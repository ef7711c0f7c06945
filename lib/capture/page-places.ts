// Pages that are open at once in a worker: as many as it may have, and fewer while those that are open hold much.
import { setTimeout as delay } from 'node:timers/promises'
import { PAGE_MEMORY_BYTES, WORKER_MEMORY_BYTES } from '#lib/kernel/limits.ts'
import { openPlaces, type Places } from '#lib/kernel/places.ts'
import { runAtMost } from '#lib/kernel/run-at-most.ts'

/** Nobody waits longer for the pages of others to let go of memory: one that never does must not stop them. */
const WAIT_MS = 3_000
const LOOK_MS = 100
/** A page takes this long to come to what it holds; until then it counts for what it has not taken yet. */
const GROWING_MS = 1_500

export interface PagePlacesOptions {
  limit: number
  /** What worker and browsers hold at this moment, in bytes; null where nobody can tell. */
  memoryBytes(): Promise<number | null>
  /** Above it no page is opened beside another one. */
  markBytes?: number
  waitMs?: number
  growingMs?: number
  lookMs?: number
}

/** Places of pages, in the order of asking; they are given back when the page is closed. */
export function openPagePlaces({
  limit,
  memoryBytes,
  markBytes = WORKER_MEMORY_BYTES + limit * PAGE_MEMORY_BYTES,
  waitMs = WAIT_MS,
  growingMs = GROWING_MS,
  lookMs = LOOK_MS,
}: PagePlacesOptions): Places {
  const places = openPlaces(limit)
  // One looks at a time: two would both take what is there for one.
  const looking = runAtMost(1)
  let open = 0
  let openedAt = -Infinity

  async function isShort(): Promise<boolean> {
    if (open === 0) return false
    const held = (await memoryBytes()) ?? 0
    const growing = Math.max(0, 1 - (performance.now() - openedAt) / growingMs)
    return held + growing * PAGE_MEMORY_BYTES > markBytes
  }

  async function waitForMemory(signal: AbortSignal): Promise<void> {
    const until = performance.now() + waitMs
    while (!signal.aborted && performance.now() < until && (await isShort())) await delay(lookMs)
    open += 1
    openedAt = performance.now()
  }

  return {
    async take(signal) {
      const leave = await places.take(signal)
      await looking.run(() => waitForMemory(signal))
      let isHere = true
      return () => {
        if (isHere) open -= 1
        isHere = false
        leave()
      }
    },
  }
}
