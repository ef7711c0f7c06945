import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

test('equal values have one spelling, whatever the order of their keys', () => {
  expect(canonicalJson({ b: [1, { d: null, c: '链接' }], a: true })).toBe(
    '{"a":true,"b":[1,{"c":"链接","d":null}]}',
  )
  expect(canonicalJson({ '@': 1, a: 2 })).toBe(canonicalJson({ a: 2, '@': 1 }))
})

test('what is spelled reads back as the same value', () => {
  const value = { text: 'a"\\\n\u2028', numbers: [1e21, 0.1, -0], empty: {} }
  expect(JSON.parse(canonicalJson(value))).toEqual({ ...value, numbers: [1e21, 0.1, 0] })
})
