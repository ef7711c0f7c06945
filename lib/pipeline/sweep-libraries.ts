// The chore that takes away what removed people left, beside the traffic: cut off anywhere, the next round goes on.
import { inTransaction } from '#lib/db/client.ts'
import { dropSomeOfLibrary, listLeftLibraries } from '#lib/db/left-libraries.ts'
import { HEAVY_LINKS_PER_STEP } from '#lib/kernel/limits.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'

/** A round ends here, and the next one goes on. */
const ROUND_MS = 5_000

/**
 * One round. Many workers may do it at once: they take turns with a library.
 *
 * @returns how many libraries are gone
 */
export async function sweepLibraries(
  { db, log }: Pick<Runtime, 'db' | 'log'>,
  { roundMs = ROUND_MS, linksPerStep = HEAVY_LINKS_PER_STEP } = {},
): Promise<number> {
  const endMs = performance.now() + roundMs
  let count = 0
  for (const libraryId of await listLeftLibraries(db)) {
    while (!(await inTransaction(db, (tx) => dropSomeOfLibrary(tx, libraryId, linksPerStep))))
      if (performance.now() > endMs) return count
    log.info('library.swept', { libraryId })
    count += 1
  }
  return count
}
