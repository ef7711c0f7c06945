// A picture as what is new in it beside an earlier one: made where it is captured, pasted where it is looked at.
import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import { z } from 'zod'
import { type Digest } from '#lib/kernel/digest.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { runAtMost } from '#lib/kernel/run-at-most.ts'
import { alignStrips, type Step } from './align-strips.ts'
import { CHANNELS, decodePicture, loadSharp, type Pixels } from './pixels.ts'
import { placePieces, WEBP_MAX_SIDE_PX, type Rectangle } from './place-pieces.ts'
import { columnsOf, type Strips } from './strips.ts'

const pack = promisify(zstdCompress)
const unpack = promisify(zstdDecompress)

/** Of kept pictures of pages, unless they are patches, and of thumbnails. */
export const PICTURE_TYPE = 'image/webp'
export const PATCH_TYPE = 'application/vnd.linkhome.picture-patch'
const PATCH_FORMAT = 'linkhome-picture-patch/1'

/** More that is new than this share of a picture is better kept as a whole one. */
const MAX_NEW_SHARE = 0.5
/** Text is a third as large without loss; trying is cheap up to this size. */
const MAX_LOSSLESS_PIXELS = 1_000_000
/** Steps say less than this of the tallest page; who says more is none of ours. */
const MAX_HEADER_BYTES = 4 * 1024 * 1024
/** The tallest picture takes 310 MB for a second, 200 of them in the decoder; one of 6,000 rows a third of that. */
const pasting = runAtMost(1)

const side = z.number().int().positive().max(WEBP_MAX_SIDE_PX)
const step = z.tuple([z.number().int().positive(), z.union([z.number().int(), z.enum(['repeat', 'new'])])])

/** What a patch says before its sheet of new pieces, a WebP: `u32` with the size of this as zstd of JSON comes first. */
const patchHeader = z.object({
  format: z.literal(PATCH_FORMAT),
  /** The whole picture that it is pasted on: never another patch. */
  base: z.string().regex(/^[0-9a-f]{64}$/),
  width: side,
  height: side,
  columns: z.array(z.array(step)),
})
type PatchHeader = z.infer<typeof patchHeader>

const LENGTH_BYTES = 4

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

/** The digest of the picture that a patch is pasted on. */
export async function baseOfPatch(patch: Buffer): Promise<Digest> {
  return (await readPatch(patch)).header.base
}

/**
 * Pastes a patch on its base, one at a time in this process.
 *
 * @returns WebP
 * @throws AppError `blob_damaged` when one of the two is not what it should be
 */
export function pastePatch(base: Buffer, patch: Buffer): Promise<Buffer> {
  return pasting.run(async () => {
    const { header, sheet } = await readPatch(patch)
    const { rgb, width, height } = await paste(base, header, sheet)
    const sharp = await loadSharp()
    return sharp(rgb, { raw: { width, height, channels: CHANNELS } })
      .webp(SHOWN)
      .toBuffer()
  })
}

/** It has been packed before: packed better this time, hardly anything more is lost. */
const SHOWN = { quality: 88, effort: 1 }

async function readPatch(patch: Buffer): Promise<{ header: PatchHeader; sheet: Buffer }> {
  try {
    const end = LENGTH_BYTES + patch.readUInt32LE(0)
    const told = await unpack(patch.subarray(LENGTH_BYTES, end), { maxOutputLength: MAX_HEADER_BYTES })
    return { header: patchHeader.parse(JSON.parse(told.toString())), sheet: patch.subarray(end) }
  } catch (cause) {
    throw new AppError('blob_damaged', {}, { cause })
  }
}

async function paste(base: Buffer, header: PatchHeader, packed: Buffer): Promise<Pixels> {
  const { width, height, columns } = header
  if (columns.length !== columnsOf(width).length || columns.some((steps) => rowsOf(steps) !== height))
    throw new AppError('blob_damaged')
  const sheet = placePieces(columns, { width, height })
  // The small one first: decoding the other one is when most memory is used.
  const pieces = sheet.height === 0 ? null : await decodePicture(packed)
  if (pieces && (pieces.width !== sheet.width || pieces.height !== sheet.height))
    throw new AppError('blob_damaged')
  const old = await decodePicture(base)
  if (old.width !== width) throw new AppError('blob_damaged')
  const picture: Pixels = { rgb: withRows(old, height), width, height }
  for (const [at, steps] of columns.entries()) moveRows(picture, old.height, steps, columnAt(width, at))
  if (pieces)
    for (const { from, sheet: at, pasted } of sheet.pieces) {
      const offset = { left: at.left + pasted.left - from.left, top: at.top + pasted.top - from.top }
      copyPixels(pieces, { ...pasted, ...offset }, picture, pasted)
    }
  for (const [at, steps] of columns.entries()) repeatRows(picture, steps, columnAt(width, at))
  return { ...picture, rgb: picture.rgb.subarray(0, width * height * CHANNELS) }
}

const rowsOf = (steps: readonly Step[]) => steps.reduce((sum, [rows]) => sum + rows, 0)

/** Room for the higher one of both: rows move inside of it. */
function withRows(old: Pixels, height: number): Buffer {
  if (height <= old.height) return old.rgb
  const rgb = Buffer.alloc(height * old.width * CHANNELS)
  old.rgb.copy(rgb)
  return rgb
}

interface Column {
  left: number
  width: number
}

function columnAt(width: number, at: number): Column {
  const column = columnsOf(width)[at]
  if (!column) throw new AppError('blob_damaged')
  return column
}

/**
 * Moves what is old to its new place. Steps keep the order of what they copy, so that nothing is overwritten before it
 * has moved when what moves down goes from the last to the first, and what moves up from the first to the last.
 */
function moveRows(picture: Pixels, oldHeight: number, steps: readonly Step[], column: Column): void {
  const moves: { top: number; from: number; rows: number }[] = []
  let top = 0
  for (const [rows, from] of steps) {
    if (typeof from === 'number') moves.push({ top, from: top + from, rows })
    top += rows
  }
  const isOutside = moves.some(({ from, rows }) => from < 0 || from + rows > oldHeight)
  if (isOutside) throw new AppError('blob_damaged')
  const pitch = picture.width * CHANNELS
  const [left, length] = [column.left * CHANNELS, column.width * CHANNELS]
  const moveRow = (from: number, to: number) =>
    picture.rgb.copyWithin(to * pitch + left, from * pitch + left, from * pitch + left + length)
  for (const { top, from, rows } of moves)
    if (from > top) for (let y = 0; y < rows; y += 1) moveRow(from + y, top + y)
  for (const { top, from, rows } of moves.toReversed())
    if (from < top) for (let y = rows - 1; y >= 0; y -= 1) moveRow(from + y, top + y)
}

function repeatRows(picture: Pixels, steps: readonly Step[], column: Column): void {
  let top = 0
  for (const [rows, from] of steps) {
    if (from === 'repeat') {
      const above = { left: column.left, top: top - 1, width: column.width, height: 1 }
      for (let y = top; y < top + rows; y += 1) copyPixels(picture, above, picture, { ...column, top: y })
    }
    top += rows
  }
}

function copyPixels(
  source: Pixels,
  from: Rectangle,
  target: Pixels,
  to: { left: number; top: number },
): void {
  for (let y = 0; y < from.height; y += 1) {
    const start = ((from.top + y) * source.width + from.left) * CHANNELS
    source.rgb.copy(
      target.rgb,
      ((to.top + y) * target.width + to.left) * CHANNELS,
      start,
      start + from.width * CHANNELS,
    )
  }
}
