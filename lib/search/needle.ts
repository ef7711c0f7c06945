// Needles: what is looked for in a text itself, to verify what the index found and to mark it.
import { WORD } from './tokenize.ts'
import { stem } from './stem.ts'

export interface Needle {
  /** Global; matches in folded text. */
  pattern: RegExp
  /** When set, only matches of which it is true count. */
  isForm?: (found: string) => boolean
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
  return { pattern, ...(isPlain && { literal: folded }) }
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
  return { pattern: new RegExp(escaped(folded), 'gv'), ...(folded !== '' && { literal: folded }) }
}

/** Finds all forms of a lower-case word: `running` finds `run` and `runs`. */
export function wordNeedle(word: string): Needle {
  const wanted = stem(word)
  if (!/^[a-z]+$/.test(word)) return exactNeedle(word)
  // A stem's last letter may differ from the word's: study, studi. What is left is never empty: it would be found everywhere.
  const root = wanted.replace(/(?<=.)[ie]$/, '')
  // Of a frequent word a text holds few forms, each of them often.
  const forms = new Map<string, boolean>()
  const isForm = (found: string) => {
    const known = forms.get(found) ?? stem(found) === wanted
    forms.set(found, known)
    return known
  }
  return { pattern: new RegExp(`(?<!${WORD})${root}[a-z]*(?!${WORD})`, 'gv'), isForm }
}

/** The first place of a needle in folded text from `from` on. */
function nextPlace({ literal, pattern, isForm }: Needle, folded: string, from: number): Range | null {
  if (literal !== undefined) {
    const at = folded.indexOf(literal, from)
    return at < 0 ? null : [at, at + literal.length]
  }
  pattern.lastIndex = from
  for (let match = pattern.exec(folded); match; match = pattern.exec(folded))
    if (!isForm || isForm(match[0])) return [match.index, pattern.lastIndex]
  return null
}

/** The places of a needle in folded text, at most `limit`. */
export function findNeedle(needle: Needle, folded: string, limit: number): Range[] {
  const ranges: Range[] = []
  for (let from = 0; ranges.length < limit;) {
    const place = nextPlace(needle, folded, from)
    if (!place) break
    ranges.push(place)
    from = Math.max(place[1], place[0] + 1)
  }
  return ranges
}

/** How often a needle stands in folded text, counted up to `limit`. */
export const countNeedle = (needle: Needle, folded: string, limit: number) =>
  findNeedle(needle, folded, limit).length
