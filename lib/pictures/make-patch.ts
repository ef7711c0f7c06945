// Makes of a picture what is new in it beside an earlier one: where it is captured.
import { promisify } from 'node:util'
import { zstdCompress } from 'node:zlib'
import type { Digest } from '#lib/kernel/digest.ts'
import { alignStrips, type Step } from './align-strips.ts'
import { LENGTH_BYTES, PATCH_FORMAT, type PatchHeader } from './patch-header.ts'
import { CHANNELS, copyPixels, loadSharp, type Pixels } from './pixels.ts'
import { placePieces, WEBP_MAX_SIDE_PX } from './place-pieces.ts'
import type { Strips } from './strips.ts'

const pack = promisify(zstdCompress)

/** More that is new than this share of a picture is better kept as a whole one. */
const MAX_NEW_SHARE = 0.5
/** Text is a third as large without loss; trying is cheap up to this size. */
const MAX_LOSSLESS_PIXELS = 1_000_000

/**
 * The picture as a patch on an earlier one of equal width. Equal pictures on equal bases give equal bytes.
 *
 * @param options.lossy  how pieces are packed that are no smaller without loss
 * @returns null when a whole picture is better
 */
export async function makePatch(
  picture: { pixels: Pixels; strips: Strips },
  base: { digest: Digest; strips: Strips },
  { lossy }: { lossy: { quality: number; effort: number } },
): Promise<Buffer | null> {
  const { pixels } = picture
  const columns = alignStrips(base.strips, picture.strips)
  if (columns === null || newShare(columns, pixels.height) > MAX_NEW_SHARE) return null
  const { width, height } = pixels
  const sheet = placePieces(columns, { width, height })
  if (sheet.height > WEBP_MAX_SIDE_PX) return null
  const header: PatchHeader = { format: PATCH_FORMAT, base: base.digest, width, height, columns }
  const told = await pack(JSON.stringify(header))
  const length = Buffer.alloc(LENGTH_BYTES)
  length.writeUInt32LE(told.length)
  return Buffer.concat([
    length,
    told,
    sheet.height === 0 ? Buffer.alloc(0) : await packSheet(pixels, sheet, lossy),
  ])
}

function newShare(columns: readonly (readonly Step[])[], height: number): number {
  const rows = columns.flat().reduce((sum, [rows, from]) => sum + (from === 'new' ? rows : 0), 0)
  return rows / (height * columns.length)
}

async function packSheet(
  pixels: Pixels,
  { width, height, pieces }: ReturnType<typeof placePieces>,
  lossy: { quality: number; effort: number },
): Promise<Buffer> {
  const sharp = await loadSharp()
  const sheet: Pixels = { rgb: Buffer.alloc(width * height * CHANNELS), width, height }
  for (const { from, sheet: at } of pieces) copyPixels(pixels, from, sheet, at)
  const raw = () => sharp(sheet.rgb, { raw: { width, height, channels: CHANNELS } })
  const packed = await raw().webp(lossy).toBuffer()
  if (width * height > MAX_LOSSLESS_PIXELS) return packed
  const exact = await raw().webp({ lossless: true, effort: lossy.effort }).toBuffer()
  return exact.length < packed.length ? exact : packed
}
