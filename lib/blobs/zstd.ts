// Compression of stored blobs: which types are worth it, how they are packed, what a zstd frame says of its content.
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { constants, createZstdCompress, zstdCompress, zstdDecompress } from 'node:zlib'
import { isDigest, type Digest } from '#lib/kernel/digest.ts'
import type { BlobEncoding } from './blob-store.ts'

const compressInMemory = promisify(zstdCompress)
const decompressInMemory = promisify(zstdDecompress)

/** Level 6: about a tenth smaller than level 3 on HTML and CSS, still faster than a disk writes. */
const ZSTD_LEVEL = 6
/** Compression must win this much, or reading would pay for nothing. */
const WORTHWHILE_RATIO = 0.9

/** A delta must win this much over the text by itself: reading it means reading two. */
const WORTHWHILE_DELTA_RATIO = 0.5

const KEPT_SMALL = [
  /^text\//,
  /^application\/(json|javascript|ecmascript|xml|wasm|manifest\+json|x-javascript|x-font-(ttf|otf)|font-sfnt|vnd\.ms-fontobject)$/,
  /\+(json|xml)$/,
  /^font\/(ttf|otf|sfnt|collection)$/,
  /^image\/(svg\+xml|bmp|x-icon|vnd\.microsoft\.icon)$/,
]

/** Does a media type (parameters allowed) usually shrink? Pictures, video, WOFF and unknown types do not. */
export function isCompressible(contentType: string | null | undefined): boolean {
  const essence = contentType?.split(';')[0]?.trim().toLowerCase() ?? ''
  return KEPT_SMALL.some((pattern) => pattern.test(essence))
}

const ZSTD_MAGIC = 0xfd2fb528
/** Longest frame header: magic, descriptor, window, 4 bytes of dictionary id, 8 bytes of content size. */
export const ZSTD_HEADER_BYTES = 18

/**
 * Size of the decompressed content as the frame header declares it.
 *
 * @param head  first bytes of the frame, `ZSTD_HEADER_BYTES` when there are as many
 * @returns     bytes, or null for no zstd frame or one without a declared size
 * @see RFC 8878 section 3.1.1.1
 */
export function zstdContentSize(head: Buffer): number | null {
  if (head.length < 6 || head.readUInt32LE(0) !== ZSTD_MAGIC) return null
  const descriptor = head[4]!
  const isSingleSegment = (descriptor & 0x20) !== 0
  const dictionaryBytes = [0, 1, 2, 4][descriptor & 0x03]!
  const at = 5 + (isSingleSegment ? 0 : 1) + dictionaryBytes
  const sizeFlag = descriptor >> 6
  const sizeBytes = sizeFlag === 0 ? (isSingleSegment ? 1 : 0) : 1 << sizeFlag
  if (sizeBytes === 0 || head.length < at + sizeBytes) return null
  if (sizeBytes === 1) return head.readUInt8(at)
  if (sizeBytes === 2) return head.readUInt16LE(at) + 256
  if (sizeBytes === 4) return head.readUInt32LE(at)
  return Number(head.readBigUInt64LE(at))
}

/** The pledge puts the size into the frame header; by the checksum a reader of the frame notices bytes that rotted. */
function zstdOptions(pledgedSrcSize: number) {
  const params = { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL, [constants.ZSTD_c_checksumFlag]: 1 }
  return { params, pledgedSrcSize }
}

/** Before the frame of a delta lies one that readers skip (RFC 8878 section 3.1.2), with the digest of its base. */
const SKIPPED_MAGIC = 0x184d2a5d
const DIGEST_BYTES = 32
export const DELTA_HEADER_BYTES = 8 + DIGEST_BYTES

/** Another blob as dictionary. */
export interface DeltaBase {
  digest: Digest
  content: Buffer
}

/** Bytes as a delta on a base; null when that pays too little beside `packed`, the bytes by themselves. */
async function packDelta(bytes: Buffer, packed: Buffer, base: DeltaBase): Promise<Buffer | null> {
  const frame = await compressInMemory(bytes, { ...zstdOptions(bytes.length), dictionary: base.content })
  if (frame.length + DELTA_HEADER_BYTES > packed.length * WORTHWHILE_DELTA_RATIO) return null
  const header = Buffer.alloc(8)
  header.writeUInt32LE(SKIPPED_MAGIC, 0)
  header.writeUInt32LE(DIGEST_BYTES, 4)
  return Buffer.concat([header, Buffer.from(base.digest, 'hex'), frame])
}

/** Which base a delta has, from its first bytes; null for no delta. */
export function deltaBase(head: Buffer): Digest | null {
  if (head.length < DELTA_HEADER_BYTES || head.readUInt32LE(0) !== SKIPPED_MAGIC) return null
  const digest = head.toString('hex', 8, DELTA_HEADER_BYTES)
  return isDigest(digest) ? digest : null
}

/** The bytes of a delta; throws what the decompressor throws. */
export const unpackDelta = (delta: Buffer, dictionary: Buffer): Promise<Buffer> =>
  decompressInMemory(delta.subarray(DELTA_HEADER_BYTES), { dictionary })

/** Bytes as they should lie in a store: packed when `compress` and when that pays. */
export async function packBytes(
  bytes: Buffer,
  compress: boolean,
  base: DeltaBase | null = null,
): Promise<{ bytes: Buffer; encoding: BlobEncoding }> {
  const packed = compress ? await compressInMemory(bytes, zstdOptions(bytes.length)) : bytes
  const pays = packed.length < bytes.length * WORTHWHILE_RATIO
  const delta = pays && base ? await packDelta(bytes, packed, base) : null
  if (delta) return { bytes: delta, encoding: 'delta' }
  return pays ? { bytes: packed, encoding: 'zstd' } : { bytes, encoding: 'identity' }
}

/**
 * The same for a file, which ends as `target`.
 *
 * @param pledgedBytes  its size; null: as it is
 */
export async function packFile(
  raw: string,
  target: string,
  pledgedBytes: number | null,
): Promise<BlobEncoding> {
  if (pledgedBytes !== null) {
    const packer = createZstdCompress(zstdOptions(pledgedBytes))
    await pipeline(createReadStream(raw), packer, createWriteStream(target, { flags: 'wx' }))
    const { size } = await stat(target)
    if (size < pledgedBytes * WORTHWHILE_RATIO) return 'zstd'
  }
  await rename(raw, target)
  return 'identity'
}
