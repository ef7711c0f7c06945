// What an operator's tools may do to a blob store beyond reading and writing blobs: look behind it, and set bytes aside.
import type { Digest } from '#lib/kernel/digest.ts'
import type { BlobEncoding } from './blob-store.ts'

/** How the copy of a blob lies that readers get. */
export interface BlobCopy {
  encoding: BlobEncoding
  storedBytes: number
  /** Of a delta: the blob without which it cannot be read; null also when the delta does not tell any more. */
  baseDigest: Digest | null
}

/** What lies in the place of the blobs and is none. */
export interface Stray {
  /** Path below the store. */
  name: string
  /** `unfinished` belongs to a writer that died; nobody knows what `unknown` is. */
  kind: 'unfinished' | 'unknown'
}

export interface StoreUpkeep {
  /** Null when the blob is not there. */
  describe(digest: Digest): Promise<BlobCopy | null>
  /** Unfinished files of running writers are left out. In a bucket, objects of other names may be somebody else's: they are too. */
  findStrays(): AsyncIterable<Stray>
  /**
   * Moves the copy of a blob that readers get out of their way. Nothing is deleted.
   *
   * @returns where its bytes are now; null when there is no copy
   */
  setAside(digest: Digest): Promise<string | null>
  /** The same for a stray. */
  setStrayAside(name: string): Promise<string | null>
}
