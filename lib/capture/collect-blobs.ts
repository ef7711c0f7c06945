// Remembers which blobs a capture put, and which of them were new to the store.
import type { BlobStore, PutBlob, StoredBlob } from '#lib/blobs/blob-store.ts'
import type { Digest } from '#lib/kernel/digest.ts'

/** A `put` that keeps account: each blob once, new when any of its puts wrote it. */
export function collectBlobs(blobs: BlobStore): { put: PutBlob; stored(): StoredBlob[] } {
  const byDigest = new Map<string, StoredBlob>()
  return {
    async put(source, options) {
      const blob = await blobs.put(source, options)
      const known = byDigest.get(blob.digest)
      byDigest.set(blob.digest, known ? { ...known, isNew: known.isNew || blob.isNew } : blob)
      return blob
    },
    stored: () => [...byDigest.values()],
  }
}

/** A `put` that compares HTML with an earlier edition of it, so that of the new one is kept what is new. */
export function likeHtml(put: PutBlob, earlier: Digest | undefined): PutBlob {
  return (source, options) =>
    put(source, options?.contentType?.startsWith('text/html') ? { ...options, like: earlier } : options)
}
