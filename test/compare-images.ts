// Tells how alike two screenshots are: structure where there is structure, and equal pixels everywhere.
import sharp from 'sharp'

export interface Likeness {
  /** Mean SSIM over the blocks in which at least one picture has structure, 1 when none has. */
  structure: number
  /** Share of pixels that differ by at most `PIXEL_TOLERANCE` in every channel. */
  equalPixels: number
  /** The smaller of the two: what a fidelity claim is about. */
  score: number
}

const BLOCK_PX = 8
/** Compression noise of lossy screenshots, of 255. */
const PIXEL_TOLERANCE = 12
/** Variance of brightness above which a block shows something. */
const STRUCTURE_VARIANCE = 20

interface Pixels {
  rgb: Buffer
  width: number
  height: number
}

/**
 * Compares two PNG or WebP pictures. Where one is larger the other counts as missing: those pixels are unequal.
 * SSIM after Wang et al. 2004 with the usual constants, on brightness, over blocks of 8 x 8.
 */
export async function compareImages(first: Buffer, second: Buffer): Promise<Likeness> {
  const [a, b] = await Promise.all([decode(first), decode(second)])
  const width = Math.min(a.width, b.width)
  const height = Math.min(a.height, b.height)
  const area = Math.max(a.width, b.width) * Math.max(a.height, b.height)
  const equalPixels = countEqual(a, b, width, height) / area
  const structure = structuralLikeness(a, b, width, height)
  return { structure, equalPixels, score: Math.min(structure, equalPixels) }
}

async function decode(picture: Buffer): Promise<Pixels> {
  const { data, info } = await sharp(picture)
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { rgb: data, width: info.width, height: info.height }
}

function countEqual(a: Pixels, b: Pixels, width: number, height: number): number {
  let equal = 0
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const [i, j] = [(y * a.width + x) * 3, (y * b.width + x) * 3]
      const isEqual = [0, 1, 2].every((channel) => {
        return Math.abs((a.rgb[i + channel] ?? 0) - (b.rgb[j + channel] ?? 0)) <= PIXEL_TOLERANCE
      })
      if (isEqual) equal += 1
    }
  }
  return equal
}

function structuralLikeness(a: Pixels, b: Pixels, width: number, height: number): number {
  let sum = 0
  let blocks = 0
  for (let y = 0; y + BLOCK_PX <= height; y += BLOCK_PX) {
    for (let x = 0; x + BLOCK_PX <= width; x += BLOCK_PX) {
      const likeness = blockLikeness(brightness(a, x, y), brightness(b, x, y))
      if (likeness === null) continue
      sum += likeness
      blocks += 1
    }
  }
  return blocks === 0 ? 1 : sum / blocks
}

function brightness({ rgb, width }: Pixels, left: number, top: number): number[] {
  const values: number[] = []
  for (let y = top; y < top + BLOCK_PX; y += 1) {
    for (let x = left; x < left + BLOCK_PX; x += 1) {
      const at = (y * width + x) * 3
      values.push(0.299 * (rgb[at] ?? 0) + 0.587 * (rgb[at + 1] ?? 0) + 0.114 * (rgb[at + 2] ?? 0))
    }
  }
  return values
}

/** SSIM of two blocks; null when neither shows anything. */
function blockLikeness(a: number[], b: number[]): number | null {
  const meanOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanA, meanB] = [meanOf(a), meanOf(b)]
  const varianceA = meanOf(a.map((value) => (value - meanA) ** 2))
  const varianceB = meanOf(b.map((value) => (value - meanB) ** 2))
  if (varianceA < STRUCTURE_VARIANCE && varianceB < STRUCTURE_VARIANCE) return null
  const covariance = meanOf(a.map((value, at) => (value - meanA) * ((b[at] ?? 0) - meanB)))
  const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2]
  const luminance = (2 * meanA * meanB + c1) / (meanA ** 2 + meanB ** 2 + c1)
  return (luminance * (2 * covariance + c2)) / (varianceA + varianceB + c2)
}
