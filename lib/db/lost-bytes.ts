// What rows say after bytes were lost for good: references go, and the version tells what it is without them.
import type { Digest } from '#lib/kernel/digest.ts'
import type { DbOrTx, Tx } from './client.ts'
import { findSuccessor, lockFront } from './front.ts'
import { Prisma, type Verdict } from './generated/client.ts'
import type { NewArtifact } from './resources.ts'
import { sql } from './sql.ts'
import { lockTags } from './tags.ts'

/** What `failure` of a resource says whose bytes were kept once. */
export const LOST = 'lost'

/** A version with everything that it keeps. */
export interface KeptVersion {
  id: string
  libraryId: string
  linkId: string
  status: string
  verdict: Verdict | null
  url: string
  finalUrl: string | null
  fidelity: unknown
  artifacts: {
    kind: string
    digest: Digest
    contentType: string
    sizeBytes: number
    makerVersion: number | null
  }[]
}

/** Null when it is gone meanwhile. */
export async function findKeptVersion(db: DbOrTx, snapshotId: string): Promise<KeptVersion | null> {
  const row = await db.snapshot.findUnique({ where: { id: snapshotId }, include: { artifacts: true } })
  if (!row) return null
  const { id, libraryId, linkId, status, verdict, url, finalUrl, fidelity } = row
  const artifacts = row.artifacts.map(({ kind, blobDigest, contentType, sizeBytes, makerVersion }) => ({
    kind,
    digest: blobDigest,
    contentType,
    sizeBytes: Number(sizeBytes),
    makerVersion,
  }))
  return { id, libraryId, linkId, status, verdict, url, finalUrl, fidelity, artifacts }
}

/** Takes artifacts of these kinds away. */
export async function dropArtifacts(tx: Tx, snapshotId: string, kinds: readonly string[]): Promise<void> {
  await tx.artifact.deleteMany({ where: { snapshotId, kind: { in: [...kinds] } } })
  if (kinds.includes('manifest'))
    await tx.snapshot.update({ where: { id: snapshotId }, data: { manifestDigest: null } })
}

/** Puts an artifact in the place of one that was lost; its blob has a row already. */
export async function replaceArtifact(
  tx: Tx,
  snapshotId: string,
  { kind, digest, contentType, sizeBytes }: NewArtifact,
  makerVersion: number | null,
): Promise<void> {
  const data = { blobDigest: digest, contentType, sizeBytes, makerVersion }
  await tx.artifact.upsert({
    where: { snapshotId_kind: { snapshotId, kind } },
    create: { snapshotId, kind, ...data },
    update: data,
  })
  if (kind === 'manifest')
    await tx.snapshot.update({ where: { id: snapshotId }, data: { manifestDigest: digest } })
}

/** Resources whose bytes are these count as failed from now on. Gives their URLs. */
export async function markResourcesLost(tx: Tx, snapshotId: string, digest: Digest): Promise<string[]> {
  const lost = await tx.$queryRaw<{ url: string; sizeBytes: bigint }[]>(sql`
    UPDATE "Resource" SET "blobDigest" = NULL, "failure" = ${LOST}
    WHERE "snapshotId" = ${snapshotId}::uuid AND "blobDigest" = ${digest} RETURNING "url", "sizeBytes"`)
  if (lost.length === 0) return []
  const bytes = lost.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0n)
  await tx.snapshot.update({
    where: { id: snapshotId },
    data: {
      resourcesStored: { decrement: lost.length },
      resourcesFailed: { increment: lost.length },
      resourcesBytes: { decrement: bytes },
    },
  })
  return lost.map(({ url }) => url)
}

/** Says what the version is worth now. */
export async function saveLoss(
  tx: Tx,
  snapshotId: string,
  { verdict, fidelity }: { verdict: Verdict; fidelity: Prisma.InputJsonObject | null },
): Promise<void> {
  await tx.snapshot.update({
    where: { id: snapshotId },
    data: { verdict, fidelity: fidelity ?? Prisma.DbNull },
  })
}

/** Nothing of it can be read any more: it has failed, and may be captured again. */
export async function markLost(tx: Tx, snapshotId: string): Promise<void> {
  await tx.artifact.deleteMany({ where: { snapshotId } })
  await tx.resource.deleteMany({ where: { snapshotId } })
  await tx.snapshot.update({
    where: { id: snapshotId },
    data: {
      status: 'failed',
      errorCode: 'snapshot_lost',
      verdict: null,
      fidelity: Prisma.DbNull,
      manifestDigest: null,
      resourcesTotal: 0,
      resourcesStored: 0,
      resourcesFailed: 0,
      resourcesBytes: 0,
      keptBytes: 0,
    },
  })
}

/**
 * Puts the best ready version in front of a link, whatever stands there.
 *
 * @returns the version that stands there now; undefined when the link is gone
 */
export async function chooseFront(tx: Tx, linkId: string): Promise<string | null | undefined> {
  if ((await lockFront(tx, linkId)) === undefined) return undefined
  const frontId = await findSuccessor(tx, linkId)
  // Not by the client: `updatedAt` tells when a person changed the link.
  await tx.$executeRaw(sql`UPDATE "Link" SET "frontId" = ${frontId}::uuid WHERE "id" = ${linkId}::uuid`)
  return frontId
}

/** Makes the row of a blob say what its bytes are. The row of the base must be there. */
export async function correctBlob(
  tx: Tx,
  digest: Digest,
  facts: { sizeBytes: number; encoding: string; storedBytes: number; baseDigest: Digest | null },
): Promise<void> {
  await tx.blob.updateMany({ where: { digest }, data: facts })
}

/** Counts the links of a tag again, while nobody gives it or takes it. */
export async function recountTag(tx: Tx, tagId: string): Promise<void> {
  const tag = await tx.tag.findUnique({ where: { id: tagId }, select: { libraryId: true } })
  if (tag) await lockTags(tx, tag.libraryId, 'exclusive')
  await tx.$executeRaw(sql`
    UPDATE "Tag" t SET "linkCount" = (SELECT count(*) FROM "LinkTag" lt WHERE lt."tagId" = t."id")
    WHERE t."id" = ${tagId}::uuid`)
}
