import { expect, test } from 'vitest'
import { isId, newId, newSecret } from './ids.ts'

test('ids sort by the time of their making and are UUIDv7', () => {
  const ids = [newId(1_000), newId(2_000), newId(3_000_000_000_000)]
  expect(ids.toSorted()).toEqual(ids)
  expect(ids.every(isId)).toBe(true)
  expect(ids[0]![14]).toBe('7')
})

test('ids of one millisecond keep the order of their making, and no two are the same', () => {
  const ids = Array.from({ length: 3_000 }, () => newId(1_700_000_000_000))
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
  expect(new Set(Array.from({ length: 6_000 }, () => newId(1_700_000_000_001))).size).toBe(6_000)
  expect(ids.every((id) => isId(id) && id[14] === '7' && /[89ab]/.test(id[19]!))).toBe(true)
})

test.each(['', 'abc', '0', "' OR 1=1 --", '0192d5a0-0000-7000-8000-00000000000g'])(
  '%s names no row',
  (text) => {
    expect(isId(text)).toBe(false)
  },
)

test('a secret has 192 bits', () => {
  expect(newSecret()).toMatch(/^[\w-]{32}$/)
})
