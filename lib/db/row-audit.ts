// What rows say of each other: found by keyset pages, so that a large library is looked at in little memory.
import type { Digest } from '#lib/kernel/digest.ts'
import type { DbOrTx } from './client.ts'
import { sql, type Sql } from './sql.ts'

const ROWS_PER_PAGE = 500

const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id)

/** Versions that need a blob, by an artifact or a resource; with `throughDeltas` also those that need a delta on it. */
export async function findHolders(
  db: DbOrTx,
  digest: Digest,
  limit: number,
  { throughDeltas = false } = {},
): Promise<string[]> {
  return idsOf(
    await db.$queryRaw<{ id: string }[]>(sql`
      WITH needed AS (
        SELECT ${digest}::char(64) AS "digest"
        UNION SELECT "digest" FROM "Blob" WHERE "baseDigest" = ${digest} AND ${throughDeltas})
      SELECT a."snapshotId" AS "id" FROM "Artifact" a JOIN needed n ON n."digest" = a."blobDigest"
      UNION SELECT r."snapshotId" FROM "Resource" r JOIN needed n ON n."digest" = r."blobDigest"
      ORDER BY 1 LIMIT ${limit}`),
  )
}

async function* walkIds(db: DbOrTx, page: (after: string) => Sql): AsyncGenerator<string> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const ids = idsOf(await db.$queryRaw<{ id: string }[]>(page(after)))
    yield* ids
    if (ids.length < ROWS_PER_PAGE) return
    after = ids.at(-1) ?? ''
  }
}

/** Links that have a ready version and show none, or one that is not ready. */
export function walkWithoutFront(db: DbOrTx): AsyncGenerator<string> {
  return walkIds(
    db,
    (after) => sql`
      SELECT l."id" FROM "Link" l LEFT JOIN "Snapshot" f ON f."id" = l."frontId"
      WHERE l."id" > ${after}::uuid AND f."status" IS DISTINCT FROM 'ready'
        AND EXISTS (SELECT FROM "Snapshot" s WHERE s."linkId" = l."id" AND s."status" = 'ready')
      ORDER BY l."id" LIMIT ${ROWS_PER_PAGE}`,
  )
}

/** Links without a search document. */
export function walkUnindexed(db: DbOrTx): AsyncGenerator<string> {
  return walkIds(
    db,
    (after) => sql`
      SELECT l."id" FROM "Link" l WHERE l."id" > ${after}::uuid
        AND NOT EXISTS (
          SELECT FROM "SearchDocument" d JOIN "SearchText" t ON t."linkId" = d."linkId" WHERE d."linkId" = l."id")
      ORDER BY l."id" LIMIT ${ROWS_PER_PAGE}`,
  )
}

/** Tags whose counter is not the number of their links. */
export function walkMiscounted(db: DbOrTx): AsyncGenerator<string> {
  return walkIds(
    db,
    (after) => sql`
      SELECT t."id" FROM "Tag" t WHERE t."id" > ${after}::uuid
        AND t."linkCount" <> (SELECT count(*) FROM "LinkTag" lt WHERE lt."tagId" = t."id")
      ORDER BY t."id" LIMIT ${ROWS_PER_PAGE}`,
  )
}

/** All links. */
export function walkLinks(db: DbOrTx): AsyncGenerator<string> {
  return walkIds(
    db,
    (after) => sql`SELECT "id" FROM "Link" WHERE "id" > ${after}::uuid ORDER BY "id" LIMIT ${ROWS_PER_PAGE}`,
  )
}
