// What a snapshot is made of: resources as the browser met them, artifacts as people fetch them, blobs behind both.
import type { StoredBlob, WholeBlob } from '#lib/blobs/blob-store.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { isId, newId } from '#lib/kernel/ids.ts'
import { MAX_URL_CHARACTERS } from '#lib/kernel/limits.ts'
import type { DbOrTx, Tx } from './client.ts'
import type { Artifact, Prisma, Resource } from './generated/client.ts'
import { sql } from './sql.ts'
import { ROWS_TO_COUNT, rowsFor, toPage, toTotal, type Page } from './page.ts'
import { storable, storableOrNull } from './storable.ts'

/** Rows of one statement: PostgreSQL takes 65,535 parameters, a resource needs nine. */
const ROWS_PER_STATEMENT = 1_000

const MAX_SHORT_CHARACTERS = 255

export interface NewResource {
  url: string
  method: string
  httpStatus: number | null
  contentType: string | null
  sizeBytes: number
  digest: Digest | null
  failure: string | null
}

export interface NewArtifact {
  /** `page`, `article`, ... or `part:<digest>` for what the page shows. */
  kind: string
  digest: Digest
  contentType: string
  sizeBytes: number
}

/** A form made on demand. */
export interface MadeArtifact extends NewArtifact {
  makerVersion: number
}

function* chunks<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += ROWS_PER_STATEMENT) yield rows.slice(at, at + ROWS_PER_STATEMENT)
}

/**
 * Writes rows for blobs that the store holds; those that are there already stay as they are. All of them stay until the
 * transaction ends, also when the sweep was about to forget some.
 */
export async function insertBlobs(tx: Tx, blobs: readonly StoredBlob[]): Promise<void> {
  // What deltas are read with has its row before them.
  const bases = blobs.flatMap(({ base }) => base ?? [])
  await insertRows(tx, bases)
  await insertRows(tx, blobs)
  // The row of a text that was lost, and is back as a delta, learns of it.
  for (const { digest, base } of blobs)
    if (base)
      await tx.blob.updateMany({ where: { digest, baseDigest: null }, data: { baseDigest: base.digest } })
}

async function insertRows(tx: Tx, blobs: readonly (WholeBlob | StoredBlob)[]): Promise<void> {
  // In the order of digests: two captures that share blobs wait for each other, but never in a circle.
  const rows = [...new Map(blobs.map((blob) => [blob.digest, blob])).values()]
    .sort((a, b) => (a.digest < b.digest ? -1 : 1))
    .map(({ digest, sizeBytes, storedBytes, encoding, ...more }) => {
      const baseDigest = 'base' in more ? (more.base?.digest ?? null) : null
      return { digest, sizeBytes, storedBytes, encoding, baseDigest }
    })
  for (const data of chunks(rows)) await insertAndHold(tx, data)
}

/** A row that the sweep deletes between the two statements is written again. */
async function insertAndHold(tx: Tx, data: Prisma.BlobCreateManyInput[]): Promise<void> {
  const digests = data.map(({ digest }) => digest)
  for (let held = 0; held < data.length;) {
    await tx.blob.createMany({ data, skipDuplicates: true })
    held = await tx.$executeRaw(sql`
      SELECT FROM "Blob" WHERE "digest" = ANY(${digests}::char(64)[]) ORDER BY "digest" FOR KEY SHARE`)
  }
}

/** Writes what the browser requested, in its order. The blobs must have rows already. */
export async function insertResources(
  tx: Tx,
  snapshotId: string,
  resources: readonly NewResource[],
): Promise<void> {
  const nowMs = Date.now()
  const rows = resources.map((resource, at) => ({
    // Ids of one millisecond have no order: each row gets a millisecond of its own.
    id: newId(nowMs + at),
    snapshotId,
    url: storable(resource.url, MAX_URL_CHARACTERS),
    method: storable(resource.method, MAX_SHORT_CHARACTERS),
    httpStatus: resource.httpStatus,
    contentType: storableOrNull(resource.contentType, MAX_SHORT_CHARACTERS),
    sizeBytes: resource.sizeBytes,
    blobDigest: resource.digest,
    failure: storableOrNull(resource.failure, MAX_SHORT_CHARACTERS),
  }))
  for (const data of chunks(rows)) await tx.resource.createMany({ data })
}

/** Writes the forms in which a snapshot can be fetched; a kind that is given twice counts once. */
export async function insertArtifacts(
  tx: Tx,
  snapshotId: string,
  artifacts: readonly NewArtifact[],
): Promise<void> {
  const rows = artifacts.map(({ kind, digest, contentType, sizeBytes }) => ({
    snapshotId,
    kind,
    blobDigest: digest,
    contentType: storable(contentType, MAX_SHORT_CHARACTERS),
    sizeBytes,
  }))
  for (const data of chunks(rows)) await tx.artifact.createMany({ data, skipDuplicates: true })
}

/**
 * Writes a form made on demand, in place of the one that an older maker made. Two that were made at once are equal: the
 * later row wins. The blob must have its row already.
 *
 * @throws AppError `not_found` when the snapshot was deleted in the meantime
 */
export async function saveMadeArtifact(tx: Tx, snapshotId: string, made: MadeArtifact): Promise<Artifact> {
  const { kind, digest, contentType, sizeBytes, makerVersion } = made
  const data = { blobDigest: digest, contentType, sizeBytes, makerVersion }
  const [snapshot] = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "Snapshot" WHERE "id" = ${snapshotId}::uuid FOR KEY SHARE`
  if (!snapshot) throw new AppError('not_found')
  return tx.artifact.upsert({
    where: { snapshotId_kind: { snapshotId, kind } },
    create: { snapshotId, kind, ...data },
    update: data,
  })
}

/** The parts that the replayed page names by digest. */
export async function listParts(
  db: DbOrTx,
  snapshotId: string,
): Promise<{ digest: Digest; contentType: string; sizeBytes: number }[]> {
  const rows = await db.artifact.findMany({ where: { snapshotId, kind: { startsWith: 'part:' } } })
  return rows.map(({ blobDigest, contentType, sizeBytes }) => ({
    digest: blobDigest,
    contentType,
    sizeBytes: Number(sizeBytes),
  }))
}

/** One artifact of a snapshot, or null. The caller has found the snapshot for its viewer before. */
export function findArtifact(db: DbOrTx, snapshotId: string, kind: string): Promise<Artifact | null> {
  return db.artifact.findUnique({ where: { snapshotId_kind: { snapshotId, kind } } })
}

/**
 * A page of what a snapshot asked for, in the order of the requests.
 *
 * @param options.cursor  `nextCursor` of the page before
 * @throws AppError `invalid_cursor`
 */
export async function listResourcePage(
  db: DbOrTx,
  snapshotId: string,
  { isKept, limit, cursor }: { isKept?: boolean; limit: number; cursor?: string },
): Promise<Page<Resource>> {
  if (cursor !== undefined && !isId(cursor)) throw new AppError('invalid_cursor')
  const kept = isKept === undefined ? undefined : isKept ? { not: null } : null
  const where: Prisma.ResourceWhereInput = { snapshotId, blobDigest: kept }
  const rows = await db.resource.findMany({
    where: cursor === undefined ? where : { ...where, id: { gt: cursor } },
    orderBy: { id: 'asc' },
    take: rowsFor(limit),
  })
  const counted = await db.resource.count({ where, take: ROWS_TO_COUNT })
  return toPage(rows, limit, toTotal(counted), (row) => row.id)
}

/** What a snapshot was made from, in the order of the requests. */
export function listResources(db: DbOrTx, snapshotId: string): Promise<Resource[]> {
  return db.resource.findMany({ where: { snapshotId }, orderBy: { id: 'asc' } })
}
