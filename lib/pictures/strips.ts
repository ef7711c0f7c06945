// The strips of a picture: where its columns can be cut so that equal content is cut alike, and a hash of each piece.
import { hash } from 'node:crypto'
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
  const { rgb, width, height } = pixels
  const cutters = columnsOf(width).map((column) => openCutter(pixels, column))
  const whole = width * CHANNELS
  // Row by row through all columns: memory is read once.
  for (let y = 1; y < height; y += 1) {
    const at = y * whole
    const isRepeated = rgb.compare(rgb, at - whole, at, at, at + whole) === 0
    for (const cutter of cutters) cutter.pass(y, isRepeated || cutter.isRepeated(y))
  }
  return { width, height, columns: cutters.map((cutter) => cutter.end()) }
}

function openCutter({ rgb, width, height }: Pixels, column: { left: number; width: number }) {
  const rowBytes = column.width * CHANNELS
  const startOf = (y: number) => (y * width + column.left) * CHANNELS
  const rowAt = (y: number) => rgb.subarray(startOf(y), startOf(y) + rowBytes)
  const strips: Strip[] = []
  let start = 0
  /** Rows above the next one, without a break, that are equal to the last. */
  let equalRows = 0

  function cutAt(end: number, isGap: boolean) {
    if (end <= start) return
    const id = hashRows(rowAt, start, isGap ? start + 1 : end, rowBytes)
    strips.push({ height: end - start, id, isGap })
    start = end
  }

  return {
    /** Is this row as the one above it? */
    isRepeated(y: number): boolean {
      const [above, at] = [startOf(y - 1), startOf(y)]
      return rgb.compare(rgb, above, above + rowBytes, at, at + rowBytes) === 0
    },
    pass(y: number, isRepeated: boolean): void {
      if (isRepeated) {
        equalRows += 1
        if (equalRows === GAP_ROWS - 1) cutAt(y - equalRows, false)
        return
      }
      if (equalRows >= GAP_ROWS - 1) cutAt(y, true)
      else if (y - start >= MIN_ROWS && (crc32(rowAt(y)) & BORDER_MASK) === 0) cutAt(y, false)
      equalRows = 0
    },
    end(): Strip[] {
      cutAt(height, equalRows >= GAP_ROWS - 1)
      return strips
    },
  }
}

/** Once for all rows: a call for each of a page's hundred thousand takes longer than the hashing. */
function hashRows(rowAt: (y: number) => Uint8Array, from: number, end: number, rowBytes: number): string {
  const rows = Buffer.allocUnsafe((end - from) * rowBytes)
  for (let y = from; y < end; y += 1) rows.set(rowAt(y), (y - from) * rowBytes)
  return hash('sha256', rows).slice(0, ID_CHARACTERS)
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
