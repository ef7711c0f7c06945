// A plain text with the places of a search in it, numbered as those of an article are.
import type { TextMatches } from '#lib/contract/text-matches.ts'
import { splitMarks } from './split-marks.ts'

export interface MarkedText {
  text: string
  marks: TextMatches['marks']
}

export function TextWithMatches({ marked }: { marked: MarkedText }) {
  let number = 0
  return splitMarks(marked).map(({ text, isMarked, start }) => {
    if (!isMarked) return text
    number += 1
    return (
      <mark key={start} id={`match-${number}`} data-match={number}>
        {text}
      </mark>
    )
  })
}
