// Finds what a new version of a link is compared with, so that it keeps what is new, and what a kept picture is pasted on.
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

const PICTURE_KINDS = ['screenshot', 'screenshot:base', 'screenshot:strips', 'thumbnail']
const TEXT_KINDS = ['page', 'article', 'text', 'visible', 'contents']

/** What a later version of the same link is compared with. */
export interface EarlierVersion {
  picture: { base: KeptPicture; strips: KeptPicture; thumbnail: KeptPicture | null } | null
  /** Its texts, by kind of artifact; `document` is the first HTML that the site answered. */
  texts: ReadonlyMap<string, Digest>
}

/**
 * The newest version that shows the page, or of any verdict when none does; null for the first of a link. A picture that
 * is a patch is told as the whole one that it is pasted on. Whoever refers to these blobs without putting them has
 * written its rows within the grace of the sweep; a row that is gone by then is refused by the foreign key.
 */
export async function findEarlierVersion(db: DbOrTx, linkId: string): Promise<EarlierVersion | null> {
  const rows = await db.$queryRaw<
    { snapshotId: string; kind: string; digest: string; contentType: string; sizeBytes: bigint }[]
  >(sql`
    SELECT a."snapshotId", a."kind", a."blobDigest" AS "digest", a."contentType", a."sizeBytes" FROM "Artifact" a
    WHERE a."kind" = ANY(${[...PICTURE_KINDS, ...TEXT_KINDS]}) AND a."snapshotId" = (
      SELECT s."id" FROM "Snapshot" s WHERE s."linkId" = ${linkId}::uuid AND s."status" = 'ready'
      ORDER BY s."verdict" IN ('good', 'partial') DESC, s."id" DESC LIMIT 1)`)
  const snapshotId = rows[0]?.snapshotId
  if (snapshotId === undefined) return null
  const kept = (kind: string): KeptPicture | null => {
    const row = rows.find((one) => one.kind === kind)
    return row ? { digest: row.digest, contentType: row.contentType, sizeBytes: Number(row.sizeBytes) } : null
  }
  const [base, strips] = [kept('screenshot:base') ?? kept('screenshot'), kept('screenshot:strips')]
  const document = await db.resource.findFirst({
    where: { snapshotId, blobDigest: { not: null }, contentType: { startsWith: 'text/html' } },
    orderBy: { id: 'asc' },
    select: { blobDigest: true },
  })
  const texts = rows
    .filter(({ kind }) => TEXT_KINDS.includes(kind))
    .map(({ kind, digest }) => [kind, digest] as const)
  return {
    picture: base && strips && { base, strips, thumbnail: kept('thumbnail') },
    texts: new Map(document?.blobDigest ? [...texts, ['document', document.blobDigest]] : texts),
  }
}
