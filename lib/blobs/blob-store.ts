// What a blob store is: bytes by their SHA-256, written once, streamed in and out.
import type { Readable } from 'node:stream'
import type { Digest } from '#lib/kernel/digest.ts'

/** `delta` is zstd with another blob of the store as its dictionary. */
export type BlobEncoding = 'identity' | 'zstd' | 'delta'

/** A blob that can be read without another one. */
export interface WholeBlob {
  digest: Digest
  sizeBytes: number
  storedBytes: number
  encoding: Exclude<BlobEncoding, 'delta'>
}

export interface StoredBlob {
  /** SHA-256 of the bytes as given, before compression. */
  digest: Digest
  sizeBytes: number
  /** Bytes on disk. */
  storedBytes: number
  encoding: BlobEncoding
  /** Of a delta: the blob without which it cannot be read. Whoever keeps a row of this one keeps one of that. */
  base?: WholeBlob | null
  /** Did this call write the bytes, or were they there already? */
  isNew: boolean
}

/** What manifests of every version begin with: how `linkhome rebuild` knows them among the blobs, and believes them. */
export const MANIFEST_PREFIX = '{"@format":"linkhome-snapshot/'

export interface PutOptions {
  /** Media type: decides whether compression pays. */
  contentType?: string | null
  /**
   * An earlier edition of the same text, which will stay as long as the caller keeps rows of both: when the bytes are
   * much smaller as a delta on it (or on what it is a delta on itself), they are kept as one. Small texts only.
   */
  like?: Digest | null
  /** AppError `too_large` `{ limitBytes }` when more bytes come; nothing is kept then. */
  maxBytes?: number
  /** It may begin like a manifest: it is one of ours. */
  isManifest?: boolean
}

export interface OpenedBlob {
  stream: Readable
  /** Of the whole content, also when only a range of it is streamed. */
  sizeBytes: number
  /** How the streamed bytes are encoded: `zstd` only when the caller accepted it. */
  encoding: 'identity' | 'zstd'
}

export interface BlobStore {
  /**
   * Stores bytes while they stream through, and returns their name. Atomic: after a crash the blob is there whole or
   * not at all. The same bytes twice are stored once, and the second time renews them: see `remove`.
   *
   * @throws AppError `too_large`, `disk_full`; `unsupported_content` for what only looks like a manifest
   */
  put(source: Uint8Array | string | AsyncIterable<Uint8Array>, options?: PutOptions): Promise<StoredBlob>
  /**
   * Opens a blob for reading; null when it is not there.
   *
   * @param acceptZstd  the caller can pass zstd on as it lies in the store (HTTP `Content-Encoding: zstd`)
   * @param range       only these bytes of the content, first and last inclusive; never encoded
   */
  open(
    digest: Digest,
    options?: { acceptZstd?: boolean; range?: { start: number; end: number } },
  ): Promise<OpenedBlob | null>
  /** The whole blob in memory: for what is known to be small. Null when it is not there. */
  read(digest: Digest): Promise<Buffer | null>
  has(digest: Digest): Promise<boolean>
  /**
   * Removes a blob, or only when nobody has put it since a moment: who relies on bytes that were there already has put
   * them again, and at whatever point in time that happens, either the bytes stay or the put writes them anew.
   *
   * @param unlessPutSince  two days ago or earlier: a store need not note every put of the same bytes
   * @returns whether the blob is gone
   */
  remove(digest: Digest, options?: { unlessPutSince?: Date }): Promise<boolean>
  /** All blobs in the order of their digests, or those after one; streamed. */
  list(options?: { after?: Digest }): AsyncIterable<ListedBlob>
  /** Removes what writers that died left unfinished. Running ones are spared. */
  removeUnfinished(): Promise<void>
  /** Throws when the store cannot be written or read: for readiness probes. */
  check(): Promise<void>
}

export interface ListedBlob {
  digest: Digest
  storedBytes: number
  encoding: BlobEncoding
  /** About when somebody last relied on it: see `remove`. */
  putAt: Date
}

/** What makers of blobs get instead of a whole store. */
export type PutBlob = BlobStore['put']
