// The strips of a picture: where its columns can be cut so that equal content is cut alike, and a hash of each piece.
import { createHash, hash, type Hash } from 'node:crypto'
import { crc32 } from 'node:zlib'
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
export const ID_CHARACTERS = 12

export const STRIPS_FORMAT = 'linkhome-strips/1'

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
  const cutter = openCutter(pixels.width)
  cutter.add(pixels)
  return cutter.end()
}

/** The same for a picture that comes in bands, from the top. */
export function openCutter(width: number): { add(band: Pixels): void; end(): Strips } {
  const columns = columnsOf(width).map(openColumn)
  const pitch = width * CHANNELS
  let height = 0
  /** The last rows of the bands before, KEPT_ROWS unless there are fewer. */
  let kept: Uint8Array = Buffer.alloc(0)

  return {
    add({ rgb, height: rows }) {
      const window = { rgb, kept, top: height, pitch }
      // Row by row through all columns: memory is read once.
      for (let y = height === 0 ? 1 : 0; y < rows; y += 1) {
        const isRepeated = areEqual(window, height + y, 0, pitch)
        for (const column of columns) column.pass(window, height + y, isRepeated)
      }
      height += rows
      for (const column of columns) column.hashUntil(window, height - KEPT_ROWS)
      kept = lastRows(kept, rgb.subarray(0, rows * pitch), KEPT_ROWS * pitch)
    },
    end() {
      const window = { rgb: Buffer.alloc(0), kept, top: height, pitch }
      return { width, height, columns: columns.map((column) => column.end(window, height)) }
    },
  }
}

/** Whether rows are repeated is known only by then: those that are not the strip's must not have been hashed. */
const KEPT_ROWS = GAP_ROWS

/** The rows that can be read at a time. */
interface Window {
  rgb: Buffer
  /** Those above `rgb`. */
  kept: Uint8Array
  /** Where `rgb` begins in the picture. */
  top: number
  /** Bytes of a whole row. */
  pitch: number
}

/** Bytes of a row, `left` and `length` in bytes. */
function bytesOf({ rgb, kept, top, pitch }: Window, y: number, left: number, length: number): Uint8Array {
  const [bytes, start] = y >= top ? [rgb, (y - top) * pitch] : [kept, kept.length - (top - y) * pitch]
  return bytes.subarray(start + left, start + left + length)
}

/** Is this row as the one above it? */
function areEqual(window: Window, y: number, left: number, length: number): boolean {
  const { rgb, top, pitch } = window
  if (y === top)
    return rgb.compare(bytesOf(window, y - 1, left, length), 0, length, left, left + length) === 0
  const at = (y - top) * pitch + left
  return rgb.compare(rgb, at - pitch, at - pitch + length, at, at + length) === 0
}

function lastRows(kept: Uint8Array, rows: Uint8Array, bytes: number): Uint8Array {
  const before = kept.subarray(Math.max(0, kept.length - Math.max(0, bytes - rows.length)))
  return Buffer.concat([rows.length < bytes ? before : Buffer.alloc(0), rows.subarray(-bytes)])
}

function openColumn(column: { left: number; width: number }) {
  const [left, length] = [column.left * CHANNELS, column.width * CHANNELS]
  const strips: Strip[] = []
  let start = 0
  /** Rows above the next one, without a break, that are equal to the last. */
  let equalRows = 0
  /** Of the strip that is not at its end yet: what has been hashed of it, up to a row. */
  let begun: { hash: Hash; until: number } | null = null

  function hashUntil(window: Window, end: number) {
    const from = begun?.until ?? start
    // A gap is known by one of its rows.
    if (end <= from || equalRows >= GAP_ROWS - 1) return
    begun ??= { hash: createHash('sha256'), until: from }
    begun.hash.update(joinRows(window, from, end))
    begun.until = end
  }

  function joinRows(window: Window, from: number, end: number): Buffer {
    const rows = Buffer.allocUnsafe((end - from) * length)
    for (let y = from; y < end; y += 1) rows.set(bytesOf(window, y, left, length), (y - from) * length)
    return rows
  }

  function cutAt(window: Window, end: number, isGap: boolean) {
    if (end <= start) return
    const rest = joinRows(window, isGap ? end - 1 : (begun?.until ?? start), end)
    // Once for all rows: a call for each of a page's hundred thousand takes longer than the hashing.
    const id = begun ? begun.hash.update(rest).digest('hex') : hash('sha256', rest)
    strips.push({ height: end - start, id: id.slice(0, ID_CHARACTERS), isGap })
    start = end
    begun = null
  }

  return {
    hashUntil,
    pass(window: Window, y: number, isWholeRowRepeated: boolean): void {
      if (isWholeRowRepeated || areEqual(window, y, left, length)) {
        equalRows += 1
        if (equalRows === GAP_ROWS - 1) cutAt(window, y - equalRows, false)
        return
      }
      if (equalRows >= GAP_ROWS - 1) cutAt(window, y, true)
      else if (y - start >= MIN_ROWS && (crc32(bytesOf(window, y, left, length)) & BORDER_MASK) === 0)
        cutAt(window, y, false)
      equalRows = 0
    },
    end(window: Window, height: number): Strip[] {
      cutAt(window, height, equalRows >= GAP_ROWS - 1)
      return strips
    },
  }
}

/** As it is kept beside a picture. */
export interface StripsBlob {
  format: typeof STRIPS_FORMAT
  width: number
  height: number
  /** Heights, those of gaps negative; the ids one after the other. */
  columns: { heights: number[]; ids: string }[]
}

export function writeStrips({ width, height, columns }: Strips): string {
  return JSON.stringify({
    format: STRIPS_FORMAT,
    width,
    height,
    columns: columns.map((strips) => ({
      heights: strips.map((strip) => (strip.isGap ? -strip.height : strip.height)),
      ids: strips.map(({ id }) => id).join(''),
    })),
  } satisfies StripsBlob)
}
