// The chore that brings links to the newest way of cutting words, beside the traffic: what is due is found again by all its
// words once its turn has come.
import { inTransaction } from '#lib/db/client.ts'
import { lockFront } from '#lib/db/front.ts'
import { toAppError } from '#lib/kernel/errors.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'
import { hasOldGrams, listOldDocuments, type OldDocument } from '#lib/search/old-documents.ts'
import { readWordsAhead } from '#lib/search/read-words-ahead.ts'
import { reindexLink } from '#lib/search/reindex-link.ts'

type ReindexDeps = Pick<Runtime, 'db' | 'blobs' | 'log'>

/** A round ends here, and the next one goes on: a sixth of one core when there is one a minute. */
const ROUND_MS = 10_000
const LINKS_PER_PAGE = 50

/**
 * One round: indexes anew some links that an older tokenizer indexed last, each in a transaction of its own. Many workers
 * may do it at once; what one has done, the others pass over. A link that cannot be indexed is told of and passed over
 * as well, until the next round: it must not stand before all others.
 *
 * @returns how many were indexed
 * @throws AppError `unavailable` when the store does not answer: that is no fault of the link
 */
export async function reindexOutdated(deps: ReindexDeps, roundMs = ROUND_MS): Promise<number> {
  const endMs = performance.now() + roundMs
  const counts = { done: 0, failed: 0 }
  for await (const { linkId } of oldDocuments(deps)) {
    try {
      if (await reindex(deps, linkId)) counts.done += 1
    } catch (error) {
      if (toAppError(error).code === 'unavailable') throw error
      deps.log.warn('link.not_reindexed', { linkId, error })
      counts.failed += 1
    }
    // Failures alone end no round: whoever comes behind them would wait for ever.
    if (counts.done > 0 && performance.now() > endMs) break
  }
  if (counts.done > 0) deps.log.info('links.reindexed', counts)
  return counts.done
}

async function* oldDocuments({ db }: ReindexDeps): AsyncGenerator<OldDocument> {
  let page: OldDocument[] = []
  do {
    page = await listOldDocuments(db, LINKS_PER_PAGE, page.at(-1))
    yield* page
  } while (page.length === LINKS_PER_PAGE)
}

async function reindex({ db, blobs }: ReindexDeps, linkId: string): Promise<boolean> {
  const link = await db.link.findUnique({ where: { id: linkId }, select: { frontId: true } })
  const words = await readWordsAhead(db, blobs, link?.frontId ?? null)
  return inTransaction(db, async (tx) => {
    if ((await lockFront(tx, linkId)) === undefined || !(await hasOldGrams(tx, linkId))) return false
    await reindexLink(tx, words, linkId)
    return true
  })
}
