// Reads the words of a version before the transaction that indexes them: a slow store must not hold its locks.
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import type { DbOrTx } from '#lib/db/client.ts'
import { findArtifact } from '#lib/db/resources.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { toAppError } from '#lib/kernel/errors.ts'

/** Artifacts that `reindexLink` reads. */
const WORD_KINDS = ['text', 'visible', 'article'] as const

export type WordStore = Pick<BlobStore, 'read'>

/**
 * A store that has these blobs in memory, for `reindexLink`. Bytes never change under their digest; what the rows name
 * by then and was not read ahead, is read from the store itself.
 *
 * @param digests  damaged and lost ones are left to whoever asks for them
 */
export async function readAhead(blobs: WordStore, digests: readonly Digest[]): Promise<WordStore> {
  const known = new Map<Digest, Buffer>()
  for (const digest of new Set(digests)) {
    const bytes = await blobs.read(digest).catch((error: unknown) => {
      if (toAppError(error).code === 'blob_damaged') return null
      throw error
    })
    if (bytes) known.set(digest, bytes)
  }
  return { read: async (digest) => known.get(digest) ?? blobs.read(digest) }
}

/** The same with the words of a version that is in front, or about to be. */
export async function readWordsAhead(
  db: DbOrTx,
  blobs: WordStore,
  snapshotId: string | null,
): Promise<WordStore> {
  if (snapshotId === null) return blobs
  const artifacts = await Promise.all(WORD_KINDS.map((kind) => findArtifact(db, snapshotId, kind)))
  return readAhead(
    blobs,
    artifacts.flatMap((artifact) => artifact?.blobDigest ?? []),
  )
}
