// Collects garbage when the worker has come to rest.
import { collectGarbage } from '#lib/kernel/collect-garbage.ts'

/** By then the threads that are kept warm after their work (lib/extract, lib/pictures) have ended. */
const REST_MS = 12_000

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
