// Where in a text needles stand: in its folded form, where they are looked for, and in the text as it was.
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

/** Places in reading order; of one needle the first MAX_MATCHES and one more. */
export function findPlaces(text: string, needles: readonly Needle[]): Place[] {
  const folded = fold(text)
  const places = needles.flatMap((needle, at) =>
    findNeedle(needle, folded, MAX_MATCHES + 1).map((range) => ({ range, needle: at })),
  )
  return places.sort((a, b) => a.range[0] - b.range[0] || b.range[1] - a.range[1])
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
