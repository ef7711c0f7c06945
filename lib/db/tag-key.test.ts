import { expect, test } from 'vitest'
import { ancestorsOf, isWithin, tagKey } from './tag-key.ts'

test.each([
  ['React', 'react'],
  ['ＲＥＡＣＴ', 'react'],
  ['前端/React', '前端/react'],
  ['ｶﾞ', 'ガ'],
  ['Straße', 'straße'],
])('tagKey(%s) is %s', (path, key) => expect(tagKey(path)).toBe(key))

test('a key of a key is itself', () => {
  for (const path of ['İstanbul', 'ﬃ', 'Å', '㎏/Ⅷ']) expect(tagKey(tagKey(path))).toBe(tagKey(path))
})

test('the paths above a path end at its root', () => {
  expect(ancestorsOf('a/b/c')).toEqual(['a', 'a/b'])
  expect(ancestorsOf('a')).toEqual([])
})

test('a tag with the same beginning is not below', () => {
  expect(isWithin('前端/react', '前端')).toBe(true)
  expect(isWithin('前端', '前端')).toBe(true)
  expect(isWithin('前端开发', '前端')).toBe(false)
})
