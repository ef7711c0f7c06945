// Marks words in the HTML of an article, on the server: the reader needs no script to see where they stand.
import { htmlPieces } from '#lib/extract/html-pieces.ts'
import { MAX_INDEX_CHARACTERS } from '#lib/kernel/limits.ts'
import type { Needle, Range } from './needle.ts'
import { findPlaces, toMatches } from './places.ts'

/** Words go on across these; every other tag parts them, as it parts lines. */
const INLINE = new Set(
  'a abbr b bdi bdo cite code del em i img ins kbd mark q rb rp rt ruby s samp small span strong sub sup time u var wbr'.split(
    ' ',
  ),
)

/** A piece of the text, and where in the HTML it is written. */
interface Run {
  at: number
  length: number
  from: number
  to: number
}

interface Reading {
  text: string
  runs: Run[]
  /** Where the text is code. */
  code: Range[]
}

/** The text of the HTML as far as search reads one, with the place of every piece. */
function read(html: string): Reading {
  let text = ''
  const runs: Run[] = []
  const code: Range[] = []
  for (const piece of htmlPieces(html)) {
    if (text.length > MAX_INDEX_CHARACTERS) break
    if (piece.kind === 'text') {
      runs.push({ at: text.length, length: piece.text.length, from: piece.from, to: piece.to })
      text += piece.text
      continue
    }
    if (!INLINE.has(piece.name) && text !== '' && !text.endsWith('\n')) text += '\n'
    if (piece.name === 'pre' && !piece.isEnd) code.push([text.length, Infinity])
    else if (piece.name === 'pre' && code.length > 0) code.at(-1)![1] = text.length
  }
  return { text: text.slice(0, MAX_INDEX_CHARACTERS), runs, code }
}

/** Where in the HTML a mark is written, in as many pieces as tags cut it; white space between two tags is none. */
function* placesInHtml({ text, runs }: Reading, marks: readonly Range[]) {
  let first = 0
  for (const [number, [start, end]] of marks.entries()) {
    const places: Range[] = []
    while (first < runs.length && runs[first]!.at + runs[first]!.length <= start) first += 1
    for (let next = first; next < runs.length && runs[next]!.at < end; next += 1) {
      const { at, length, from, to } = runs[next]!
      const [inside, until] = [Math.max(start, at), Math.min(end, at + length)]
      if (text.slice(inside, until).trim() === '' && places.at(-1)?.[1] !== from) continue
      // What stands for an entity is taken whole.
      const isPlain = to - from === length
      const range: Range = isPlain ? [from + inside - at, from + until - at] : [from, to]
      const last = places.at(-1)
      if (last?.[1] === range[0]) last[1] = range[1]
      else places.push(range)
    }
    yield { number: number + 1, places }
  }
}

export interface MarkedHtml {
  html: string
  /** How many marks there are, each perhaps in several pieces. */
  count: number
  /** False where there may be more. */
  exact: boolean
}

/**
 * The article with every place of the needles in `<mark data-match="n">`, n from 1; the first piece of each has the id
 * `match-n`. Nothing but text is wrapped, so that what was safe to show stays so.
 *
 * @param html  as `sanitizeArticle` wrote it
 */
export function markHtml(html: string, needles: readonly Needle[]): MarkedHtml {
  const reading = read(html)
  const { marks, count, exact } = toMatches(reading.text, findPlaces(reading.text, needles, reading.code))
  let marked = ''
  let last = 0
  for (const { number, places } of placesInHtml(reading, marks))
    for (const [at, [from, to]] of places.entries()) {
      const id = at === 0 ? ` id="match-${number}"` : ''
      marked += `${html.slice(last, from)}<mark${id} data-match="${number}">${html.slice(from, to)}</mark>`
      last = to
    }
  return { html: marked + html.slice(last), count, exact }
}
