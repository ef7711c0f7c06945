import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  beginningNeedle,
  exactNeedle,
  findNeedle,
  substringNeedle,
  wordNeedle,
  type Range,
} from './needle.ts'
import { stem } from './stem.ts'
import { WORD } from './tokenize.ts'

const LATIN = 'a i studi study studies run running 1 _ c++ . + # $ ( \\ é e\u0301 ß я 𝒜'
const piece = fc.constantFrom(...LATIN.split(' '), ' ', '\n', '\u00a0', '网', '网络', '𠮷', '가', 'ー', '，')
const textOf = (minLength: number, maxLength: number) =>
  fc.array(piece, { minLength, maxLength }).map((pieces) => pieces.join(''))

/** What is found, as one pattern says it. */
function placesOf(pattern: string, text: string, isForm: (found: string) => boolean): Range[] {
  const places = [...text.matchAll(new RegExp(pattern, 'gv'))].filter(([found]) => isForm(found))
  return places.map((match) => [match.index, match.index + match[0].length])
}
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&').replace(/\s+/g, '\\s+')
const before = (text: string) => (new RegExp(`^${WORD}`, 'v').test(text) ? `(?<!${WORD})` : '')
const after = (text: string) => (new RegExp(`${WORD}$`, 'v').test(text) ? `(?!${WORD})` : '')

test.each<[string, (text: string) => ReturnType<typeof exactNeedle>, (text: string) => string]>([
  ['a text as it stands', exactNeedle, (text) => before(text) + escaped(text) + after(text)],
  ['the beginning of a word', beginningNeedle, (text) => before(text) + escaped(text)],
])('%s is found where a pattern with borders of words finds it', (_name, needleOf, patternOf) =>
  fc.assert(
    fc.property(textOf(1, 3), textOf(0, 25), (wanted, text) => {
      expect(findNeedle(needleOf(wanted), text, 100)).toEqual(placesOf(patternOf(wanted), text, () => true))
    }),
  ),
)

test('forms of a word are found where a pattern finds them', () =>
  fc.assert(
    fc.property(fc.constantFrom('a', 'study', 'runs', 'i'), textOf(0, 25), (word, text) => {
      const root = stem(word).replace(/(?<=.)[ie]$/, '')
      const pattern = `(?<!${WORD})${root}[a-z]*(?!${WORD})`
      const isForm = (found: string) => stem(found) === stem(word)
      expect(findNeedle(wordNeedle(word), text, 100)).toEqual(placesOf(pattern, text, isForm))
    }),
  ))

test('a text is found within words', () =>
  expect(findNeedle(substringNeedle('et'), 'network', 100)).toEqual([[1, 3]]))

test('a long run of letters is gone through once', () =>
  expect(findNeedle(wordNeedle('a'), 'a'.repeat(200_000), 1)).toEqual([]))
