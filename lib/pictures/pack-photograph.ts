// Makes of a photograph what is kept of it: a whole picture or what is new beside an earlier one, and the top for a card.
import { THUMBNAIL_WIDTH_PX } from '#lib/kernel/limits.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { makePatch } from './make-patch.ts'
import { openWebpEncoder } from './encode-webp.ts'
import { developBands, developPhotograph, sizeOfPhotograph, type Photograph } from './photograph.ts'
import { CHANNELS, loadSharp, releasePixels, type Pixels } from './pixels.ts'
import { openCutter, stripsOf, writeStrips, type Strips } from './strips.ts'

/** Text reads as it does at quality 75, for a tenth less; what else was tried is told in docs/decisions/010. */
const LOSSY = { quality: 60, effort: 2 }
/** A patch that takes more of the whole picture than this is not worth what its readers have to do. */
const MAX_PATCH_SHARE = 0.6
const THUMBNAIL_QUALITY_PERCENT = 60
/** Cards show the top of a page in this shape. */
const THUMBNAIL_SHAPE = 16 / 10

/** The whole picture that an earlier version is, or is pasted on. */
export interface PictureBase {
  digest: Digest
  sizeBytes: number
  /** Those of that version's picture. */
  strips: Strips
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
  if (!base) return packBands(developBands(photograph), sizeOfPhotograph(photograph))
  const pixels = await developPhotograph(photograph)
  try {
    const packed = await packBeside(pixels, base)
    if (!packed) return await packBands([pixels], pixels)
    const { width: widthPx, height: heightPx } = pixels
    return { packed, widthPx, heightPx, thumbnail: await shrinkTop(pixels) }
  } finally {
    releasePixels(pixels)
  }
}

/** Null when it is better kept whole. */
async function packBeside(pixels: Pixels, base: PictureBase): Promise<Packed | null> {
  const strips = stripsOf(pixels)
  if (writeStrips(strips) === writeStrips(base.strips)) return { kind: 'same' }
  const patch = await makePatch({ pixels, strips }, base, { lossy: LOSSY })
  return patch && patch.length <= base.sizeBytes * MAX_PATCH_SHARE ? { kind: 'patch', bytes: patch } : null
}

/** Keeps a picture whole, of which there is never more than a band, and what the encoder has made of those before. */
async function packBands(
  bands: AsyncIterable<Pixels> | Iterable<Pixels>,
  { width, height }: { width: number; height: number },
): Promise<PackedPhotograph> {
  const cutter = openCutter(width)
  const top = openTop(width, height)
  const encoder = openWebpEncoder({ width, height }, LOSSY)
  for await (const band of bands) {
    cutter.add(band)
    top.add(band)
    encoder.add(band)
  }
  const strips = writeStrips(cutter.end())
  const packed: Packed = { kind: 'whole', bytes: encoder.finish(), strips }
  return { packed, widthPx: width, heightPx: height, thumbnail: await shrinkTop(top.pixels) }
}

const rowsOfThumbnail = (width: number, height: number) =>
  Math.min(height, Math.max(1, Math.round(width / THUMBNAIL_SHAPE)))

/** Gathers what the thumbnail shows. */
function openTop(width: number, height: number): { pixels: Pixels; add(band: Pixels): void } {
  const rows = rowsOfThumbnail(width, height)
  const rgb = Buffer.alloc(rows * width * CHANNELS)
  let filled = 0
  return {
    pixels: { rgb, width, height: rows },
    add: (band) => (filled += band.rgb.copy(rgb, filled)),
  }
}

/** The thumbnail of a picture: its top, in the shape of cards. */
export async function shrinkTop({ rgb, width, height }: Pixels): Promise<Thumbnail> {
  const rows = rowsOfThumbnail(width, height)
  const sharp = await loadSharp()
  const top = rgb.subarray(0, rows * width * CHANNELS)
  const { data, info } = await sharp(top, { raw: { width, height: rows, channels: CHANNELS } })
    .resize({ width: THUMBNAIL_WIDTH_PX })
    .webp({ quality: THUMBNAIL_QUALITY_PERCENT })
    .toBuffer({ resolveWithObject: true })
  return { bytes: data, widthPx: info.width, heightPx: info.height }
}
