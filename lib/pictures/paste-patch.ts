// Pastes what is new in a picture on the earlier one that it was compared with: where it is looked at.
import { promisify } from 'node:util'
import { zstdDecompress } from 'node:zlib'
import { z } from 'zod'
import { type Digest } from '#lib/kernel/digest.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { runAtMost } from '#lib/kernel/run-at-most.ts'
import type { Step } from './align-strips.ts'
import { LENGTH_BYTES, PATCH_FORMAT, type PatchHeader } from './patch-header.ts'
import { CHANNELS, copyPixels, decodePicture, loadSharp, type Pixels } from './pixels.ts'
import { placePieces, WEBP_MAX_SIDE_PX } from './place-pieces.ts'
import { columnsOf } from './strips.ts'

const unpack = promisify(zstdDecompress)

/** Steps say less than this of the tallest page; who says more is none of ours. */
const MAX_HEADER_BYTES = 4 * 1024 * 1024
/** The tallest picture takes 310 MB for a second, 200 of them in the decoder; one of 6,000 rows a third of that. */
const pasting = runAtMost(1)

const side = z.number().int().positive().max(WEBP_MAX_SIDE_PX)
const step = z.tuple([z.number().int().positive(), z.union([z.number().int(), z.enum(['repeat', 'new'])])])

const patchHeader = z.object({
  format: z.literal(PATCH_FORMAT),
  base: z.string().regex(/^[0-9a-f]{64}$/),
  width: side,
  height: side,
  columns: z.array(z.array(step)),
}) satisfies z.ZodType<PatchHeader>

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
