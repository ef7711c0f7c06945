import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { makePatch } from './make-patch.ts'
import { pastePatch } from './paste-patch.ts'
import { CHANNELS, decodePicture, type Pixels } from './pixels.ts'
import { readStrips } from './read-strips.ts'
import { stripsOf, writeStrips } from './strips.ts'

const WIDTH = 600
const LOSSY = { quality: 60, effort: 2 }
const DIGEST = 'a'.repeat(64)

interface Line {
  /** Rows from the line to the next one. */
  gap: number
  /** Another number is another text; each column has its own. */
  words: number[]
}

/** Lines of dark words on a light page, in columns that are as good as independent. */
function drawPage(lines: readonly Line[], height: number): Pixels {
  const rgb = Buffer.alloc(WIDTH * height * CHANNELS, 244)
  let top = 20
  for (const { gap, words } of lines) {
    for (const [column, seed] of words.entries()) {
      for (let y = 0; y < 14; y += 1) {
        for (let x = 0; x < 100; x += 1) {
          // Strokes two pixels wide, as those of letters.
          const isInk =
            Math.imul((x >> 1) * 7919 + (y >> 1) * 104_729 + seed * 1_299_709, 2_654_435_761) >>> 29 < 3
          const at = ((top + y) * WIDTH + column * 128 + 14 + x) * CHANNELS
          if (isInk) rgb.fill(40, at, at + CHANNELS)
        }
      }
    }
    top += gap
  }
  return { rgb, width: WIDTH, height }
}

const article: Line[] = Array.from({ length: 60 }, (_, at) => ({
  gap: 28,
  words: [0, 1, 2, 3].map((column) => at * 4 + column),
}))
const changed = article.with(30, { gap: 28, words: [120, 9_001, 122, 123] })
const grown = article.toSpliced(10, 0, { gap: 28, words: [9_002, 9_003, 9_004, 9_005] })
/** Fractions of heights: gaps are a pixel more or less everywhere. */
const rounded = grown.map((line, at) => ({ ...line, gap: at % 3 === 0 ? 29 : at % 5 === 0 ? 27 : 28 }))
const shortened = article.toSpliced(20, 25)

const pack = ({ rgb, width, height }: Pixels) =>
  sharp(rgb, { raw: { width, height, channels: CHANNELS } })
    .webp(LOSSY)
    .toBuffer()

async function patched(picture: Pixels, base: Pixels = before) {
  const strips = readStrips(Buffer.from(writeStrips(stripsOf(base))))
  return makePatch(
    { pixels: picture, strips: stripsOf(picture) },
    { digest: DIGEST, strips: strips! },
    { lossy: LOSSY },
  )
}

/** The largest difference of brightness, on average over a square of 8 pixels: what an eye could notice. */
function worstSquare(a: Pixels, b: Pixels): number {
  let worst = 0
  for (let top = 0; top + 8 <= a.height; top += 8) {
    for (let left = 0; left + 8 <= a.width; left += 8) {
      let sum = 0
      for (let y = top; y < top + 8; y += 1)
        for (let x = left; x < left + 8; x += 1) {
          const at = (y * a.width + x) * CHANNELS
          sum += Math.abs(a.rgb[at + 1]! - b.rgb[at + 1]!)
        }
      worst = Math.max(worst, sum / 64)
    }
  }
  return worst
}

let before: Pixels
let whole: Buffer
beforeAll(async () => {
  before = drawPage(article, 1_800)
  whole = await pack(before)
})

describe('a patch holds what is new, and pasted on its base it is the picture', () => {
  test.each([
    ['of a changed word', changed, 1_800, 0.03],
    ['of an inserted line', grown, 1_828, 0.06],
    ['of heights that are rounded otherwise', rounded, 1_880, 0.09],
    ['of a page that lost lines', shortened, 1_100, 0.03],
    ['of a page that only ends earlier', article, 1_790, 0.03],
  ])('%s', async (_name, lines, height, share) => {
    const picture = drawPage(lines, height)
    const patch = await patched(picture)
    expect(patch!.length).toBeLessThan(share * whole.length)
    const pasted = await decodePicture(await pastePatch(whole, patch!))
    expect(pasted).toMatchObject({ width: WIDTH, height })
    // No seam and no stale word: it differs from the picture hardly more than a whole one would.
    const packed = await decodePicture(await pack(picture))
    expect(worstSquare(picture, pasted)).toBeLessThan(worstSquare(picture, packed) * 1.25)
    // The same again gives the same bytes.
    expect(patch!.equals((await patched(picture))!)).toBe(true)
  })
})

test('a picture of which most is new, or of another width, is kept whole', async () => {
  const other = drawPage(changed, 1_800)
  // Its lower part has another background.
  other.rgb.subarray(700 * WIDTH * CHANNELS).forEach((value, at, rows) => (rows[at] = value - 20))
  expect(await patched(other)).toBeNull()
  const narrow = { rgb: Buffer.alloc(300 * 40 * CHANNELS), width: 300, height: 40 }
  expect(await patched(narrow)).toBeNull()
})

test('a patch that is cut off, of another base or none at all is damaged', async () => {
  const patch = (await patched(drawPage(grown, 1_828)))!
  const otherBase = await pack(drawPage(article.slice(0, 10), 400))
  for (const [base, bytes] of [
    [whole, patch.subarray(0, patch.length - 50)],
    [whole, patch.subarray(0, 40)],
    [whole, Buffer.from('no patch')],
    [otherBase, patch],
    [Buffer.from('no picture'), patch],
  ] as const)
    await expect(pastePatch(base, bytes)).rejects.toMatchObject({ code: 'blob_damaged' })
})
