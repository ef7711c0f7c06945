// Ready snapshots that an older extractor read, and what a newer one writes in the place of its words.
import type { Digest } from '#lib/kernel/digest.ts'
import type { DbOrTx, Tx } from './client.ts'
import type { Prisma } from './generated/client.ts'
import type { NewArtifact } from './resources.ts'
import { sql } from './sql.ts'

/** Marks the rows that hold what the capture's own extractor made: manifests name those blobs, so they stay. */
const CAPTURED = ':captured'

/** A snapshot whose page is to be read again. */
export interface Outdated {
  id: string
  libraryId: string
  linkId: string
  /** Of the page as it was captured. */
  url: string
  title: string | null
  extractorVersion: number
  /** Digests of `page`, `text`, `article` and `visible`, as far as there are any. */
  artifacts: ReadonlyMap<string, Digest>
}

/** Those that an extractor before `version` read last, the oldest first. */
export async function listOutdated(db: DbOrTx, version: number, limit: number): Promise<Outdated[]> {
  const rows = await db.snapshot.findMany({
    // The words of a file are its own; the page that shows it holds none of them.
    where: { status: 'ready', extractorVersion: { lt: version }, artifacts: { none: { kind: 'file' } } },
    orderBy: [{ extractorVersion: 'asc' }, { id: 'asc' }],
    take: limit,
    include: { artifacts: { where: { kind: { in: ['page', 'text', 'article', 'visible'] } } } },
  })
  return rows.map(({ id, libraryId, linkId, url, finalUrl, title, extractorVersion, artifacts }) => ({
    id,
    libraryId,
    linkId,
    url: finalUrl ?? url,
    title,
    extractorVersion: extractorVersion ?? 0,
    artifacts: new Map(artifacts.map(({ kind, blobDigest }) => [kind, blobDigest])),
  }))
}

/** What an extractor says of a page, beside its words. */
export type ExtractedFields = Pick<
  Prisma.SnapshotUncheckedUpdateInput,
  'title' | 'byline' | 'siteName' | 'excerpt' | 'lang' | 'publishedAt' | 'wordCount' | 'contentDigest'
>

/**
 * Notes that an extractor of this version has read the page, with what it found; null fields leave what is there.
 *
 * @returns false when another worker was first, or the snapshot is gone
 */
export async function saveExtraction(
  tx: Tx,
  { id, extractorVersion }: Pick<Outdated, 'id' | 'extractorVersion'>,
  version: number,
  fields: ExtractedFields | null,
): Promise<boolean> {
  const { count } = await tx.snapshot.updateMany({
    where: { id, status: 'ready', extractorVersion },
    data: { ...fields, extractorVersion: version },
  })
  return count === 1
}

/**
 * Puts words in the place of older ones. Those of the capture stay under a name of their own, for its manifest; what
 * was made of them on demand goes. The blobs must have rows already.
 *
 * @param version  of the extractor that made them
 */
export async function replaceWords(
  tx: Tx,
  snapshotId: string,
  words: readonly NewArtifact[],
  version: number,
): Promise<void> {
  const kinds = words.map(({ kind }) => kind)
  await tx.$executeRaw(sql`
    INSERT INTO "Artifact" ("snapshotId", "kind", "blobDigest", "contentType", "sizeBytes")
    SELECT "snapshotId", "kind" || ${CAPTURED}, "blobDigest", "contentType", "sizeBytes" FROM "Artifact"
    WHERE "snapshotId" = ${snapshotId}::uuid AND "kind" = ANY(${kinds}) AND "makerVersion" IS NULL
    ON CONFLICT DO NOTHING`)
  for (const { kind, digest, contentType, sizeBytes } of words) {
    const data = { blobDigest: digest, contentType, sizeBytes, makerVersion: version }
    await tx.artifact.upsert({
      where: { snapshotId_kind: { snapshotId, kind } },
      create: { snapshotId, kind, ...data },
      update: data,
    })
  }
  await tx.artifact.deleteMany({ where: { snapshotId, kind: 'markdown' } })
}
