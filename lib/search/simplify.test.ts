import { Converter } from 'opencc-js/t2cn'
import { expect, test } from 'vitest'
import { simplify } from './simplify.ts'
import { fold, tokenizeText } from './tokenize.ts'

test('a traditional character and its simplified form are compared as one, in all regional spellings', () => {
  const differing: string[] = []
  for (const from of ['t', 'tw', 'hk'] as const) {
    const convert = Converter({ from, to: 'cn' })
    for (let code = 0x3400; code < 0xa000; code += 1) {
      const character = String.fromCodePoint(code)
      if (simplify(character) !== simplify(convert(character))) differing.push(character)
    }
  }
  expect(differing).toEqual([])
})

test('what was simplified stays as it is, and positions stay where they are', () => {
  for (let code = 0; code < 0x32000; code += 1) {
    const character = String.fromCodePoint(code)
    const form = simplify(character)
    if (form === character) continue
    expect(simplify(form)).toBe(form)
    expect(form.length).toBeLessThanOrEqual(character.length)
  }
})

test.each([
  ['資料庫', '资料库'],
  ['軟體開發與維護', '软体开发与维护'],
  ['頭髮發展', '头发发展'],
  ['裏面、裡面', '里面、里面'],
  ['ＤＯＣＫＥＲ 網絡', 'docker 网络'],
])('%s and %s have the same grams', (traditional, simplified) => {
  expect(fold(traditional)).toBe(fold(simplified))
  expect(tokenizeText(traditional)).toEqual(tokenizeText(simplified))
})
