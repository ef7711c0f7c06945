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
/**
 * Pictures are compared at half their size and less when they are larger than this: three bytes a pixel, twice, and what
 * decoding takes besides, stay below 100 MB also for 1,280 x 16,384 px.
 */
const MAX_PIXELS = 8_000_000

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
  if (first.equals(second)) return { structure: 1, equalPixels: 1, score: 1 }
  const shrink = Math.max(await shrinkOf(first), await shrinkOf(second))
  // One after the other: decoders hold the whole picture for a moment.
  const a = await decode(first, shrink)
  const b = await decode(second, shrink)
  const width = Math.min(a.width, b.width)
  const height = Math.min(a.height, b.height)
  const area = Math.max(a.width, b.width) * Math.max(a.height, b.height)
  const equalPixels = countEqual(a, b, width, height) / area
  const structure = structuralLikeness(a, b, width, height)
  return { structure, equalPixels, score: Math.min(structure, equalPixels) }
}

async function shrinkOf(picture: Buffer): Promise<number> {
  const { width = 1, height = 1 } = await sharp(picture).metadata()
  return Math.ceil(Math.sqrt((width * height) / MAX_PIXELS))
}

async function decode(picture: Buffer, shrink: number): Promise<Pixels> {
  const { width = 1, height = 1 } = await sharp(picture).metadata()
  const size = { width: Math.ceil(width / shrink), height: Math.ceil(height / shrink), fit: 'fill' as const }
  const { data, info } = await sharp(picture, { sequentialRead: true })
    .resize(shrink > 1 ? size : undefined)
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
    let i = y * a.width * 3
    let j = y * b.width * 3
    for (let x = 0; x < width; x += 1, i += 3, j += 3) {
      if (
        isNear(a.rgb, i, b.rgb, j) &&
        isNear(a.rgb, i + 1, b.rgb, j + 1) &&
        isNear(a.rgb, i + 2, b.rgb, j + 2)
      )
        equal += 1
    }
  }
  return equal
}

const isNear = (a: Buffer, i: number, b: Buffer, j: number) =>
  Math.abs((a[i] ?? 0) - (b[j] ?? 0)) <= PIXEL_TOLERANCE

function structuralLikeness(a: Pixels, b: Pixels, width: number, height: number): number {
  const [blockA, blockB] = [new Float64Array(BLOCK_PX ** 2), new Float64Array(BLOCK_PX ** 2)]
  let sum = 0
  let blocks = 0
  for (let y = 0; y + BLOCK_PX <= height; y += BLOCK_PX) {
    for (let x = 0; x + BLOCK_PX <= width; x += BLOCK_PX) {
      readBrightness(a, x, y, blockA)
      readBrightness(b, x, y, blockB)
      const likeness = blockLikeness(blockA, blockB)
      if (likeness === null) continue
      sum += likeness
      blocks += 1
    }
  }
  return blocks === 0 ? 1 : sum / blocks
}

function readBrightness({ rgb, width }: Pixels, left: number, top: number, block: Float64Array): void {
  let at = 0
  for (let y = top; y < top + BLOCK_PX; y += 1) {
    for (let i = (y * width + left) * 3, end = i + BLOCK_PX * 3; i < end; i += 3, at += 1)
      block[at] = 0.299 * (rgb[i] ?? 0) + 0.587 * (rgb[i + 1] ?? 0) + 0.114 * (rgb[i + 2] ?? 0)
  }
}

/** SSIM of two blocks; null when neither shows anything. */
function blockLikeness(a: Float64Array, b: Float64Array): number | null {
  const [meanA, meanB] = [meanOf(a), meanOf(b)]
  let [varianceA, varianceB, covariance] = [0, 0, 0]
  for (let at = 0; at < a.length; at += 1) {
    const [offA, offB] = [(a[at] ?? 0) - meanA, (b[at] ?? 0) - meanB]
    varianceA += offA * offA
    varianceB += offB * offB
    covariance += offA * offB
  }
  varianceA /= a.length
  varianceB /= a.length
  covariance /= a.length
  if (varianceA < STRUCTURE_VARIANCE && varianceB < STRUCTURE_VARIANCE) return null
  const [c1, c2] = [(0.01 * 255) ** 2, (0.03 * 255) ** 2]
  const luminance = (2 * meanA * meanB + c1) / (meanA ** 2 + meanB ** 2 + c1)
  return (luminance * (2 * covariance + c2)) / (varianceA + varianceB + c2)
}

function meanOf(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}
