// Collects the garbage of a thread now, instead of when V8 would.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

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
