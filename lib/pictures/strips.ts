// The strips of a picture: where its columns can be cut so that equal content is cut alike, and a hash of each piece.
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { z } from 'zod'
import { CHANNELS, type Pixels } from './pixels.ts'

/**
 * Columns are compared each by itself: lines of a side bar are rounded to other pixels than those of the text beside
 * them. Of an article under a new line 9 % of the pixels were not found again with one column, 2 % with four, and 0.4 %
 * with ten, for 14 KiB of hashes beside 700 of picture.
 */
export const COLUMN_PX = 128
/** So many equal rows in succession are a gap: it has a border above and below, and any height. */
const GAP_ROWS = 4
/** Where there are no gaps, about each 64th row is a border by what it shows. */
const BORDER_MASK = 63
const MIN_ROWS = 16
/** Six bytes of a SHA-256: two of a page's thousands of strips are taken for each other once in 10^8 captures. */
const ID_CHARACTERS = 12

export const STRIPS_TYPE = 'application/vnd.linkhome.strips+json'
const STRIPS_FORMAT = 'linkhome-strips/1'

export interface Strip {
  height: number
  /** Hash of its rows; of a gap that of one of them, since gaps of any height are alike. */
  id: string
  isGap: boolean
}

/** What is known of a picture without having it. */
export interface Strips {
  width: number
  height: number
  /** From the left, each from the top. */
  columns: Strip[][]
}

/** Left edge and width of each column. */
export function columnsOf(width: number): { left: number; width: number }[] {
  const count = Math.max(1, Math.ceil(width / COLUMN_PX))
  return Array.from({ length: count }, (_, at) => ({
    left: at * COLUMN_PX,
    width: Math.min(COLUMN_PX, width - at * COLUMN_PX),
  }))
}

/** Cuts by content alone: what has moved by whole pixels is cut as it was before. */
export function stripsOf(pixels: Pixels): Strips {
  const columns = columnsOf(pixels.width).map((column) => cutColumn(pixels, column))
  return { width: pixels.width, height: pixels.height, columns }
}

function cutColumn({ rgb, width, height }: Pixels, column: { left: number; width: number }): Strip[] {
  const rowAt = (y: number) => {
    const start = (y * width + column.left) * CHANNELS
    return rgb.subarray(start, start + column.width * CHANNELS)
  }
  const strips: Strip[] = []
  let start = 0
  const cutAt = (end: number, isGap: boolean) => {
    if (end <= start) return
    const hash = createHash('sha256')
    for (let y = start; y < (isGap ? start + 1 : end); y += 1) hash.update(rowAt(y))
    strips.push({ height: end - start, id: hash.digest('hex').slice(0, ID_CHARACTERS), isGap })
    start = end
  }
  /** Rows above this one, without a break, that are equal to it. */
  let equalRows = 0
  for (let y = 1; y < height; y += 1) {
    if (rowAt(y).equals(rowAt(y - 1))) {
      equalRows += 1
      if (equalRows === GAP_ROWS - 1) cutAt(y - equalRows, false)
      continue
    }
    if (equalRows >= GAP_ROWS - 1) cutAt(y, true)
    else if (y - start >= MIN_ROWS && (crc32(rowAt(y)) & BORDER_MASK) === 0) cutAt(y, false)
    equalRows = 0
  }
  cutAt(height, equalRows >= GAP_ROWS - 1)
  return strips
}

const stripsBlob = z.object({
  format: z.literal(STRIPS_FORMAT),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  /** Heights, those of gaps negative; the ids one after the other. */
  columns: z.array(z.object({ heights: z.array(z.number().int()), ids: z.string() })),
})

export function writeStrips({ width, height, columns }: Strips): string {
  return JSON.stringify({
    format: STRIPS_FORMAT,
    width,
    height,
    columns: columns.map((strips) => ({
      heights: strips.map((strip) => (strip.isGap ? -strip.height : strip.height)),
      ids: strips.map(({ id }) => id).join(''),
    })),
  } satisfies z.input<typeof stripsBlob>)
}

/** Null for what is no list of strips, or one of a later version. */
export function readStrips(json: Buffer): Strips | null {
  let told: unknown
  try {
    told = JSON.parse(json.toString())
  } catch {
    return null
  }
  const found = stripsBlob.safeParse(told).data
  if (!found) return null
  const columns = found.columns.map(({ heights, ids }) =>
    heights.map((height, at) => ({
      height: Math.abs(height),
      id: ids.slice(at * ID_CHARACTERS, (at + 1) * ID_CHARACTERS),
      isGap: height < 0,
    })),
  )
  return { width: found.width, height: found.height, columns }
}
