import { expect, test } from 'vitest'
import { hasTag, suggestTags } from './suggest-tags.ts'

const known = ['运维/docker', 'Docker', '网络', '阅读']

test('what begins with the typed text comes first, then what has a part that does', () => {
  expect(suggestTags('doc', known, [])).toEqual(['Docker', '运维/docker'])
})

test('chosen tags are not offered again, whatever their case', () => {
  expect(suggestTags('doc', known, ['docker'])).toEqual(['运维/docker'])
})

test('nothing typed offers all', () => expect(suggestTags('', known, [])).toEqual(known))

test('full-width letters are the same tag', () => expect(hasTag(known, 'ｄｏｃｋｅｒ')).toBe(true))
