// Pixels of a picture as they lie in memory, and the way from a file to them.
import { AppError } from '#lib/kernel/errors.ts'

/** Rows from the top, three bytes (red, green, blue) for each pixel. */
export interface Pixels {
  rgb: Buffer
  width: number
  height: number
}

export const CHANNELS = 3

export interface Rectangle {
  left: number
  top: number
  width: number
  height: number
}

/** Loaded by who needs it: the web process can do without for weeks. */
export async function loadSharp() {
  const { default: sharp } = await import('sharp')
  // Operations on one picture are never met again on another: kept, they would hold its pixels.
  sharp.cache(false)
  // Pictures are packed beside captures: several threads for one take more of the processors, and gain nothing.
  sharp.concurrency(1)
  return sharp
}

/**
 * Decodes a PNG or WebP: three bytes for each pixel, and as much again while the decoder is at work.
 *
 * @throws AppError `blob_damaged` for bytes that are no picture
 */
export async function decodePicture(file: Buffer): Promise<Pixels> {
  const sharp = await loadSharp()
  const opened = sharp(file, { sequentialRead: true })
  const coloured = isPlainPng(file) ? opened : opened.removeAlpha().toColourspace('srgb')
  const { data, info } = await coloured
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw new AppError('blob_damaged', {}, { cause })
    })
  return { rgb: data, width: info.width, height: info.height }
}

/** Is it a PNG of three bytes for each pixel, as photographs are? By its first chunk (PNG specification, 11.2.1). */
function isPlainPng(file: Buffer): boolean {
  const isPng = file.length > 26 && file.toString('latin1', 12, 16) === 'IHDR'
  return isPng && file[24] === 8 && file[25] === 2
}

/** Gives the memory of pixels back at once: their garbage collection may be long in coming. They are empty afterwards. */
export const releasePixels = ({ rgb }: Pixels): void => releaseBytes(rgb)

/** The same for bytes that nothing reads any more. */
export function releaseBytes(bytes: Buffer): void {
  ownBufferOf(bytes)?.transfer(0)
}

/** The memory of bytes that share it with no others; null for small ones, which do, and for those that are gone. */
export function ownBufferOf({ buffer, byteLength }: Uint8Array): ArrayBuffer | null {
  const isAlone = buffer instanceof ArrayBuffer && !buffer.detached && buffer.byteLength === byteLength
  return isAlone ? buffer : null
}

/** Copies a rectangle of one picture to a place in another, or in the same one. */
export function copyPixels(
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
