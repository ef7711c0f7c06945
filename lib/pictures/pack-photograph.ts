// Makes of a photograph what is kept of it: a whole picture or what is new beside an earlier one, and the top for a card.
import { THUMBNAIL_WIDTH_PX } from '#lib/kernel/limits.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { makePatch } from './picture-patch.ts'
import { developPhotograph, joinTiles, type Photograph } from './photograph.ts'
import { CHANNELS, loadSharp, releasePixels, type Pixels } from './pixels.ts'
import { readStrips, stripsOf, writeStrips } from './strips.ts'

/** Text reads as it does at quality 75, for a tenth less; what else was tried is told in docs/decisions/010. */
const LOSSY = { quality: 60, effort: 2 }
/**
 * The encoder has a copy of all pixels of its own. Of so many tiles they are decoded once more for it: a twentieth more
 * of the time, and 190 MB at most instead of 250.
 */
const STREAMED_TILES = 3
/** A patch that takes more of the whole picture than this is not worth what its readers have to do. */
const MAX_PATCH_SHARE = 0.6
const THUMBNAIL_QUALITY_PERCENT = 60
/** Cards show the top of a page in this shape. */
const THUMBNAIL_SHAPE = 16 / 10

/** The whole picture that an earlier version is, or is pasted on. */
export interface PictureBase {
  digest: Digest
  sizeBytes: number
  /** The strips of that version's picture, as `writeStrips` wrote them. */
  strips: Uint8Array
}

/** How a picture is kept: as the one before it, as what is new beside that one, or whole. */
export type Packed =
  | { kind: 'same' }
  | { kind: 'patch'; bytes: Uint8Array }
  | { kind: 'whole'; bytes: Uint8Array; strips: string }

export interface PackedPhotograph {
  packed: Packed
  widthPx: number
  heightPx: number
  thumbnail: Thumbnail
}

/** WebP. */
export interface Thumbnail {
  bytes: Uint8Array
  widthPx: number
  heightPx: number
}

/**
 * Packs a photograph. Equal pixels on equal bases are packed as equal bytes.
 *
 * @param base  null: there is nothing to compare with, and it is kept whole
 * @throws AppError `blob_damaged` for bytes that are no picture
 */
export async function packPhotograph(
  photograph: Photograph,
  base: PictureBase | null,
): Promise<PackedPhotograph> {
  const pixels = await developPhotograph(photograph)
  const { width: widthPx, height: heightPx } = pixels
  try {
    const thumbnail = await shrinkTop(pixels)
    return { packed: await pack(photograph, pixels, base), widthPx, heightPx, thumbnail }
  } finally {
    releasePixels(pixels)
  }
}

/** What is packed whole from many tiles needs `pixels` no more. */
async function pack(photograph: Photograph, pixels: Pixels, base: PictureBase | null): Promise<Packed> {
  const strips = stripsOf(pixels)
  const json = writeStrips(strips)
  if (base && Buffer.from(json).equals(base.strips)) return { kind: 'same' }
  const before = base && readStrips(Buffer.from(base.strips))
  const patch =
    base &&
    before &&
    (await makePatch({ pixels, strips }, { digest: base.digest, strips: before }, { lossy: LOSSY }))
  if (patch && patch.length <= base.sizeBytes * MAX_PATCH_SHARE) return { kind: 'patch', bytes: patch }
  const joined = photograph.tiles.length < STREAMED_TILES ? null : await joinTiles(photograph)
  if (joined) releasePixels(pixels)
  const opened = joined ?? (await raw(pixels))
  return { kind: 'whole', bytes: await opened.webp(LOSSY).toBuffer(), strips: json }
}

/** The thumbnail of a picture: its top, in the shape of cards. */
export async function shrinkTop({ rgb, width, height }: Pixels): Promise<Thumbnail> {
  const rows = Math.min(height, Math.max(1, Math.round(width / THUMBNAIL_SHAPE)))
  const top = await raw({ rgb: rgb.subarray(0, rows * width * CHANNELS), width, height: rows })
  const { data, info } = await top
    .resize({ width: THUMBNAIL_WIDTH_PX })
    .webp({ quality: THUMBNAIL_QUALITY_PERCENT })
    .toBuffer({ resolveWithObject: true })
  return { bytes: data, widthPx: info.width, heightPx: info.height }
}

async function raw({ rgb, width, height }: Pixels) {
  const sharp = await loadSharp()
  return sharp(rgb, { raw: { width, height, channels: CHANNELS } })
}
