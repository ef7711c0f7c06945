// The chore that makes fingerprints of articles where there are none yet, or older ones.
import { listUnprinted, putFingerprint } from '#lib/db/fingerprints.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'
import { fingerprint, FINGERPRINT_VERSION } from '#lib/search/fingerprint.ts'

/** A round ends here, and the next one goes on. */
const ROUND_MS = 5_000
const LINKS_PER_PAGE = 50

/** One round. Many workers may do it at once: a fingerprint that is made twice is the same. */
export async function printArticles(
  { db, log }: Pick<Runtime, 'db' | 'log'>,
  roundMs = ROUND_MS,
): Promise<number> {
  const endMs = performance.now() + roundMs
  let count = 0
  for (;;) {
    const links = await listUnprinted(db, FINGERPRINT_VERSION, LINKS_PER_PAGE)
    for (const { linkId, libraryId, text } of links)
      await putFingerprint(db, { linkId, libraryId, ...fingerprint(text), version: FINGERPRINT_VERSION })
    count += links.length
    if (links.length < LINKS_PER_PAGE || performance.now() > endMs) break
  }
  if (count > 0) log.info('articles.printed', { count })
  return count
}
