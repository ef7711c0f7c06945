// A text with what was searched for marked in it.
import type { Highlight } from '#lib/contract/link.ts'
import { splitMarks } from './split-marks.ts'

export function Highlighted({ highlight }: { highlight: Highlight }) {
  return splitMarks(highlight).map(({ text, isMarked, start }) =>
    isMarked ? <mark key={start}>{text}</mark> : <span key={start}>{text}</span>,
  )
}
