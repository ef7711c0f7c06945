// A photograph of a page as Chromium gave it: small while it waits, pixels only when it is its turn to be packed.
import { AppError } from '#lib/kernel/errors.ts'
import { CHANNELS, decodePicture, loadSharp, releasePixels, type Pixels } from './pixels.ts'

/** A picture that lies over the others. */
export interface OverlaidPiece {
  png: Buffer
  left: number
  top: number
}

export interface Photograph {
  /** PNGs of one width that follow each other from the top; at least one. */
  tiles: readonly Buffer[]
  /** Later ones lie over earlier ones. */
  pieces: readonly OverlaidPiece[]
}

/** A picture that was taken at once. */
export const photographOf = (png: Buffer): Photograph => ({ tiles: [png], pieces: [] })

/** @throws AppError `blob_damaged` for what is no PNG */
export function sizeOfPhotograph({ tiles }: Photograph): { width: number; height: number } {
  const sizes = tiles.map(sizeOfPng)
  return { width: sizes[0]?.width ?? 0, height: sizes.reduce((sum, { height }) => sum + height, 0) }
}

/**
 * Its pixels, a tile at a time from the top: three bytes for each, and as much again while a tile is decoded. They are gone
 * when the next ones come.
 *
 * @throws AppError `blob_damaged` for bytes that are no picture
 */
export async function* developBands({ tiles, pieces }: Photograph): AsyncGenerator<Pixels, void> {
  const laid = pieces.map((piece) => ({ ...piece, height: sizeOfPng(piece.png).height }))
  let top = 0
  for (const tile of tiles) {
    const band = await decodePicture(tile)
    try {
      const bottom = top + band.height
      for (const piece of laid.filter((one) => one.top < bottom && one.top + one.height > top)) {
        const pixels = await decodePicture(piece.png)
        paste(pixels, { left: piece.left, top: piece.top - top }, band)
        releasePixels(pixels)
      }
      yield band
      top = bottom
    } finally {
      releasePixels(band)
    }
  }
}

/**
 * All of it at once: three bytes for each pixel, and those of a band.
 *
 * @throws AppError `blob_damaged` for bytes that are no picture
 */
export async function developPhotograph(photograph: Photograph): Promise<Pixels> {
  const { width, height } = sizeOfPhotograph(photograph)
  const whole: Pixels = { rgb: Buffer.alloc(width * height * CHANNELS), width, height }
  let top = 0
  for await (const band of developBands(photograph)) {
    paste(band, { left: 0, top }, whole)
    top += band.height
  }
  return whole
}

/** The same as one PNG, for who compares files. */
export async function writePhotograph(photograph: Photograph): Promise<Buffer> {
  const [first] = photograph.tiles
  if (first && photograph.tiles.length === 1 && photograph.pieces.length === 0) return first
  const { rgb, width, height } = await developPhotograph(photograph)
  const sharp = await loadSharp()
  return sharp(rgb, { raw: { width, height, channels: CHANNELS } })
    .png({ compressionLevel: 1 })
    .toBuffer()
}

/** Copies what lies inside of `onto`. */
function paste(piece: Pixels, { left, top }: { left: number; top: number }, onto: Pixels): void {
  if (left === 0 && top >= 0 && piece.width === onto.width) {
    piece.rgb.copy(onto.rgb, top * onto.width * CHANNELS)
    return
  }
  const columns = Math.min(piece.width, onto.width - left)
  const end = Math.min(piece.height, onto.height - top)
  for (let row = Math.max(0, -top); row < end; row += 1) {
    const from = row * piece.width * CHANNELS
    const to = ((top + row) * onto.width + left) * CHANNELS
    piece.rgb.copy(onto.rgb, to, from, from + columns * CHANNELS)
  }
}

/** From its first chunk, which is IHDR (PNG specification, 11.2.1). */
function sizeOfPng(png: Buffer): { width: number; height: number } {
  if (png.toString('latin1', 12, 16) !== 'IHDR') throw new AppError('blob_damaged')
  return { width: png.readUInt32BE(16), height: png.readUInt32BE(20) }
}
