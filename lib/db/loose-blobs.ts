// Loose blobs: bytes that no snapshot refers to, since when, and their rows. A blob belongs to a snapshot when a row of
// Artifact or Resource names it, or the row of a blob that is a delta on it, and in no other way; all have a foreign key, so the database itself refuses to forget
// the row of a blob that is still referred to.
import type { Digest } from '#lib/kernel/digest.ts'
import { inTransaction, type Db, type DbOrTx, type Tx } from './client.ts'
import { sql } from './sql.ts'

/** The one rule of what holds a blob, here the row `b`; a new table that refers to blobs gets its line here. */
export const unreferenced = sql`
  NOT EXISTS (SELECT FROM "Artifact" a WHERE a."blobDigest" = b."digest")
  AND NOT EXISTS (SELECT FROM "Resource" r WHERE r."blobDigest" = b."digest")
  AND NOT EXISTS (SELECT FROM "Blob" d WHERE d."baseDigest" = b."digest")`

/** Of the advisory lock. */
const SWEEP = 'sweep'

const digestsOf = (rows: { digest: string }[]) => rows.map(({ digest }) => digest)

/** Digests with a row, after one, in order. */
export async function listBlobRows(db: DbOrTx, after: Digest, limit: number): Promise<Digest[]> {
  return digestsOf(
    await db.blob.findMany({
      where: { digest: { gt: after } },
      orderBy: { digest: 'asc' },
      take: limit,
      select: { digest: true },
    }),
  )
}

/** What the tables say of a blob. */
export interface BlobRow {
  digest: Digest
  sizeBytes: number
  baseDigest: Digest | null
  /** Does anything refer to it? */
  isHeld: boolean
}

/** Rows of blobs, after one, in the order of digests. */
export async function listBlobs(db: DbOrTx, after: Digest, limit: number): Promise<BlobRow[]> {
  const rows = await db.$queryRaw<(Omit<BlobRow, 'sizeBytes'> & { sizeBytes: bigint })[]>(sql`
    SELECT b."digest", b."sizeBytes", b."baseDigest", NOT (${unreferenced}) AS "isHeld" FROM "Blob" b
    WHERE b."digest" > ${after} ORDER BY b."digest" LIMIT ${limit}`)
  return rows.map((row) => ({ ...row, sizeBytes: Number(row.sizeBytes) }))
}

/** One of them as it is at this moment; null when there is none. */
export async function findBlobRow(db: DbOrTx, digest: Digest): Promise<BlobRow | null> {
  const [row] = await db.$queryRaw<(Omit<BlobRow, 'sizeBytes'> & { sizeBytes: bigint })[]>(sql`
    SELECT b."digest", b."sizeBytes", b."baseDigest", NOT (${unreferenced}) AS "isHeld" FROM "Blob" b
    WHERE b."digest" = ${digest}`)
  return row ? { ...row, sizeBytes: Number(row.sizeBytes) } : null
}

/** Does the database know of any blob? */
export async function hasBlobRows(db: DbOrTx): Promise<boolean> {
  return (await db.blob.findFirst({ select: { digest: true } })) !== null
}

/** Since when a blob is known to be loose; null when that is not known. */
export async function looseSince(db: DbOrTx, digest: Digest): Promise<Date | null> {
  return (await db.looseBlob.findUnique({ where: { digest } }))?.since ?? null
}

/**
 * Notes which of these blobs nothing refers to, unless that is known already; they need not have a row. One that is referred
 * to again is loose no more: when that ends, its grace begins anew.
 */
export async function noteLoose(db: DbOrTx, digests: readonly Digest[], now: Date): Promise<void> {
  await db.$executeRaw(sql`
    WITH held AS (
      DELETE FROM "LooseBlob" b WHERE b."digest" = ANY(${[...digests]}::char(64)[]) AND NOT (${unreferenced}))
    INSERT INTO "LooseBlob" ("digest", "since")
    SELECT b."digest", ${now} FROM unnest(${[...digests]}::char(64)[]) AS b("digest") WHERE ${unreferenced}
    ON CONFLICT ("digest") DO NOTHING`)
}

/** What is loose has been so since a later moment, or an earlier one. */
export async function moveLoose(db: DbOrTx, byMs: number): Promise<void> {
  await db.$executeRaw(sql`UPDATE "LooseBlob" SET "since" = "since" + make_interval(secs => ${byMs / 1_000})`)
}

/** Keeps the sweep from removing anything until the transaction ends: bytes of this moment are being copied. */
export async function holdSweep(tx: Tx): Promise<void> {
  await tx.$queryRaw(sql`SELECT pg_advisory_xact_lock_shared(hashtextextended(${SWEEP}, 3))::text`)
}

/** Does anybody hold the sweep? Who begins to a moment later copies what is held by rows: that is not removed. */
export async function isSweepHeld(db: DbOrTx): Promise<boolean> {
  const [row] = await db.$queryRaw<{ free: boolean }[]>(
    sql`SELECT pg_try_advisory_xact_lock(hashtextextended(${SWEEP}, 3)) AS "free"`,
  )
  return row?.free !== true
}

/** Blobs that were loose before a moment, longest first. */
export async function listLoose(db: DbOrTx, before: Date, limit: number): Promise<Digest[]> {
  return digestsOf(
    await db.looseBlob.findMany({
      where: { since: { lt: before } },
      orderBy: { since: 'asc' },
      take: limit,
      select: { digest: true },
    }),
  )
}

/**
 * Forgets the rows of those blobs that are loose still. What a transaction is about to refer to is left alone.
 *
 * @returns digests that have no row now and that nothing refers to: their bytes may go
 */
export async function dropLooseRows(db: Db, digests: readonly Digest[]): Promise<Digest[]> {
  const given = [...digests]
  return inTransaction(db, async (tx) => {
    const held = await lockRows(tx, given)
    // A statement of its own: it sees what was committed until the locks were held, and nothing new can refer to them.
    await tx.$executeRaw(
      sql`DELETE FROM "Blob" b WHERE "digest" = ANY(${held}::char(64)[]) AND ${unreferenced}`,
    )
    const gone = await tx.$queryRaw<{ digest: string }[]>(sql`
      SELECT b."digest" FROM unnest(${given}::char(64)[]) AS b("digest")
      WHERE ${unreferenced} AND NOT EXISTS (SELECT FROM "Blob" k WHERE k."digest" = b."digest")`)
    return digestsOf(gone)
  })
}

/** Locks those rows that no other transaction refers to at this moment. */
async function lockRows(tx: Tx, digests: Digest[]): Promise<Digest[]> {
  return digestsOf(
    await tx.$queryRaw<{ digest: string }[]>(sql`
      SELECT b."digest" FROM "Blob" b WHERE "digest" = ANY(${digests}::char(64)[]) AND ${unreferenced}
      ORDER BY "digest" FOR UPDATE SKIP LOCKED`),
  )
}

/** They are gone, or somebody refers to them again. */
export async function forgetLoose(db: DbOrTx, digests: readonly Digest[]): Promise<void> {
  await db.looseBlob.deleteMany({ where: { digest: { in: [...digests] } } })
}
