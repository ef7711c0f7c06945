// What a kept snapshot offers to those who make further forms of it: facts, the frozen page, its parts.
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import type { Digest } from '#lib/kernel/digest.ts'

/** A blob that the frozen page names by its digest. */
export interface FrozenPart {
  digest: Digest
  contentType: string
  sizeBytes: number
}

/** One ready snapshot with a page. Nothing here is trusted but the ids and digests. */
export interface FrozenSource {
  blobs: Pick<BlobStore, 'open' | 'read'>
  /** Address that was captured, after redirects. */
  url: string
  title: string | null
  byline: string | null
  capturedAt: Date
  /** The frozen document. */
  page: Digest
  /** The sanitised article, or null when the page has none. */
  article: Digest | null
  /** What the store was told about the capture (lib/archive/manifest.ts). */
  manifest: Digest | null
  parts: ReadonlyMap<Digest, FrozenPart>
  /** Where the bytes came from, by digest. */
  addresses: ReadonlyMap<Digest, string>
}

/** Streams a form of the snapshot. A page that is not there, or too large, is an AppError. */
export type MakeForm = (source: FrozenSource) => AsyncIterable<Uint8Array>

/** @throws Error when the blob has a row and no bytes: `linkhome verify` finds what is missing */
export async function readBlob({ blobs }: Pick<FrozenSource, 'blobs'>, digest: Digest): Promise<Buffer> {
  const bytes = await blobs.read(digest)
  if (!bytes) throw new Error(`the blob ${digest} has a row and no bytes`)
  return bytes
}
