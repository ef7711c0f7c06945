// Collects garbage when the worker has come to rest.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** By then the threads that are kept warm after their work (lib/extract, lib/pictures) have ended. */
const REST_MS = 12_000

/**
 * Collects what nothing holds, at once. V8 does so when something is allocated, which nobody does who waits for work, and
 * it does not count what natives hold for dead objects: after hostile pages a resting worker kept 799 MiB, and 252
 * once its garbage was collected (npm run bench:hostile).
 */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as (how: object) => void
  // Until nothing more is found: what a dead object held dies in the next round only.
  collect({ type: 'major', flavor: 'last-resort' })
}

/**
 * Tells when there is work: `during` runs it, and `collect` is called once when there has been none for a while. That
 * counts from now: loading leaves garbage, too, and a worker without work would keep it.
 */
export function openRest(collect = collectGarbage): { during<T>(work: () => Promise<T>): Promise<T> } {
  let active = 0
  const begin = () => setTimeout(collect, REST_MS).unref()
  let timer = begin()
  return {
    async during(work) {
      active += 1
      clearTimeout(timer)
      try {
        return await work()
      } finally {
        active -= 1
        if (active === 0) timer = begin()
      }
    },
  }
}
