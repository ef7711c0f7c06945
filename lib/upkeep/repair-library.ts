// What `verify --repair` does about each problem. No bytes are deleted but unfinished ones: they are set aside.
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import type { StoreUpkeep } from '#lib/blobs/store-upkeep.ts'
import { inTransaction, type Db } from '#lib/db/client.ts'
import { lockFront } from '#lib/db/front.ts'
import { findBlobRow, hasBlobRows } from '#lib/db/loose-blobs.ts'
import { chooseFront, correctBlob, recountTag } from '#lib/db/lost-bytes.ts'
import { insertBlobs } from '#lib/db/resources.ts'
import { findHolders } from '#lib/db/row-audit.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { reindexLink } from '#lib/search/reindex-link.ts'
import { readThrough } from './examine-blob.ts'
import type { Problem } from './problem.ts'
import { repairVersion } from './repair-version.ts'

interface RepairDeps {
  db: Db
  blobs: BlobStore
  upkeep: StoreUpkeep
}

export const FIXES = [
  /** The bytes lie in the quarantine; nothing needed them. */
  'set_aside',
  'removed',
  /** Made again from other bytes; nothing is lost. */
  'derived',
  /** Rows say the truth again; nothing is lost. */
  'corrected',
  /** Something is lost for good, and the versions say so. */
  'marked',
  /** Nothing could be done. */
  'left',
] as const
export type Fix = (typeof FIXES)[number]

/** Versions of one lost blob that are looked up at once. */
const HOLDERS_PER_PAGE = 100

/**
 * Does what can be done. A second call finds nothing left to do.
 *
 * @throws AppError `unavailable`, `disk_full`
 */
export async function repairProblem(deps: RepairDeps, { kind, name }: Problem): Promise<Fix> {
  const { db, blobs, upkeep } = deps
  switch (kind) {
    case 'missing':
    case 'damaged':
      return repairLost(deps, name)
    case 'row_differs':
      return correctRow(deps, name)
    case 'orphan':
      // To a database that has lost everything all bytes are orphans: they are what it can be rebuilt from.
      return (await hasBlobRows(db)) && (await upkeep.setAside(name)) ? 'set_aside' : 'left'
    case 'unknown':
      return (await upkeep.setStrayAside(name)) ? 'set_aside' : 'left'
    case 'unfinished':
      await blobs.removeUnfinished()
      return 'removed'
    case 'no_front':
    case 'unindexed':
      await inTransaction(db, async (tx) => {
        if ((await lockFront(tx, name)) === undefined) return
        if (kind === 'no_front') await chooseFront(tx, name)
        await reindexLink(tx, blobs, name)
      })
      return 'corrected'
    case 'tag_count':
      await inTransaction(db, (tx) => recountTag(tx, name))
      return 'corrected'
  }
}

/** Sets damaged copies aside until a good one is found or none is left; then its versions do without. */
async function repairLost(deps: RepairDeps, digest: Digest): Promise<Fix> {
  const { db, blobs, upkeep } = deps
  let found = await readThrough(blobs, digest)
  while (found === 'damaged') {
    if (!(await upkeep.setAside(digest))) break
    found = await readThrough(blobs, digest)
  }
  if (typeof found === 'number') return 'set_aside'
  let fix: Fix = 'set_aside'
  for (;;) {
    const holders = await findHolders(db, digest, HOLDERS_PER_PAGE)
    let repaired = 0
    for (const snapshotId of holders) {
      const one = await repairVersion(deps, snapshotId, digest)
      if (!one) continue
      repaired += 1
      if (one === 'marked' || fix === 'set_aside') fix = one
    }
    // Deltas on it are told, and repaired, by themselves.
    if (holders.length < HOLDERS_PER_PAGE) return fix
    if (repaired === 0) return 'left'
  }
}

async function correctRow({ db, blobs, upkeep }: RepairDeps, digest: Digest): Promise<Fix> {
  const [copy, sizeBytes] = [await upkeep.describe(digest), await readThrough(blobs, digest)]
  if (!copy || typeof sizeBytes !== 'number') return 'left'
  const { encoding, storedBytes, baseDigest } = copy
  const base = baseDigest && (await upkeep.describe(baseDigest))
  const baseBytes = baseDigest && (await readThrough(blobs, baseDigest))
  await inTransaction(db, async (tx) => {
    if (base && base.encoding !== 'delta' && typeof baseBytes === 'number')
      await insertBlobs(tx, [
        {
          digest: baseDigest,
          sizeBytes: baseBytes,
          storedBytes: base.storedBytes,
          encoding: base.encoding,
          isNew: false,
        },
      ])
    await correctBlob(tx, digest, { sizeBytes, encoding, storedBytes, baseDigest })
  })
  return (await findBlobRow(db, digest))?.sizeBytes === sizeBytes ? 'corrected' : 'left'
}
