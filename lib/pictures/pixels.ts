// Pixels of a picture as they lie in memory, and the way from a file to them.
import { AppError } from '#lib/kernel/errors.ts'

/** Rows from the top, three bytes (red, green, blue) for each pixel. */
export interface Pixels {
  rgb: Buffer
  width: number
  height: number
}

export const CHANNELS = 3

/** Loaded by who needs it: the web process can do without for weeks. */
export const loadSharp = async () => (await import('sharp')).default

/**
 * Decodes a PNG or WebP: three bytes for each pixel, and as much again while the decoder is at work.
 *
 * @throws AppError `blob_damaged` for bytes that are no picture
 */
export async function decodePicture(file: Buffer): Promise<Pixels> {
  const sharp = await loadSharp()
  const { data, info } = await sharp(file, { sequentialRead: true })
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((cause: unknown) => {
      throw new AppError('blob_damaged', {}, { cause })
    })
  return { rgb: data, width: info.width, height: info.height }
}
