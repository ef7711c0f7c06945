// Cuts the piece of a text that shows best why it was found, and says where the words stand in it.
import type { Needle, Range } from './needle.ts'
import { findPlaces, toMarks, type Place } from './places.ts'

/** Enough for two lines of a result card. */
const WINDOW_CHARACTERS = 160
/** Characters kept before the first mark. */
const LEAD_CHARACTERS = 24

const ELLIPSIS = '…'

export interface Snippet {
  text: string
  /** [start, end) in UTF-16 units of `text`, ascending, never overlapping. */
  marks: Range[]
}

/** The run of places within one window that shows most different needles, then most places; the first such run. */
function densest(places: readonly Place[], windowCharacters: number): readonly Place[] {
  let best: readonly Place[] = []
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
  return highlightPlaces(text, findPlaces(text, needles), windowCharacters)
}

/** The same for places that are known already. */
export function highlightPlaces(
  text: string,
  places: readonly Place[],
  windowCharacters: number = WINDOW_CHARACTERS,
): Snippet | null {
  const shown = densest(places, windowCharacters)
  return shown.length === 0 ? null : cut(text, toMarks(text, shown), windowCharacters)
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
