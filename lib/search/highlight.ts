// Cuts the piece of a text that shows best why it was found, and says where the words stand in it.
import { findNeedle, type Needle, type Range } from './needle.ts'
import { fold } from './tokenize.ts'

/** Enough for two lines of a result card. */
const WINDOW_CHARACTERS = 160
/** Places of one needle that are looked at: a word that is everywhere needs no better window. */
const MAX_PLACES = 400
/** Characters kept before the first mark. */
const LEAD_CHARACTERS = 24

const ELLIPSIS = '…'
// What folds by itself: runs of characters that keep their number, a letter with its marks, the jamo of a syllable.
const PLAIN = '[\\n\\t -~\\u3001-\\u3011\\u4e00-\\u9fff\\uff01-\\uff5e]+(?!\\p{M})'
const CLUSTER = new RegExp(`(${PLAIN})|[\\u1100-\\u11ff]+|\\P{M}\\p{M}*|\\p{M}+`, 'gu')

export interface Snippet {
  text: string
  /** [start, end) in UTF-16 units of `text`, ascending, never overlapping. */
  marks: Range[]
}

/**
 * Ranges of the original text for ranges of its folded form, which may be longer (㎏) or shorter (a letter and its mark
 * become one). A range that begins or ends within what one character became, takes the whole character.
 */
function unfold(text: string, ranges: Range[]): Range[] {
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

interface Place {
  range: Range
  needle: number
}

function placesOf(folded: string, needles: readonly Needle[]): Place[] {
  const places = needles.flatMap((needle, at) =>
    findNeedle(needle, folded, MAX_PLACES).map((range) => ({ range, needle: at })),
  )
  return places.sort((a, b) => a.range[0] - b.range[0] || b.range[1] - a.range[1])
}

/** The run of places within one window that shows most different needles, then most places; the first such run. */
function densest(places: Place[], windowCharacters: number): Place[] {
  let best: Place[] = []
  let bestScore = 0
  let end = 0
  const inside = new Map<number, number>()
  places.forEach((first, start) => {
    while (end < places.length && places[end]!.range[1] - first.range[0] <= windowCharacters) {
      inside.set(places[end]!.needle, (inside.get(places[end]!.needle) ?? 0) + 1)
      end += 1
    }
    const score = inside.size * 1_000 + Math.min(end - start, 999)
    if (score > bestScore) [best, bestScore] = [places.slice(start, Math.max(end, start + 1)), score]
    const left = (inside.get(first.needle) ?? 0) - 1
    if (left > 0) inside.set(first.needle, left)
    else inside.delete(first.needle)
    end = Math.max(end, start + 1)
  })
  return best
}

function merged(ranges: Range[]): Range[] {
  const marks: Range[] = []
  for (const [start, end] of ranges) {
    const last = marks.at(-1)
    if (last && start <= last[1]) last[1] = Math.max(last[1], end)
    else marks.push([start, end])
  }
  return marks
}

/** The nearest place at or before `at` that does not split a surrogate pair. */
function wholeCharacter(text: string, at: number): number {
  const isLow = (text.charCodeAt(at) & 0xfc00) === 0xdc00
  return at > 0 && isLow ? at - 1 : at
}

/**
 * Cuts the densest window out of a text and marks what was found; null when nothing was.
 *
 * @param windowCharacters  Infinity keeps the whole text, for titles
 */
export function highlight(
  text: string,
  needles: readonly Needle[],
  windowCharacters: number = WINDOW_CHARACTERS,
): Snippet | null {
  const folded = fold(text)
  const places = densest(placesOf(folded, needles), windowCharacters)
  if (places.length === 0) return null
  const ranges = merged(
    unfold(
      text,
      places.map(({ range }) => range),
    ),
  )
  return cut(text, ranges, windowCharacters)
}

function cut(text: string, ranges: Range[], windowCharacters: number): Snippet {
  const from =
    text.length <= windowCharacters ? 0 : wholeCharacter(text, Math.max(0, ranges[0]![0] - LEAD_CHARACTERS))
  const to = wholeCharacter(text, Math.min(text.length, Math.max(from + windowCharacters, ranges.at(-1)![1])))
  const head = from > 0 ? ELLIPSIS : ''
  const shift = head.length - from
  return {
    // Every white space becomes one blank of the same length, so that the marks stay where they are.
    text: `${head}${text.slice(from, to).replace(/\s/g, ' ')}${to < text.length ? ELLIPSIS : ''}`,
    marks: ranges.map(([start, end]) => [start + shift, Math.min(end, to) + shift]),
  }
}
