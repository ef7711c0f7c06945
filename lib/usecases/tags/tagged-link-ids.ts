// Who bears a tag.
import type { DbOrTx } from '#lib/db/client.ts'

/** The links that bear the tag of this key or one below it. */
export async function taggedLinkIds(db: DbOrTx, libraryId: string, key: string): Promise<string[]> {
  const rows = await db.linkTag.findMany({
    where: { tag: { libraryId, OR: [{ key }, { key: { startsWith: `${key}/` } }] } },
    select: { linkId: true },
    distinct: ['linkId'],
  })
  return rows.map(({ linkId }) => linkId)
}
