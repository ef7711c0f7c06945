// Search knows links by the names of their tags: a few are indexed at once, many by a chore, which is told of them.
import type { Tx } from '#lib/db/client.ts'
import { lockFront } from '#lib/db/front.ts'
import { noteSearchChanges } from '#lib/db/search-changes.ts'
import { MAX_LINKS_INDEXED_AT_ONCE } from '#lib/kernel/limits.ts'
import { indexLink } from '#lib/search/index-link.ts'

/** Brings what was said anew about these links to search. `tag:` and lists need none of it: they read the rows. */
export async function bringToSearch(tx: Tx, libraryId: string, linkIds: readonly string[]): Promise<void> {
  if (linkIds.length > MAX_LINKS_INDEXED_AT_ONCE) return noteSearchChanges(tx, linkIds)
  // In one order for everybody, so that two of these cannot wait for each other.
  for (const linkId of linkIds.toSorted()) {
    // A capture that becomes ready right now writes the same document.
    await lockFront(tx, linkId)
    await indexLink(tx, libraryId, linkId)
  }
}
