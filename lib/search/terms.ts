// What one word or phrase of a query asks of the index, and what must then be true of the text.
import { exactNeedle, substringNeedle, wordNeedle, type Needle } from './needle.ts'
import { stem } from './stem.ts'
import {
  CJK,
  codeGram,
  fold,
  normalize,
  pairs,
  plainWord,
  segments,
  trimWord,
  type Segment,
} from './tokenize.ts'
import type { TextLeaf } from './query.ts'

export interface Terms {
  /** An expression of tsquery: all grams that must be there. */
  expression: string
  /** What the grams alone cannot promise: order and nearness. Each must be found in the text. */
  verify: Needle[]
  /** What is marked in a hit, and counted to rank it. */
  mark: Needle[]
}

const OTHER_WRITING = new RegExp(`[^${CJK}]+`, 'gv')

/** A lexeme inside a tsquery literal (PostgreSQL 18, 8.11.2: quotes and backslashes are doubled). */
export function quoteLexeme(lexeme: string): string {
  return `'${lexeme.replace(/['\\]/g, '$&$&')}'`
}

function lexemes(segment: Segment, isExact: boolean): string[] {
  if (segment.kind === 'word') {
    const word = plainWord(segment.text)
    return [quoteLexeme(isExact ? word : stem(word))]
  }
  const grams = pairs(segment.text)
  // One character: as prefix it meets every pair that it begins, and itself at the end of a run.
  return grams.length === 1 ? [`${quoteLexeme(grams[0]!)}:*`] : grams.slice(0, -1).map(quoteLexeme)
}

/** The pieces of an unquoted word: CJK runs by themselves, and what stands between them with its punctuation. */
function wordNeedles(text: string, parts: Segment[]): { verify: Needle[]; mark: Needle[] } {
  const verify: Needle[] = []
  const mark: Needle[] = []
  for (const { kind, text: run } of parts) {
    if (kind === 'word') continue
    const needle = exactNeedle(fold(run))
    mark.push(needle)
    // Two characters are one gram; of three the pairs could stand apart.
    if ([...run].length > 2) verify.push(needle)
  }
  const words = new Set(parts.map((part) => part.text))
  for (const [match] of text.matchAll(OTHER_WRITING)) {
    const piece = trimWord(match)
    if (piece === '') continue
    if (words.has(piece)) mark.push(wordNeedle(plainWord(piece)))
    else {
      const needle = exactNeedle(fold(piece))
      verify.push(needle)
      mark.push(needle)
    }
  }
  return { verify, mark }
}

/** The terms of a word (its stem, in any form) or of a phrase (as it stands). */
export function termsOf(leaf: TextLeaf): Terms {
  const text = normalize(leaf.text)
  const parts = [...segments(text)]
  const isExact = leaf.kind === 'phrase'
  const expression = [...new Set(parts.flatMap((part) => lexemes(part, isExact)))].join(' & ')
  if (!isExact) return { expression, ...wordNeedles(text, parts) }
  const whole = exactNeedle(fold(text))
  const isOneGram = parts.length === 1 && parts[0]!.text === text && [...text].length <= 2
  return { expression, verify: isOneGram ? [] : [whole], mark: [whole] }
}

/**
 * The terms of what must stand in code. A word is looked for as it stands, or as a part of an identifier; whatever has more
 * to it (`node.js`, `npm install`, Chinese in a comment) is verified on the code.
 */
export function codeTermsOf(value: string): Terms {
  const text = normalize(value)
  const parts = [...segments(text)]
  const grams = parts.flatMap((part) =>
    part.kind === 'word' ? [quoteLexeme(codeGram(part.text))] : lexemes(part, true),
  )
  const isOneWord = parts.length === 1 && parts[0]!.kind === 'word' && parts[0]!.text === text
  const needle = {
    ...(isOneWord ? substringNeedle(fold(text)) : exactNeedle(fold(text))),
    inCode: true as const,
  }
  return {
    expression: [...new Set(grams)].join(' & '),
    verify: isOneWord ? [] : [needle],
    mark: [needle],
  }
}
