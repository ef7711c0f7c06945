// Stores the picture of a page: whole, or what is new in it beside that of an earlier version, and the thumbnail for cards.
import sharp from 'sharp'
import type { BlobStore, PutBlob } from '#lib/blobs/blob-store.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { THUMBNAIL_WIDTH_PX } from '#lib/kernel/limits.ts'
import { runAtMost } from '#lib/kernel/run-at-most.ts'
import { makePatch, pastePatch, PATCH_TYPE } from '#lib/pictures/picture-patch.ts'
import { developPhotograph, type Photograph } from '#lib/pictures/photograph.ts'
import { CHANNELS, decodePicture, type Pixels } from '#lib/pictures/pixels.ts'
import { readStrips, stripsOf, STRIPS_TYPE, writeStrips, type Strips } from '#lib/pictures/strips.ts'
import type { CapturedImage, CapturedScreenshot, EarlierPicture, PagePart } from './capture.ts'

const WEBP_TYPE = 'image/webp'
/** Text reads as it does at quality 75, for a tenth less; what else was tried is told in docs/decisions/010. */
const SCREENSHOT = { quality: 60, effort: 2 }
/** A tall page takes 150 MB and a processor while it is packed: the others wait as they came, which is a hundredth. */
const packing = runAtMost(1)
/** A patch that takes more of the whole picture than this is not worth what its readers have to do. */
const MAX_PATCH_SHARE = 0.6
const THUMBNAIL_QUALITY_PERCENT = 60
// Operations on one picture are never met again on another: kept, they would hold its pixels.
sharp.cache(false)
/** Cards show the top of a page in this shape. */
const THUMBNAIL_SHAPE = 16 / 10
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
  const { screenshot, top } = await packing.run(async () => {
    const pixels = await developPhotograph(picture)
    return { screenshot: await keepScreenshot(pixels, options), top: topOf(pixels) }
  })
  return { screenshot, thumbnail: await keepThumbnail(top, options) }
}

async function keepScreenshot(pixels: Pixels, options: KeepOptions): Promise<CapturedScreenshot> {
  const { earlier, put } = options
  const size = { widthPx: pixels.width, heightPx: pixels.height }
  const packed = await pack(pixels, await readBase(options))
  if (packed.kind === 'whole') {
    const strips = await keep(put, packed.strips, STRIPS_TYPE)
    return { ...(await keep(put, packed.bytes, WEBP_TYPE)), ...size, base: null, strips }
  }
  if (!earlier) throw new Error('nothing to be compared with')
  const { base, strips } = earlier
  if (packed.kind === 'same') return { ...base, ...size, base: null, strips }
  return { ...(await keep(put, packed.bytes, PATCH_TYPE)), ...size, base, strips }
}

/** How a picture is kept: as the one before it, as what is new beside that one, or whole. */
type Packed =
  | { kind: 'same' }
  | { kind: 'patch'; bytes: Buffer }
  | { kind: 'whole'; bytes: Buffer; strips: string }

interface Base {
  digest: Digest
  sizeBytes: number
  json: Buffer
  strips: Strips
}

/** Equal pixels on equal bases are packed as equal bytes. */
async function pack(pixels: Pixels, base: Base | null): Promise<Packed> {
  const strips = stripsOf(pixels)
  const json = writeStrips(strips)
  if (base?.json.equals(Buffer.from(json))) return { kind: 'same' }
  const patch = base && (await makePatch({ pixels, strips }, base, { lossy: SCREENSHOT }))
  if (patch && patch.length <= base.sizeBytes * MAX_PATCH_SHARE) return { kind: 'patch', bytes: patch }
  return { kind: 'whole', bytes: await raw(pixels).webp(SCREENSHOT).toBuffer(), strips: json }
}

/** Null when there is nothing to compare with, or it is damaged: the picture is then kept whole. */
async function readBase({ blobs, earlier }: Pick<KeepOptions, 'blobs' | 'earlier'>): Promise<Base | null> {
  if (earlier === null || !(await blobs.has(earlier.base.digest))) return null
  const json = await blobs.read(earlier.strips.digest).catch(() => null)
  const strips = json && readStrips(json)
  return json && strips && { ...earlier.base, json, strips }
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
  return packing.run(async () => {
    const known = earlier && { ...earlier, thumbnail: null }
    const packed = await pack(await developPhotograph(picture), await readBase({ blobs, earlier: known }))
    if (packed.kind === 'whole') return packed.bytes
    const base = earlier && (await blobs.read(earlier.base.digest))
    if (!base) throw new Error('the base went away')
    return packed.kind === 'same' ? base : pastePatch(base, packed.bytes)
  })
}

export const THUMBNAIL_TYPE = WEBP_TYPE

/**
 * The thumbnail of a kept picture of a page (PNG or WebP), as bytes of THUMBNAIL_TYPE.
 *
 * @throws AppError `blob_damaged` for bytes that are no picture
 */
export async function makeThumbnail(picture: Buffer): Promise<Buffer> {
  const pixels = await packing.run(() => decodePicture(picture))
  return (await shrink(topOf(pixels))).data
}

const shrink = (top: Pixels) =>
  raw(top)
    .resize({ width: THUMBNAIL_WIDTH_PX })
    .webp({ quality: THUMBNAIL_QUALITY_PERCENT })
    .toBuffer({ resolveWithObject: true })

async function keepThumbnail(top: Pixels, { blobs, put, earlier }: KeepOptions): Promise<CapturedImage> {
  const { data, info } = await shrink(top)
  const size = { widthPx: info.width, heightPx: info.height }
  const known = earlier?.thumbnail ?? null
  const before = known && (await blobs.read(known.digest).catch(() => null))
  if (known && before && (await looksAlike(before, data))) return { ...known, ...size }
  return { ...(await keep(put, data, THUMBNAIL_TYPE)), ...size }
}

/** Thumbnails are for finding one's way: nobody can read a changed word in them. */
async function looksAlike(before: Buffer, after: Buffer): Promise<boolean> {
  if (before.equals(after)) return true
  const [a, b] = await Promise.all([readShades(before), readShades(after)])
  if (!a || !b || a.length !== b.length) return false
  const differences = Array.from(a, (shade, at) => Math.abs(shade - (b[at] ?? 0)))
  const sum = differences.reduce((all, one) => all + one, 0)
  return sum / differences.length <= ALIKE.mean && differences.every((one) => one <= ALIKE.most)
}

/** Brightness at a quarter of the size, where the noise of packing is gone; null for what is no picture. */
async function readShades(thumbnail: Buffer): Promise<Uint8Array | null> {
  const shades = sharp(thumbnail)
    .greyscale()
    .resize({ width: THUMBNAIL_WIDTH_PX / 4, fastShrinkOnLoad: false })
  return shades
    .raw()
    .toBuffer()
    .catch(() => null)
}

function topOf({ rgb, width, height }: Pixels): Pixels {
  const rows = Math.min(height, Math.max(1, Math.round(width / THUMBNAIL_SHAPE)))
  // A copy: the whole picture need not stay for it.
  return { rgb: Buffer.from(rgb.subarray(0, rows * width * CHANNELS)), width, height: rows }
}

const raw = ({ rgb, width, height }: Pixels) => sharp(rgb, { raw: { width, height, channels: CHANNELS } })

async function keep(put: PutBlob, bytes: Buffer | string, contentType: string): Promise<PagePart> {
  const { digest, sizeBytes } = await put(bytes, { contentType })
  return { digest, sizeBytes, contentType }
}
