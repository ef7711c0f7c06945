// The chore that brings links to the newest way of cutting words, beside the traffic: what is due is found again by all its
// words once its turn has come.
import { inTransaction } from '#lib/db/client.ts'
import { lockFront } from '#lib/db/front.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'
import { hasOldGrams, listOldDocuments } from '#lib/search/old-documents.ts'
import { reindexLink } from '#lib/search/reindex-link.ts'

type ReindexDeps = Pick<Runtime, 'db' | 'blobs' | 'log'>

/** A round ends here, and the next one goes on: a sixth of one core when there is one a minute. */
const ROUND_MS = 10_000
const LINKS_PER_PAGE = 50

/**
 * One round: indexes anew some links that an older tokenizer indexed last, each in a transaction of its own. Many workers
 * may do it at once; what one has done, the others pass over.
 *
 * @returns how many were indexed
 */
export async function reindexOutdated({ db, blobs, log }: ReindexDeps, roundMs = ROUND_MS): Promise<number> {
  const endMs = performance.now() + roundMs
  let count = 0
  for (;;) {
    const linkIds = await listOldDocuments(db, LINKS_PER_PAGE)
    for (const linkId of linkIds) {
      const isDone = await inTransaction(db, async (tx) => {
        if ((await lockFront(tx, linkId)) === undefined || !(await hasOldGrams(tx, linkId))) return false
        await reindexLink(tx, blobs, linkId)
        return true
      })
      if (isDone) count += 1
      if (performance.now() > endMs) break
    }
    if (linkIds.length < LINKS_PER_PAGE || performance.now() > endMs) break
  }
  if (count > 0) log.info('links.reindexed', { count })
  return count
}
