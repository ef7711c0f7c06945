// Fingerprints of articles: which links of a library hold nearly the same text.
import type { DbOrTx } from './client.ts'
import { sql } from './sql.ts'

interface FingerprintRow {
  linkId: string
  libraryId: string
  hash: bigint
  bands: number[]
  textLength: number
  version: number
}

export async function putFingerprint(db: DbOrTx, { linkId, ...fingerprint }: FingerprintRow): Promise<void> {
  await db.articleFingerprint.upsert({
    where: { linkId },
    create: { linkId, ...fingerprint },
    update: fingerprint,
  })
}

/** Texts whose fingerprints are of an older version, or were never made. */
export function listUnprinted(
  db: DbOrTx,
  version: number,
  limit: number,
): Promise<{ linkId: string; libraryId: string; text: string }[]> {
  return db.$queryRaw(sql`
    SELECT f."linkId", f."libraryId", coalesce(t."text", '') AS "text"
    FROM "ArticleFingerprint" f LEFT JOIN "SearchText" t ON t."linkId" = f."linkId"
    WHERE f."version" < ${version}::int ORDER BY f."version" LIMIT ${limit}::int`)
}

/** Lengths of copies: beyond this one holds the other, and much more. */
const MAX_RATIO = 1.5

/** Links of the same library that hold nearly the same article, those most alike first. */
export function findSameArticles(
  db: DbOrTx,
  libraryId: string,
  linkId: string,
  { maxDifference, limit }: { maxDifference: number; limit: number },
): Promise<{ linkId: string; difference: number }[]> {
  return db.$queryRaw(sql`
    SELECT o."linkId", bit_count((o."hash" # f."hash")::bit(64))::int AS "difference"
    FROM "ArticleFingerprint" f JOIN "ArticleFingerprint" o
      ON o."bands" OPERATOR(pg_catalog.&&) f."bands" AND o."libraryId" = f."libraryId" AND o."linkId" <> f."linkId"
    WHERE f."linkId" = ${linkId}::uuid AND f."libraryId" = ${libraryId}::uuid
      AND greatest(o."textLength", f."textLength") <= ${MAX_RATIO}::float8 * least(o."textLength", f."textLength")
      AND bit_count((o."hash" # f."hash")::bit(64)) <= ${maxDifference}::int
    ORDER BY "difference", o."linkId" LIMIT ${limit}::int`)
}
