// Needles: what is looked for in a text itself, to verify what the index found and to mark it.
import { WORD } from './tokenize.ts'
import { stem } from './stem.ts'

export interface Needle {
  /** Global; matches in folded text. */
  pattern: RegExp
  /** When set, only matches with this stem count. */
  stem: string | null
  /** What `pattern` finds, where that is nothing but this text: it is found without the pattern, in a third of the time. */
  literal?: string
  /** Only what stands in blocks of code counts. */
  inCode?: true
}

/** A place in folded text: [start, end) in UTF-16 units. */
export type Range = [start: number, end: number]

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
const STARTS_AS_WORD = new RegExp(`^${WORD}`, 'v')
const ENDS_AS_WORD = new RegExp(`${WORD}$`, 'v')

/** Without a border or a space to it, a text is found by itself. */
function needleOf(folded: string, before: string, after: string): Needle {
  const isPlain = folded !== '' && before === '' && after === '' && !/\s/.test(folded)
  const pattern = new RegExp(`${before}${escaped(folded).replace(/\s+/g, '\\s+')}${after}`, 'gv')
  return { pattern, stem: null, ...(isPlain && { literal: folded }) }
}
const borderBefore = (folded: string) => (STARTS_AS_WORD.test(folded) ? `(?<!${WORD})` : '')
const borderAfter = (folded: string) => (ENDS_AS_WORD.test(folded) ? `(?!${WORD})` : '')

/**
 * Finds a folded text as it stands, any run of spaces for a space. Latin edges are word borders: `net` is not found in
 * `network`, but it is in `使用net命令`.
 */
export function exactNeedle(folded: string): Needle {
  return needleOf(folded, borderBefore(folded), borderAfter(folded))
}

/** Finds a folded text as the beginning of a word, or anywhere in writing without spaces. */
export function beginningNeedle(folded: string): Needle {
  return needleOf(folded, borderBefore(folded), '')
}

/** Finds a folded text anywhere, also inside words. */
export function substringNeedle(folded: string): Needle {
  return { pattern: new RegExp(escaped(folded), 'gv'), stem: null, ...(folded !== '' && { literal: folded }) }
}

/** Finds all forms of a lower-case word: `running` finds `run` and `runs`. */
export function wordNeedle(word: string): Needle {
  const wanted = stem(word)
  if (!/^[a-z]+$/.test(word)) return exactNeedle(word)
  // A stem's last letter may differ from the word's: study, studi.
  const root = wanted.replace(/[ie]$/, '')
  return { pattern: new RegExp(`(?<!${WORD})${root}[a-z]*(?!${WORD})`, 'gv'), stem: wanted }
}

/** The places of a needle in folded text, at most `limit`. */
export function findNeedle(needle: Needle, folded: string, limit: number): Range[] {
  const ranges: Range[] = []
  for (const range of placesOf(needle, folded)) {
    ranges.push(range)
    if (ranges.length >= limit) break
  }
  return ranges
}

/** How often a needle stands in folded text, counted up to `limit`. */
export function countNeedle(needle: Needle, folded: string, limit: number): number {
  const { literal } = needle
  if (literal === undefined) return findNeedle(needle, folded, limit).length
  let count = 0
  for (let at = folded.indexOf(literal); at >= 0 && count < limit; count += 1)
    at = folded.indexOf(literal, at + literal.length)
  return count
}

function* placesOf({ literal, pattern, stem: wanted }: Needle, folded: string): Generator<Range> {
  if (literal !== undefined) {
    for (let at = folded.indexOf(literal); at >= 0; at = folded.indexOf(literal, at + literal.length))
      yield [at, at + literal.length]
    return
  }
  for (const match of folded.matchAll(pattern))
    if (wanted === null || stem(match[0]) === wanted) yield [match.index, match.index + match[0].length]
}
