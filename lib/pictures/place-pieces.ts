// Where the new pieces of a picture lie in the sheet that is kept of them: told to writer and reader by the steps alone.
import type { Step } from './align-strips.ts'
import type { Rectangle } from './pixels.ts'
import { COLUMN_PX, columnsOf } from './strips.ts'

/**
 * Pieces are kept with some of what surrounds them: at its edge a packed picture is not quite what it was, and old rows
 * next to new ones carry traces of what stood there.
 */
const MARGIN_PX = 8
/** As much of it is pasted: the outermost pixels are not. */
const PASTED_MARGIN_PX = 4
/** WebP packs squares of this side; pieces do not share any. */
const SQUARE_PX = 16
/** Longest side of a WebP picture (RFC 9649 section 2.4: 14 bits). */
export const WEBP_MAX_SIDE_PX = 16_383

export interface Piece {
  /** In the picture. */
  from: Rectangle
  /** Its upper left corner in the sheet. */
  sheet: { left: number; top: number }
  /** What is pasted, in the picture: inside of `from`. */
  pasted: Rectangle
}

export interface Sheet {
  width: number
  height: number
  pieces: Piece[]
}

const roundUp = (px: number) => Math.ceil(px / SQUARE_PX) * SQUARE_PX
const clamp = (value: number, min: number, max: number) => Math.max(min, Math.min(max, value))

/** A lane for each column, side by side, and in it the pieces of that column. */
export function placePieces(
  columns: readonly (readonly Step[])[],
  { width, height }: { width: number; height: number },
): Sheet {
  const laneWidth = Math.min(width, COLUMN_PX + 2 * MARGIN_PX)
  const lanePitch = roundUp(laneWidth)
  const pieces: Piece[] = []
  let sheetHeight = 0
  for (const [lane, column] of columnsOf(width).entries()) {
    let y = 0
    let laneTop = 0
    for (const [rows, from] of columns[lane] ?? []) {
      if (from === 'new') {
        const pieceHeight = Math.min(height, roundUp(rows + 2 * MARGIN_PX))
        const left = clamp(column.left - MARGIN_PX, 0, width - laneWidth)
        const top = clamp(y - MARGIN_PX, 0, height - pieceHeight)
        const [pastedLeft, pastedTop] = [column.left - PASTED_MARGIN_PX, y - PASTED_MARGIN_PX].map((at) =>
          Math.max(0, at),
        ) as [number, number]
        pieces.push({
          from: { left, top, width: laneWidth, height: pieceHeight },
          sheet: { left: lane * lanePitch, top: laneTop },
          pasted: {
            left: pastedLeft,
            top: pastedTop,
            width: Math.min(width, column.left + column.width + PASTED_MARGIN_PX) - pastedLeft,
            height: Math.min(height, y + rows + PASTED_MARGIN_PX) - pastedTop,
          },
        })
        laneTop += roundUp(pieceHeight)
      }
      y += rows
    }
    sheetHeight = Math.max(sheetHeight, laneTop)
  }
  return { width: lanePitch * columnsOf(width).length, height: sheetHeight, pieces }
}
