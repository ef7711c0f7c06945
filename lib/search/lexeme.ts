// Lexemes: grams as they stand in a vector. A vector holds the grams of all its text, four bytes for each and the bytes of the
// lexeme itself: so pairs of characters and frequent words are written shorter than in UTF-8.
import { oldPairCode, pairCode } from './pair-codes.ts'
import { CODE_SIGN } from './tokenize.ts'
import { WORD_CODES } from './word-codes.ts'

/** The vector of titles, where the beginnings of words are looked for, or that of the whole document. */
export type VectorOf = 'title' | 'body'

/** Two characters outside of the basic plane. */
const MAX_PAIR_UNITS = 4
const FIRST_BEYOND_ASCII = 0x80

const ofPair = (gram: string, code: typeof pairCode) => {
  if (gram.length > MAX_PAIR_UNITS || gram.charCodeAt(0) < FIRST_BEYOND_ASCII) return gram
  const [first = '', second = '', third] = gram
  return third === undefined ? code(first, second) : gram
}

/**
 * The lexeme of a gram. Different grams have different ones. Of those of one or two characters, that of two begins with that of
 * their first; those of words are other than the word in the vector of the whole document alone.
 */
export function lexemeOf(gram: string, vector: VectorOf): string {
  if (gram.charCodeAt(0) >= FIRST_BEYOND_ASCII) return ofPair(gram, pairCode)
  if (vector === 'title') return gram
  if (gram.startsWith(CODE_SIGN)) return CODE_SIGN + lexemeOf(gram.slice(CODE_SIGN.length), vector)
  return WORD_CODES.get(gram) ?? gram
}

/** A lexeme inside a tsquery literal (PostgreSQL 18, 8.11.2: quotes and backslashes are doubled). */
export function quoteLexeme(lexeme: string): string {
  return `'${lexeme.replace(/['\\]/g, '$&$&')}'`
}

export interface AskedGram {
  vector: VectorOf
  /** Is the gram the beginning of those that are meant? */
  isBegun?: boolean
  /** Were all documents made by the tokenizer of today? Those of 7 and before hold other lexemes. */
  isCurrent: boolean
}

/** What a tsquery asks for a gram. */
export function askFor(gram: string, { vector, isBegun = false, isCurrent }: AskedGram): string {
  const lexeme = lexemeOf(gram, vector)
  const forms = isCurrent ? [lexeme] : [...new Set([lexeme, ofPair(gram, oldPairCode), gram])]
  const asked = forms.map((form) => `${quoteLexeme(form)}${isBegun ? ':*' : ''}`)
  return asked.length === 1 ? asked[0]! : `(${asked.join(' | ')})`
}
