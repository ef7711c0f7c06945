// Lexemes: grams as they stand in a vector. A vector holds the grams of all its text, most of them pairs of characters, which
// take six bytes in UTF-8. Here each character of a pair is one or two ASCII characters: the pair takes three, mostly.
import { FREQUENT_CHARACTERS } from './frequent-characters.ts'

const printable = Array.from({ length: 95 }, (_, at) => String.fromCharCode(0x20 + at))
/** Without what has to be doubled in a tsquery. */
const SIGNS = printable.filter((sign) => !`'\\`.includes(sign))
/** What no other lexeme begins with: no word (`a`, `7`, `_`), no mark (`@`), no word of code (a backtick). */
const FIRST_SIGNS = SIGNS.filter((sign) => !/[a-z0-9_@`]/.test(sign))
/** So many characters are one sign at the beginning of a pair; the others begin with a sign of the rest. */
const SHORT_FIRSTS = 30
const LONG_FIRST_SIGNS = FIRST_SIGNS.slice(SHORT_FIRSTS)

/** As many as can begin a pair; what is rarer stays as it is. */
export const CODED_CHARACTERS = SHORT_FIRSTS + LONG_FIRST_SIGNS.length * SIGNS.length

/** Two signs for a number. */
const two = (firsts: readonly string[], at: number) =>
  firsts[Math.floor(at / SIGNS.length)]! + SIGNS[at % SIGNS.length]!

const characters = [...FREQUENT_CHARACTERS]
// No code of a first character is the beginning of another's, so that all pairs of a character are found by its code.
const FIRST = new Map(
  characters.map((character, at) => [
    character,
    at < SHORT_FIRSTS ? FIRST_SIGNS[at]! : two(LONG_FIRST_SIGNS, at - SHORT_FIRSTS),
  ]),
)
const SECOND = new Map(
  characters.map((character, at) => [
    character,
    at < SIGNS.length ? SIGNS[at]! : two(SIGNS, at - SIGNS.length),
  ]),
)

/** Two characters outside of the basic plane. */
const MAX_PAIR_UNITS = 4

/**
 * The lexeme of a gram. Different grams have different ones; only those of one or two characters differ from their gram,
 * and those of two begin with that of their first.
 */
export function lexemeOf(gram: string): string {
  if (gram.length > MAX_PAIR_UNITS) return gram
  const [first = '', second = '', third] = gram
  if (third !== undefined) return gram
  return (FIRST.get(first) ?? first) + (SECOND.get(second) ?? second)
}

/** A lexeme inside a tsquery literal (PostgreSQL 18, 8.11.2: quotes and backslashes are doubled). */
export function quoteLexeme(lexeme: string): string {
  return `'${lexeme.replace(/['\\]/g, '$&$&')}'`
}

export interface AskedGram {
  /** Is the gram the beginning of those that are meant? */
  isBegun?: boolean
  /** Were all documents made by the tokenizer of today? Those of version 5 and before hold the grams themselves, of 6 some. */
  isCurrent: boolean
}

/** What a tsquery asks for a gram. */
export function askFor(gram: string, { isBegun = false, isCurrent }: AskedGram): string {
  const lexeme = lexemeOf(gram)
  const forms = isCurrent || lexeme === gram ? [lexeme] : [lexeme, gram]
  const asked = forms.map((form) => `${quoteLexeme(form)}${isBegun ? ':*' : ''}`)
  return asked.length === 1 ? asked[0]! : `(${asked.join(' | ')})`
}
