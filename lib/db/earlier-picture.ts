// Finds the pictures with which that of a new version of a link is compared, and that of a kept one was.
import type { Digest } from '#lib/kernel/digest.ts'
import type { DbOrTx } from './client.ts'
import { sql } from './sql.ts'

export interface KeptPicture {
  digest: Digest
  contentType: string
  sizeBytes: number
}

/** What the picture of a version is pasted on; null when it is whole or there is none. */
export async function findPictureBase(
  db: DbOrTx,
  snapshotId: string,
): Promise<{ base: KeptPicture; strips: KeptPicture } | null> {
  const rows = await db.artifact.findMany({
    where: { snapshotId, kind: { in: ['screenshot:base', 'screenshot:strips'] } },
  })
  const kept = rows.map(({ kind, blobDigest, contentType, sizeBytes }) => ({
    kind,
    digest: blobDigest,
    contentType,
    sizeBytes: Number(sizeBytes),
  }))
  const base = kept.find(({ kind }) => kind === 'screenshot:base')
  const strips = kept.find(({ kind }) => kind === 'screenshot:strips')
  return base && strips ? { base, strips } : null
}

const KINDS = ['screenshot', 'screenshot:base', 'screenshot:strips', 'thumbnail']

/**
 * The whole picture of the newest version that shows the page (of any version, when none does), or the one that its
 * picture is pasted on. Whoever refers to these blobs without putting them has written its rows within the grace of
 * the sweep; a row that is gone by then is refused by the foreign key.
 */
export async function findEarlierPicture(
  db: DbOrTx,
  linkId: string,
): Promise<{ base: KeptPicture; strips: KeptPicture; thumbnail: KeptPicture | null } | null> {
  const rows = await db.$queryRaw<
    { kind: string; digest: string; contentType: string; sizeBytes: bigint }[]
  >(sql`
    SELECT a."kind", a."blobDigest" AS "digest", a."contentType", a."sizeBytes" FROM "Artifact" a
    WHERE a."kind" = ANY(${KINDS}) AND a."snapshotId" = (
      SELECT s."id" FROM "Snapshot" s
      WHERE s."linkId" = ${linkId}::uuid AND s."status" = 'ready'
        AND EXISTS (SELECT FROM "Artifact" k WHERE k."snapshotId" = s."id" AND k."kind" = 'screenshot:strips')
      ORDER BY s."verdict" IN ('good', 'partial') DESC, s."id" DESC LIMIT 1)`)
  const kept = (kind: string): KeptPicture | null => {
    const row = rows.find((one) => one.kind === kind)
    return row ? { digest: row.digest, contentType: row.contentType, sizeBytes: Number(row.sizeBytes) } : null
  }
  const [base, strips] = [kept('screenshot:base') ?? kept('screenshot'), kept('screenshot:strips')]
  return base && strips && { base, strips, thumbnail: kept('thumbnail') }
}
