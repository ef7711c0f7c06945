// Needles: what is looked for in a text itself, to verify what the index found and to mark it.
import { WORD } from './tokenize.ts'
import { stem } from './stem.ts'

/** A place in folded text: [start, end) in UTF-16 units. */
export type Range = [start: number, end: number]

export interface Needle {
  /** The next place from a unit of folded text on, whatever stands around it. */
  find: (folded: string, from: number) => Range | null
  /** Must no word stand right before it, and none right behind it? */
  isBegun: boolean
  isEnded: boolean
  /** Do the small letters behind it belong to it, and is it true of the whole? */
  isForm?: (found: string) => boolean
  /** Only what stands in blocks of code counts. */
  inCode?: true
}

const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
// Compiled once: it takes a millisecond and more, and every search has other words.
const STARTS_AS_WORD = new RegExp(`^${WORD}`, 'v')
const ENDS_AS_WORD = new RegExp(`${WORD}$`, 'v')
/** Units of a character. */
const MOST_UNITS = 2

/** Of each ASCII character. */
const IS_PART_OF_WORD = Array.from({ length: 0x80 }, (_, unit) => /\w/.test(String.fromCharCode(unit)))
const isSmallLetter = (unit: number) => unit >= 0x61 && unit <= 0x7a

const goesOnBefore = (folded: string, at: number) =>
  at > 0 &&
  (IS_PART_OF_WORD[folded.charCodeAt(at - 1)] ??
    ENDS_AS_WORD.test(folded.slice(Math.max(0, at - MOST_UNITS), at)))
const goesOnBehind = (folded: string, at: number) =>
  at < folded.length &&
  (IS_PART_OF_WORD[folded.charCodeAt(at)] ?? STARTS_AS_WORD.test(folded.slice(at, at + MOST_UNITS)))

function endOfLetters(folded: string, from: number): number {
  let end = from
  while (isSmallLetter(folded.charCodeAt(end))) end += 1
  return end
}

type Find = Needle['find']

function findLiteral(literal: string): Find {
  return (folded, from) => {
    const at = from > folded.length ? -1 : folded.indexOf(literal, from)
    return at < 0 ? null : [at, at + literal.length]
  }
}

/** Any run of spaces for a space. */
function findSpaced(text: string): Find {
  const pattern = new RegExp(escaped(text).replace(/\s+/g, '\\s+'), 'g')
  return (folded, from) => {
    pattern.lastIndex = from
    const match = pattern.exec(folded)
    return match && [match.index, pattern.lastIndex]
  }
}

/**
 * Finds a folded text as it stands, any run of spaces for a space. Latin edges are word borders: `net` is not found in
 * `network`, but it is in `使用net命令`.
 */
export function exactNeedle(folded: string): Needle {
  return { ...beginningNeedle(folded), isEnded: ENDS_AS_WORD.test(folded) }
}

/** Finds a folded text as the beginning of a word, or anywhere in writing without spaces. */
export function beginningNeedle(folded: string): Needle {
  const find = /\s/.test(folded) ? findSpaced(folded) : findLiteral(folded)
  return { find, isBegun: STARTS_AS_WORD.test(folded), isEnded: false }
}

/** Finds a folded text anywhere, also inside words. */
export function substringNeedle(folded: string): Needle {
  return { find: findLiteral(folded), isBegun: false, isEnded: false }
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
  return { find: findLiteral(root), isBegun: true, isEnded: true, isForm }
}

/** The first place of a needle in folded text from `from` on. */
function nextPlace({ find, isBegun, isEnded, isForm }: Needle, folded: string, from: number): Range | null {
  for (let place = find(folded, from); place; place = find(folded, place[0] + 1)) {
    const [start] = place
    if (isBegun && goesOnBefore(folded, start)) continue
    const end = isForm ? endOfLetters(folded, place[1]) : place[1]
    if (isEnded && goesOnBehind(folded, end)) continue
    if (!isForm || isForm(folded.slice(start, end))) return [start, end]
  }
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
