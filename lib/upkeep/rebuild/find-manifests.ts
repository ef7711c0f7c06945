// Finds manifests among the blobs that no row knows: by their first bytes, in the order of digests.
import { MANIFEST_PREFIX, type BlobStore } from '#lib/blobs/blob-store.ts'
import type { Db } from '#lib/db/client.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { toAppError } from '#lib/kernel/errors.ts'
import { inGroups, walkBlobs, type Met } from '../walk-blobs.ts'

const AT_ONCE = 8

/**
 * Digests of what begins like a manifest.
 *
 * @param onLooked  told of the number of blobs that were looked at so far
 */
export async function* findManifests(
  db: Db,
  blobs: BlobStore,
  onLooked: (count: number) => void,
): AsyncGenerator<Digest> {
  let looked = 0
  for await (const group of inGroups(walkBlobs(db, blobs), AT_ONCE)) {
    const found = await Promise.all(group.map((met) => isManifest(blobs, met)))
    yield* group.flatMap(({ digest }, at) => (found[at] ? [digest] : []))
    onLooked((looked += group.length))
  }
}

/** A manifest is never kept as a delta, and what has a row belongs to a version that is there. */
async function isManifest(blobs: BlobStore, { digest, row, stored }: Met): Promise<boolean> {
  if (row || !stored || stored.encoding === 'delta') return false
  try {
    const opened = await blobs.open(digest)
    if (!opened) return false
    let head = Buffer.alloc(0)
    // Leaving the loop ends the stream.
    for await (const chunk of opened.stream) {
      head = Buffer.concat([head, chunk as Buffer])
      if (head.length >= MANIFEST_PREFIX.length) break
    }
    return head.toString('latin1', 0, MANIFEST_PREFIX.length) === MANIFEST_PREFIX
  } catch (error) {
    // Damaged bytes say nothing; `verify` tells of them.
    if (toAppError(error).code === 'blob_damaged') return false
    throw error
  }
}
