// Stores the picture of a page: whole, or what is new in it beside that of an earlier version, and the thumbnail for cards.
import sharp from 'sharp'
import type { BlobStore, PutBlob } from '#lib/blobs/blob-store.ts'
import { THUMBNAIL_WIDTH_PX } from '#lib/kernel/limits.ts'
import { packing, packInThread } from '#lib/pictures/pack-in-thread.ts'
import {
  shrinkTop,
  type PackedPhotograph,
  type PictureBase,
  type Thumbnail,
} from '#lib/pictures/pack-photograph.ts'
import { pastePatch } from '#lib/pictures/paste-patch.ts'
import type { Photograph } from '#lib/pictures/photograph.ts'
import { decodePicture } from '#lib/pictures/pixels.ts'
import { readStrips } from '#lib/pictures/read-strips.ts'
import { PATCH_TYPE, PICTURE_TYPE, STRIPS_TYPE } from '#lib/pictures/picture-types.ts'
import type { CapturedImage, CapturedScreenshot, EarlierPicture, PagePart } from './capture.ts'

/** Two thumbnails look the same when, at a quarter of their size, brightness differs by no more than this of 255. */
const ALIKE = { mean: 1.5, most: 64 }

interface KeepOptions {
  blobs: Pick<BlobStore, 'read' | 'has'>
  put: PutBlob
  /** The picture with which this one is compared; null for the first of a link. */
  earlier: EarlierPicture | null
  signal: AbortSignal
}

/**
 * Stores a photographed page and its thumbnail. A page that looks as it did puts nothing.
 *
 * @param picture  of the whole page
 * @throws AppError `disk_full`; the signal's reason
 */
export async function keepPicture(
  picture: Photograph,
  options: KeepOptions,
): Promise<{ screenshot: CapturedScreenshot; thumbnail: CapturedImage }> {
  options.signal.throwIfAborted()
  const packed = await packInThread({ photograph: picture, base: await readBase(options) })
  return {
    screenshot: await keepScreenshot(packed, options),
    thumbnail: await keepThumbnail(packed.thumbnail, options),
  }
}

async function keepScreenshot(
  { packed, widthPx, heightPx }: PackedPhotograph,
  { earlier, put }: KeepOptions,
): Promise<CapturedScreenshot> {
  const size = { widthPx, heightPx }
  if (packed.kind === 'whole') {
    const strips = await keep(put, packed.strips, STRIPS_TYPE)
    return { ...(await keep(put, packed.bytes, PICTURE_TYPE)), ...size, base: null, strips }
  }
  if (!earlier) throw new Error('nothing to be compared with')
  const { base, strips } = earlier
  if (packed.kind === 'same') return { ...base, ...size, base: null, strips }
  return { ...(await keep(put, packed.bytes, PATCH_TYPE)), ...size, base, strips }
}

/** Null when there is nothing to compare with, or it is damaged: the picture is then kept whole. */
async function readBase({
  blobs,
  earlier,
}: Pick<KeepOptions, 'blobs' | 'earlier'>): Promise<PictureBase | null> {
  if (earlier === null || !(await blobs.has(earlier.base.digest))) return null
  const told = await blobs.read(earlier.strips.digest).catch(() => null)
  const strips = told && readStrips(told)
  return strips && { ...earlier.base, strips }
}

/**
 * A picture after the losses that `keepPicture` brings to one that is compared with the same: two photographs of the
 * same page come out equal.
 *
 * @param earlier  what the kept picture is pasted on; null when it is whole
 * @returns        WebP
 */
export async function packPicture(
  picture: Photograph,
  blobs: Pick<BlobStore, 'read' | 'has'>,
  earlier: Omit<EarlierPicture, 'thumbnail'> | null,
): Promise<Buffer> {
  const known = earlier && { ...earlier, thumbnail: null }
  const { packed } = await packInThread({
    photograph: picture,
    base: await readBase({ blobs, earlier: known }),
  })
  if (packed.kind === 'whole') return bufferOf(packed.bytes)
  const base = earlier && (await blobs.read(earlier.base.digest))
  if (!base) throw new Error('the base went away')
  return packed.kind === 'same' ? base : pastePatch(base, bufferOf(packed.bytes))
}

/**
 * The thumbnail of a kept picture of a page (PNG or WebP), as bytes of PICTURE_TYPE.
 *
 * @throws AppError `blob_damaged` for bytes that are no picture
 */
export async function makeThumbnail(picture: Buffer): Promise<Buffer> {
  const { bytes } = await packing.run(async () => shrinkTop(await decodePicture(picture)))
  return bufferOf(bytes)
}

async function keepThumbnail(
  { bytes, widthPx, heightPx }: Thumbnail,
  { blobs, put, earlier }: KeepOptions,
): Promise<CapturedImage> {
  const size = { widthPx, heightPx }
  const known = earlier?.thumbnail ?? null
  const before = known && (await blobs.read(known.digest).catch(() => null))
  if (known && before && (await looksAlike(before, bytes))) return { ...known, ...size }
  return { ...(await keep(put, bytes, PICTURE_TYPE)), ...size }
}

/** Thumbnails are for finding one's way: nobody can read a changed word in them. */
async function looksAlike(before: Buffer, after: Uint8Array): Promise<boolean> {
  if (before.equals(after)) return true
  const [a, b] = await Promise.all([readShades(before), readShades(after)])
  if (!a || !b || a.length !== b.length) return false
  const differences = Array.from(a, (shade, at) => Math.abs(shade - (b[at] ?? 0)))
  const sum = differences.reduce((all, one) => all + one, 0)
  return sum / differences.length <= ALIKE.mean && differences.every((one) => one <= ALIKE.most)
}

/** Brightness at a quarter of the size, where the noise of packing is gone; null for what is no picture. */
async function readShades(thumbnail: Uint8Array): Promise<Uint8Array | null> {
  const shades = sharp(thumbnail)
    .greyscale()
    .resize({ width: THUMBNAIL_WIDTH_PX / 4, fastShrinkOnLoad: false })
  return shades
    .raw()
    .toBuffer()
    .catch(() => null)
}

/** What comes from a thread is no Buffer any more. */
const bufferOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

async function keep(put: PutBlob, bytes: Uint8Array | string, contentType: string): Promise<PagePart> {
  const { digest, sizeBytes } = await put(typeof bytes === 'string' ? bytes : bufferOf(bytes), {
    contentType,
  })
  return { digest, sizeBytes, contentType }
}
