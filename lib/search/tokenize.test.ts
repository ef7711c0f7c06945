import fc from 'fast-check'
import { expect, test } from 'vitest'
import { stem } from './stem.ts'
import { fold, tokenizeCode, tokenizeText } from './tokenize.ts'

test.each([
  ['网络', ['网络', '络']],
  ['桥接模式', ['桥接', '接模', '模式', '式']],
  ['锁', ['锁']],
  ['docker网络', ['docker', '网络', '络']],
  ['ＤＯＣＫＥＲ０', ['docker0']],
  ['コンポーネント', ['コン', 'ンポ', 'ポー', 'ーネ', 'ネン', 'ント', 'ト']],
  ['컴포넌트', ['컴포', '포넌', '넌트', '트']],
  ['C++ and C#, F#', ['c++', 'c', 'and', 'c#', 'c', 'f#', 'f']],
  ['node_modules', ['node_modules', 'node', 'modules', 'modul']],
  ['parseURLQuery', ['parseurlquery', 'parseurlqueri', 'parse', 'pars', 'url', 'query', 'queri']],
  ['running containers', ['running', 'run', 'containers', 'container']],
  ['172.17.0.1', ['172', '17', '0', '1']],
  ['𠮷野家', ['𠮷野', '野家', '家']],
  ['，。！ -- ()', []],
])('the grams of %s are %j', (text, grams) => expect(tokenizeText(text)).toEqual(grams))

test('the grams of code are its words as they stand and the parts of identifiers', () => {
  expect(tokenizeCode('useEffect(runs) // 网络 C++')).toEqual([
    '`useeffect',
    '`use',
    '`effect',
    '`runs',
    '`c++',
    '`c',
  ])
})

test.each([
  ['caresses', 'caress'],
  ['studies', 'studi'],
  ['study', 'studi'],
  ['caching', 'cach'],
  ['caches', 'cach'],
  ['hoping', 'hope'],
  ['hopped', 'hop'],
  ['networking', 'network'],
  ['indexes', 'index'],
  ['created', 'creat'],
  ['creating', 'creat'],
  ['agreed', 'agre'],
  ['agree', 'agre'],
  ['sing', 'sing'],
  ['sky', 'sky'],
  ['falling', 'fall'],
  ['docker0', 'docker0'],
])('the stem of %s is %s', (word, expected) => expect(stem(word)).toBe(expected))

test('folding twice is folding once, and leaves nothing that PostgreSQL refuses', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const folded = fold(text)
      expect(fold(folded)).toBe(folded)
      expect(folded).not.toContain('\u0000')
      expect(folded.isWellFormed()).toBe(true)
    }),
  )
})

test('no gram is empty, longer than a lexeme may be, or starts like a marker of ours', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 400 }), (text) => {
      for (const gram of tokenizeText(text)) {
        expect(gram).not.toBe('')
        expect(gram.startsWith('@')).toBe(false)
        expect(Buffer.byteLength(gram)).toBeLessThan(2046)
      }
    }),
  )
})
