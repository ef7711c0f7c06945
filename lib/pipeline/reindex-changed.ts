// The chore that brings links to search whose tags were changed by the thousand: until a link's turn has come, it is found
// by its tags through `tag:`, and by their names as words only as they were.
import { inTransaction } from '#lib/db/client.ts'
import { lockFront } from '#lib/db/front.ts'
import { takeSearchChanges } from '#lib/db/search-changes.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'
import { indexLink } from '#lib/search/index-link.ts'

/** A round ends here, and the next one goes on. */
const ROUND_MS = 10_000
/** Links of one transaction: it holds their locks. */
const LINKS_AT_ONCE = 20

/**
 * One round. Many workers may do it at once: each takes its own links.
 *
 * @returns how many were indexed
 */
export async function reindexChanged(
  { db, log }: Pick<Runtime, 'db' | 'log'>,
  roundMs = ROUND_MS,
): Promise<number> {
  const endMs = performance.now() + roundMs
  let count = 0
  for (;;) {
    const taken = await inTransaction(db, async (tx) => {
      const links = await takeSearchChanges(tx, LINKS_AT_ONCE)
      for (const { linkId, libraryId } of links) {
        await lockFront(tx, linkId)
        await indexLink(tx, libraryId, linkId)
      }
      return links.length
    })
    count += taken
    // Notes of links that are gone may be followed by others: the next round sees to them.
    if (taken === 0 || performance.now() > endMs) break
  }
  if (count > 0) log.info('links.reindexed', { count, why: 'changed' })
  return count
}
