// Reads the picture of a page, whole or pasted together: the one way for everybody who looks at it.
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { baseOfPatch, pastePatch } from '#lib/pictures/paste-patch.ts'
import { PATCH_TYPE } from '#lib/pictures/picture-types.ts'

export const isPatch = (contentType: string) => contentType === PATCH_TYPE

/**
 * The picture as a file of PICTURE_TYPE; null when a blob of it is missing. Pasting takes about a second, and
 * 100 MB (310 for the tallest page), one at a time in a process. Equal blobs give equal bytes.
 *
 * @throws AppError `blob_damaged`
 */
export async function readPicture(
  blobs: Pick<BlobStore, 'read'>,
  { digest, contentType }: { digest: Digest; contentType: string },
): Promise<Buffer | null> {
  const kept = await blobs.read(digest)
  if (kept === null || !isPatch(contentType)) return kept
  const base = await blobs.read(await baseOfPatch(kept))
  if (base === null) throw new AppError('blob_damaged', { digest })
  return pastePatch(base, kept)
}
