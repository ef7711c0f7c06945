// Looks at one blob: is what the rows say there, and is what is there what its name says?
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import type { StoreUpkeep } from '#lib/blobs/store-upkeep.ts'
import type { Db } from '#lib/db/client.ts'
import { findBlobRow, looseSince } from '#lib/db/loose-blobs.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { toAppError } from '#lib/kernel/errors.ts'
import { BLOB_GRACE_MS } from '#lib/kernel/limits.ts'
import type { ProblemKind } from './problem.ts'
import type { Met } from './walk-blobs.ts'

/** The sweep comes round once a day, also through a million blobs. */
const ROUND_MS = 24 * 3_600_000

export interface ExamineDeps {
  db: Db
  blobs: Pick<BlobStore, 'open' | 'has'>
  upkeep: Pick<StoreUpkeep, 'describe'>
  now(): Date
}

export interface Examined {
  /** Null: all is well, or none of our business yet. */
  problem: ProblemKind | null
  /** Bytes read. */
  bytes: number
}

/** Reads the whole blob, as a stream. What seems wrong is looked at again: the library is in use meanwhile. */
export async function examineBlob(deps: ExamineDeps, { digest, row, stored }: Met): Promise<Examined> {
  if (!stored) return { problem: row?.isHeld && (await isMissing(deps, digest)) ? 'missing' : null, bytes: 0 }
  if (!row && (await isOrphan(deps, digest, stored.putAt))) return { problem: 'orphan', bytes: 0 }
  const bytes = await readThrough(deps.blobs, digest)
  if (bytes === 'absent')
    return { problem: row?.isHeld && (await isMissing(deps, digest)) ? 'missing' : null, bytes: 0 }
  if (bytes === 'damaged') return { problem: 'damaged', bytes: 0 }
  const differs = row !== null && (row.sizeBytes !== bytes || (await isBaseUnheld(deps, digest)))
  return { problem: differs ? 'row_differs' : null, bytes }
}

async function isMissing({ db, blobs }: ExamineDeps, digest: Digest): Promise<boolean> {
  if (await blobs.has(digest)) return false
  return (await findBlobRow(db, digest))?.isHeld === true
}

/** Bytes without a row are a capture's that runs, or wait for the sweep: only what is older than both is an orphan. */
async function isOrphan({ db, now }: ExamineDeps, digest: Digest, putAt: Date): Promise<boolean> {
  const before = now().getTime() - BLOB_GRACE_MS - ROUND_MS
  if (putAt.getTime() > before || (await findBlobRow(db, digest))) return false
  const since = await looseSince(db, digest)
  return since === null || since.getTime() < before
}

/** The row of a delta names what it is read with, or the sweep would take that away. */
async function isBaseUnheld({ db, upkeep }: ExamineDeps, digest: Digest): Promise<boolean> {
  const copy = await upkeep.describe(digest)
  if (copy?.encoding !== 'delta') return false
  return (await findBlobRow(db, digest))?.baseDigest !== copy.baseDigest
}

/** How many bytes a blob has, read to their end. */
export async function readThrough(
  blobs: Pick<BlobStore, 'open'>,
  digest: Digest,
): Promise<number | 'absent' | 'damaged'> {
  try {
    const opened = await blobs.open(digest)
    if (!opened) return 'absent'
    let bytes = 0
    for await (const chunk of opened.stream) bytes += (chunk as Buffer).length
    return bytes === opened.sizeBytes ? bytes : 'damaged'
  } catch (error) {
    // A disk that cannot read them any more (EIO) has lost them as well.
    if (toAppError(error).code === 'blob_damaged' || hasCode(error, 'EIO')) return 'damaged'
    throw error
  }
}

const hasCode = (error: unknown, code: string) =>
  error instanceof Error && 'code' in error && error.code === code
