import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FREQUENT_CHARACTERS } from './frequent-characters.ts'
import { FOLLOWERS } from './frequent-pairs.ts'
import { FREQUENT_WORDS } from './frequent-words.ts'
import { lexemesOf } from './index-document.ts'
import { askFor, lexemeOf } from './lexeme.ts'
import { CODED_CHARACTERS, LEADERS, MOST_FOLLOWERS } from './pair-codes.ts'
import { simplify } from './simplify.ts'
import { codeGram, tokenizeCode, tokenizeStems, tokenizeText } from './tokenize.ts'
import { MOST_WORDS } from './word-codes.ts'

const characters = [...FREQUENT_CHARACTERS]
const words = FREQUENT_WORDS.split(' ')

test('there are as many frequent characters as have a code, each once, as search compares them', () => {
  expect(new Set(characters).size).toBe(CODED_CHARACTERS)
  expect(simplify(FREQUENT_CHARACTERS)).toBe(FREQUENT_CHARACTERS)
})

test('characters have followers once, each of them once, no more than there are signs for, as search compares them', () => {
  const firsts = FOLLOWERS.map((line) => line[0]!)
  expect(new Set(firsts).size).toBe(firsts.length)
  for (const [at, line] of FOLLOWERS.entries()) {
    expect(characters).toContain(line[0])
    expect(line.length).toBe(new Set(line.slice(1)).size + 1)
    expect(line.length - 1).toBeLessThanOrEqual(MOST_FOLLOWERS[at < LEADERS ? 'ofLeader' : 'ofOther'])
    expect(simplify(line)).toBe(line)
  }
})

test('frequent words are grams, each once, no more than there are codes for', () => {
  expect(new Set(words).size).toBe(words.length)
  expect(words.length).toBeLessThanOrEqual(MOST_WORDS)
  expect(words.filter((word) => tokenizeText(word)[0] !== word)).toEqual([])
})

test('no code of a character is the beginning of another', () => {
  const codes = new Set(characters.map((character) => lexemeOf(character, 'body')))
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
const character = fc.oneof(
  fc.constantFrom(...characters.slice(0, 300), ...characters.slice(-300), ...rare),
  fc.constantFrom(...FOLLOWERS.map((line) => line.slice(0, 2))),
  fc.constantFrom(...FOLLOWERS.map((line) => line[0]! + line.at(-1))),
)
const latin = fc.oneof(
  fc.constantFrom(' ', 'a', 'B', '_', '1', 'go', 'c++', 'c#', 'ü', '`', '@', "'", '\\', '\u0001', '\u007f'),
  fc.constantFrom(...words),
)
const text = fc.array(fc.oneof(character, latin)).map((pieces) => pieces.join(''))
const vectors = ['title', 'body'] as const

test.each(vectors)(
  'in a vector of a %s, different grams have different lexemes, and those of a character begin with its own',
  (vector) => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const grams = new Set(
          [one, other].flatMap((piece) => [
            ...tokenizeText(piece),
            ...tokenizeStems(piece),
            ...tokenizeCode(piece),
          ]),
        )
        const lexemes = new Map([...grams].map((gram) => [lexemeOf(gram, vector), gram]))
        expect(lexemes.size).toBe(grams.size)
        for (const [lexeme, gram] of lexemes) {
          expect(lexeme.startsWith('@')).toBe(false)
          expect(Buffer.byteLength(lexeme)).toBeLessThanOrEqual(Buffer.byteLength(gram))
          const begins = [...grams].filter((first) => [...first].length === 1 && /\p{sc=Han}/u.test(first))
          for (const first of begins)
            expect(lexeme.startsWith(lexemeOf(first, vector))).toBe(gram.startsWith(first))
        }
      }),
    )
  },
)

test('what is asked for a gram in documents of all tokenizers is no lexeme of another gram in any', () => {
  fc.assert(
    fc.property(text, fc.constantFrom(...vectors), (piece, vector) => {
      const grams = new Set([...tokenizeText(piece), ...tokenizeCode(piece)])
      const ownerOf = new Map<string, string>()
      for (const gram of grams)
        for (const [, quoted] of askFor(gram, { vector, isCurrent: false }).matchAll(QUOTED)) {
          expect(ownerOf.get(quoted!) ?? gram).toBe(gram)
          ownerOf.set(quoted!, gram)
        }
    }),
  )
})
const QUOTED = /'((?:[^'\\]|''|\\\\)+)'/g

test('a frequent word is two bytes in the vector of a document, also in code, and itself in that of a title', () => {
  expect(words.every((word) => Buffer.byteLength(lexemeOf(word, 'body')) === 2)).toBe(true)
  expect(Buffer.byteLength(lexemeOf(codeGram('function'), 'body'))).toBe(3)
  expect(words.map((word) => lexemeOf(word, 'title'))).toEqual(words)
})

test.each([
  ['库 数据库 库存', ['库存', '数据', '据库', '存']],
  ['锁 锁', ['锁']],
  ['野𠮷', ['野𠮷', '𠮷']],
  ['a ab', ['a', 'ab']],
])('of %s, a character stands alone only where it begins no pair', (title, grams) => {
  const { body } = lexemesOf({ ...LINK, title })
  const isOfTitle = (lexeme: string) => !lexeme.startsWith('@') && !lexemesOf(LINK).body.includes(lexeme)
  expect(body.filter(isOfTitle).toSorted()).toEqual(grams.map((gram) => lexemeOf(gram, 'body')).toSorted())
})

test.each([
  ['我们', 2],
  ['网络', 3],
  ['锁稻', 4],
  ['龘龘', 6],
])('the lexeme of %s takes %i bytes', (gram, bytes) =>
  expect(Buffer.byteLength(lexemeOf(gram, 'body'))).toBe(bytes),
)

test('documents of older tokenizers are found by the gram itself', () => {
  const of = { vector: 'body', isCurrent: false } as const
  expect(askFor('网络', of)).toContain(" | '网络')")
  expect(askFor('网络', { ...of, isCurrent: true })).not.toContain('网络')
  expect(askFor('docker', { ...of, vector: 'title' })).toBe("'docker'")
  expect(askFor('docker', of)).toContain(" | 'docker')")
  expect(askFor('网', { ...of, isBegun: true })).toContain(" | '网':*)")
})
