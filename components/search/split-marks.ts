// Cuts a text at its marks, so that each piece is drawn plain or highlighted.
import type { Highlight } from '#lib/contract/link.ts'

export interface Piece {
  text: string
  isMarked: boolean
  /** Place in the text, in UTF-16 units. */
  start: number
}

/** Marks outside of the text or inside an earlier mark are passed over. */
export function splitMarks({ text, marks }: Pick<Highlight, 'text' | 'marks'>): Piece[] {
  const pieces: Piece[] = []
  let at = 0
  for (const [start, end] of marks.toSorted(([a], [b]) => a - b)) {
    if (start < at || end <= start || end > text.length) continue
    if (start > at) pieces.push({ text: text.slice(at, start), isMarked: false, start: at })
    pieces.push({ text: text.slice(start, end), isMarked: true, start })
    at = end
  }
  if (at < text.length) pieces.push({ text: text.slice(at), isMarked: false, start: at })
  return pieces
}
