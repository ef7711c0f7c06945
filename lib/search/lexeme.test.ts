import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FREQUENT_CHARACTERS } from './frequent-characters.ts'
import { lexemesOf } from './index-document.ts'
import { askFor, CODED_CHARACTERS, lexemeOf } from './lexeme.ts'
import { simplify } from './simplify.ts'
import { tokenizeCode, tokenizeText } from './tokenize.ts'

const characters = [...FREQUENT_CHARACTERS]

test('there are as many frequent characters as have a code, each once, as search compares them', () => {
  expect(new Set(characters).size).toBe(CODED_CHARACTERS)
  expect(simplify(FREQUENT_CHARACTERS)).toBe(FREQUENT_CHARACTERS)
})

test('no code of a character is the beginning of another', () => {
  const codes = new Set(characters.map(lexemeOf))
  expect(codes.size).toBe(characters.length)
  for (const code of codes) expect(code.length === 1 || !codes.has(code[0]!)).toBe(true)
})

const LINK = {
  linkId: '',
  libraryId: '',
  title: '',
  url: 'https://x.test/',
  site: 'x.test',
  lang: null,
  note: '',
  tags: [],
  text: '',
}

const rare = '龘𠮷가ㄅ'
const character = fc.constantFrom(...characters.slice(0, 300), ...characters.slice(-300), ...rare)
const text = fc
  .array(fc.oneof(character, fc.constantFrom(' ', 'a', 'B', '_', '1', 'go', 'c++', 'ü', '`', '@')))
  .map((pieces) => pieces.join(''))

test('different grams have different lexemes, and those of a character begin with its own', () => {
  fc.assert(
    fc.property(text, text, (one, other) => {
      const grams = new Set([one, other].flatMap((piece) => [...tokenizeText(piece), ...tokenizeCode(piece)]))
      const lexemes = new Map([...grams].map((gram) => [lexemeOf(gram), gram]))
      expect(lexemes.size).toBe(grams.size)
      for (const [lexeme, gram] of lexemes) {
        expect(lexeme.startsWith('@')).toBe(false)
        const begins = [...grams].filter((first) => [...first].length === 1 && /\p{sc=Han}/u.test(first))
        for (const first of begins) expect(lexeme.startsWith(lexemeOf(first))).toBe(gram.startsWith(first))
      }
    }),
  )
})

test.each([
  ['库 数据库 库存', ['库存', '数据', '据库', '存']],
  ['锁 锁', ['锁']],
  ['野𠮷', ['野𠮷', '𠮷']],
  ['a ab', ['a', 'ab']],
])('of %s, a character stands alone only where it begins no pair', (title, grams) => {
  const { body } = lexemesOf({ ...LINK, title })
  const isOfTitle = (lexeme: string) => !lexeme.startsWith('@') && !lexemesOf(LINK).body.includes(lexeme)
  expect(body.filter(isOfTitle).toSorted()).toEqual(grams.map(lexemeOf).toSorted())
})

test.each([
  ['的一', 3],
  ['网络', 4],
  ['龘龘', 6],
])('the lexeme of %s takes %i bytes at most', (gram, bytes) => {
  expect(Buffer.byteLength(lexemeOf(gram))).toBeLessThanOrEqual(bytes)
})

test('documents of older tokenizers are found by the gram itself', () => {
  expect(askFor('网络', { isCurrent: false })).toContain(" | '网络')")
  expect(askFor('网络', { isCurrent: true })).not.toContain('网络')
  expect(askFor('docker', { isCurrent: false })).toBe("'docker'")
  expect(askFor('网', { isCurrent: false, isBegun: true })).toContain(" | '网':*)")
})
