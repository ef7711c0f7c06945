// Search knows links by the names of their tags: when a name changes, its links are indexed anew.
import { inTransaction, type DbOrTx } from '#lib/db/client.ts'
import { lockFront } from '#lib/db/front.ts'
import { indexLink } from '../links/index-link.ts'

/** The links that bear the tag of this key or one below it. */
export async function taggedLinkIds(db: DbOrTx, libraryId: string, key: string): Promise<string[]> {
  const rows = await db.linkTag.findMany({
    where: { tag: { libraryId, OR: [{ key }, { key: { startsWith: `${key}/` } }] } },
    select: { linkId: true },
    distinct: ['linkId'],
  })
  return rows.map(({ linkId }) => linkId)
}

/** Indexes the links one by one, each in its own transaction: thousands of them must not hold one lock. */
export async function reindexLinks(db: DbOrTx, libraryId: string, linkIds: readonly string[]): Promise<void> {
  for (const linkId of linkIds)
    await inTransaction(db, async (tx) => {
      // A capture that becomes ready right now writes the same document.
      await lockFront(tx, linkId)
      await indexLink(tx, libraryId, linkId)
    })
}
