// Where in a text needles stand: in its folded form, where they are looked for, and in the text as it was.
import { CODE_BORDER } from '#lib/extract/html-pieces.ts'
import { MAX_MATCHES } from '#lib/kernel/limits.ts'
import { findNeedle, type Needle, type Range } from './needle.ts'
import { fold } from './tokenize.ts'

// What folds by itself: runs of characters that keep their number, a letter with its marks, the jamo of a syllable.
const PLAIN = '[\\n\\t -~\\u3001-\\u3011\\u4e00-\\u9fff\\uff01-\\uff5e]+(?!\\p{M})'
const CLUSTER = new RegExp(`(${PLAIN})|[\\u1100-\\u11ff]+|\\P{M}\\p{M}*|\\p{M}+`, 'gu')

export interface Place {
  /** Within the folded text. */
  range: Range
  /** Which of the needles. */
  needle: number
}

/** Marks in a text as it was: [start, end) in UTF-16 units, ascending, never overlapping. */
export interface Matches {
  marks: Range[]
  /** How many there are; at most MAX_MATCHES, and there may then be more. */
  count: number
  exact: boolean
}

/**
 * Places in reading order; of one needle the first MAX_MATCHES and one more.
 *
 * @param code   where the text is code, for needles that must stand there
 * @param known  the folded text, where it is known already
 */
export function findPlaces(
  text: string,
  needles: readonly Needle[],
  code: readonly Range[] = [],
  known?: string,
): Place[] {
  if (needles.length === 0) return []
  const folded = known ?? fold(text)
  const inCode = needles.some((needle) => needle.inCode) ? foldedRanges(text, code) : []
  const places = needles.flatMap((needle, at) => {
    const within = needle.inCode ? inCode : [[0, folded.length] as const]
    const found = within.flatMap(([start, end]) =>
      findNeedle(needle, folded.slice(start, end), MAX_MATCHES + 1).map(([from, to]): Range => [
        start + from,
        start + to,
      ]),
    )
    return found.slice(0, MAX_MATCHES + 1).map((range) => ({ range, needle: at }))
  })
  return places.sort((a, b) => a.range[0] - b.range[0] || b.range[1] - a.range[1])
}

/** Where ranges of a text are when it is folded; they begin and end between characters that nothing joins. */
function foldedRanges(text: string, ranges: readonly Range[]): Range[] {
  let at = 0
  let folded = 0
  const move = (to: number) => {
    folded += fold(text.slice(at, to)).length
    at = to
    return folded
  }
  return ranges.map(([start, end]) => [move(start), move(end)])
}

/** Where the blocks of `code` are in the text, as `codeOfHtml` gave them, in their order; a block that it lacks is nowhere. */
export function codeRanges(text: string, code: string): Range[] {
  const ranges: Range[] = []
  let from = 0
  for (const block of code.split(CODE_BORDER)) {
    const start = block === '' ? -1 : text.indexOf(block, from)
    if (start < 0) continue
    from = start + block.length
    ranges.push([start, from])
  }
  return ranges
}

/** What the places mark in the text; those that touch are one mark. */
export function toMarks(text: string, places: readonly Place[]): Range[] {
  return unfold(text, merged(places))
}

/** The marks of a text: the first `limit` of them, and how many there are. */
export function toMatches(text: string, places: readonly Place[], limit = MAX_MATCHES): Matches {
  const ranges = merged(places)
  const ofNeedle = new Map<number, number>()
  for (const { needle } of places) ofNeedle.set(needle, (ofNeedle.get(needle) ?? 0) + 1)
  return {
    marks: unfold(text, ranges.slice(0, limit)),
    count: Math.min(ranges.length, MAX_MATCHES),
    exact: ranges.length <= MAX_MATCHES && [...ofNeedle.values()].every((found) => found <= MAX_MATCHES),
  }
}

function merged(places: readonly Place[]): Range[] {
  const ranges: Range[] = []
  for (const { range } of places) {
    const [start, end] = range
    const last = ranges.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else ranges.push([start, end])
  }
  return ranges
}

/**
 * Ranges of the original text for ranges of its folded form, which may be longer (㎏) or shorter (a letter and its mark
 * become one). A range that begins or ends within what one character became, takes the whole character.
 */
function unfold(text: string, ranges: readonly Range[]): Range[] {
  const offsets = [...new Set(ranges.flat())].sort((a, b) => a - b)
  const starts = new Map<number, number>()
  const ends = new Map<number, number>()
  let next = 0
  let at = 0
  let foldedAt = 0
  for (const [cluster, plain] of text.matchAll(CLUSTER)) {
    if (next >= offsets.length) break
    const foldedEnd = foldedAt + (plain === undefined ? fold(cluster).length : plain.length)
    for (; next < offsets.length && offsets[next]! < foldedEnd; next += 1) {
      const inside = offsets[next]! - foldedAt
      starts.set(offsets[next]!, plain === undefined ? at : at + inside)
      ends.set(offsets[next]!, plain === undefined && inside > 0 ? at + cluster.length : at + inside)
    }
    at += cluster.length
    foldedAt = foldedEnd
  }
  return ranges.map(([start, end]) => [starts.get(start) ?? text.length, ends.get(end) ?? text.length])
}
