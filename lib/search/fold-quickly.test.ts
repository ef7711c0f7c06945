import { expect, test } from 'vitest'
import { foldQuickly } from './fold-quickly.ts'
import { fold, foldAll } from './tokenize.ts'

/** What marks, jamo, a small letter's neighbours and halves of characters can do to what stands beside them. */
const TRYING = [
  ...'aAzΣσςİıKÅé中國…，。「가ㄱㄳ각か゛ﾊﾞﾟ\u3099\u0301\u0307\u0345\u1161\u11a8\u1100　 \n\0\u0085ﬁ①㎏²\u0327ßẞ\u03f9𝚺𝐀\u{20000}',
  '\ud840',
  '\udc00',
]

function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ;) {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31
    yield state >> 8
  }
}

test('every character folds with the table as without it, by itself and between others', () => {
  const differing: string[] = []
  for (let unit = 0; unit < 0x1_0000; unit += 1) {
    const character = String.fromCharCode(unit)
    for (const text of [character, `가${character}\u11a8国A`, `か${character}\u3099\u0301Σ`])
      if (fold(text) !== foldAll(text)) differing.push(text)
  }
  expect(differing).toEqual([])
})

test('characters that join fold with the table as without it, in any order', () => {
  const random = numbers(3)
  const next = (below: number) => random.next().value % below
  const differing: string[] = []
  for (let round = 0; round < 40_000; round += 1) {
    const text = Array.from({ length: 1 + next(12) }, () => TRYING[next(TRYING.length)]).join('')
    if (fold(text) !== foldAll(text)) differing.push(text)
  }
  expect(differing).toEqual([])
})

test('only what does not fold by itself is handed over, with the character before it', () => {
  const pieces: string[] = []
  const spy = (text: string) => {
    if (text.length > 1) pieces.push(text)
    return foldAll(text)
  }
  expect(foldQuickly('Ｄocker容器，cafe\u0301与ﾊﾞ。', spy)).toBe('docker容器,caf\u00e9与バ。')
  expect(pieces).toEqual(['e\u0301', 'ﾊﾞ'])
})
