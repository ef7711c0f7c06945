// Links whose words have changed and whose search documents have not yet: noted in the transaction of the change.
import type { Tx } from './client.ts'
import { sql } from './sql.ts'

/** Notes links for the chore that indexes them anew. */
export async function noteSearchChanges(tx: Tx, linkIds: readonly string[]): Promise<void> {
  if (linkIds.length === 0) return
  await tx.$executeRaw(sql`INSERT INTO "SearchChange" ("linkId") SELECT unnest(${[...linkIds]}::uuid[])`)
}

/**
 * Takes the oldest notes with all others of the same links; they are gone when the transaction ends well. What is noted
 * meanwhile stays.
 */
export async function takeSearchChanges(
  tx: Tx,
  limit: number,
): Promise<{ linkId: string; libraryId: string }[]> {
  const oldest = await tx.$queryRaw<{ linkId: string }[]>(sql`
    SELECT "linkId" FROM "SearchChange" ORDER BY "id" LIMIT ${limit}::int FOR UPDATE SKIP LOCKED`)
  const linkIds = [...new Set(oldest.map(({ linkId }) => linkId))]
  if (linkIds.length === 0) return []
  await tx.searchChange.deleteMany({ where: { linkId: { in: linkIds } } })
  return tx.$queryRaw(sql`
    SELECT "id" AS "linkId", "libraryId" FROM "Link" WHERE "id" = ANY(${linkIds}::uuid[]) ORDER BY "id"`)
}
