// What one word or phrase of a query asks of the index, and what must then be true of the text.
import { askFor, type VectorOf } from './lexeme.ts'
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
  /** The same of a title, whose words are held as they stand as well. */
  ofTitle: string
  /** What the grams alone cannot promise: order and nearness. Each must be found in the text. */
  verify: Needle[]
  /** What is marked in a hit, and counted to rank it. */
  mark: Needle[]
}

const OTHER_WRITING = new RegExp(`[^${CJK}]+`, 'gv')

interface Asked {
  vector: VectorOf
  isCurrent: boolean
}

/** What a run asks of the index; of a word its stem, or the word as it stands. */
function askedOf({ kind, text }: Segment, of: Asked, isExact = false): string[] {
  if (kind === 'word') return [askFor(isExact ? plainWord(text) : stem(plainWord(text)), of)]
  const grams = pairs(text)
  // One character: as prefix it meets every pair that it begins, and itself at the end of a run.
  if (grams.length === 1) return [askFor(grams[0]!, { ...of, isBegun: true })]
  return grams.slice(0, -1).map((gram) => askFor(gram, of))
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

/**
 * The terms of a word (its stem, in any form) or of a phrase (as it stands).
 *
 * @param isCurrent  were all documents made by the tokenizer of today?
 */
export function termsOf(leaf: TextLeaf, isCurrent: boolean): Terms {
  const text = normalize(leaf.text)
  const parts = [...segments(text)]
  const isExact = leaf.kind === 'phrase'
  const asked = (vector: VectorOf, exact: boolean) =>
    [...new Set(parts.flatMap((part) => askedOf(part, { vector, isCurrent }, exact)))].join(' & ')
  const expression = asked('body', false)
  const ofTitle = asked('title', isExact)
  if (!isExact) return { expression, ofTitle, ...wordNeedles(text, parts) }
  const whole = exactNeedle(fold(text))
  const isOnePair =
    parts.length === 1 && parts[0]!.kind === 'cjk' && parts[0]!.text === text && [...text].length <= 2
  return { expression, ofTitle, verify: isOnePair ? [] : [whole], mark: [whole] }
}

/**
 * The terms of what must stand in code. A word is looked for as it stands, or as a part of an identifier; whatever has more
 * to it (`node.js`, `npm install`, Chinese in a comment) is verified on the code.
 */
export function codeTermsOf(value: string, isCurrent: boolean): Omit<Terms, 'ofTitle'> {
  const text = normalize(value)
  const parts = [...segments(text)]
  const of = { vector: 'body', isCurrent } as const
  const grams = parts.flatMap((part) =>
    part.kind === 'word' ? [askFor(codeGram(part.text), of)] : askedOf(part, of),
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
