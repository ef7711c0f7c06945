// Needles: what is looked for in a text itself, to verify what the index found and to mark it.
import { WORD } from './tokenize.ts'
import { stem } from './stem.ts'

export interface Needle {
  /** Global; matches in folded text. */
  pattern: RegExp
  /** When set, only matches with this stem count. */
  stem: string | null
  /** Only what stands in blocks of code counts. */
  inCode?: true
}

/** A place in folded text: [start, end) in UTF-16 units. */
export type Range = [start: number, end: number]

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
const STARTS_AS_WORD = new RegExp(`^${WORD}`, 'v')
const ENDS_AS_WORD = new RegExp(`${WORD}$`, 'v')

/**
 * Finds a folded text as it stands, any run of spaces for a space. Latin edges are word borders: `net` is not found in
 * `network`, but it is in `使用net命令`.
 */
export function exactNeedle(folded: string): Needle {
  const before = STARTS_AS_WORD.test(folded) ? `(?<!${WORD})` : ''
  const after = ENDS_AS_WORD.test(folded) ? `(?!${WORD})` : ''
  return {
    pattern: new RegExp(`${before}${escaped(folded).replace(/\s+/g, '\\s+')}${after}`, 'gv'),
    stem: null,
  }
}

/** Finds a folded text as the beginning of a word, or anywhere in writing without spaces. */
export function beginningNeedle(folded: string): Needle {
  const before = STARTS_AS_WORD.test(folded) ? `(?<!${WORD})` : ''
  return { pattern: new RegExp(`${before}${escaped(folded).replace(/\s+/g, '\\s+')}`, 'gv'), stem: null }
}

/** Finds a folded text anywhere, also inside words. */
export function substringNeedle(folded: string): Needle {
  return { pattern: new RegExp(escaped(folded), 'gv'), stem: null }
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
  for (const match of folded.matchAll(needle.pattern)) {
    if (needle.stem !== null && stem(match[0]) !== needle.stem) continue
    ranges.push([match.index, match.index + match[0].length])
    if (ranges.length >= limit) break
  }
  return ranges
}
