import { expect, test } from 'vitest'
import { isId, newId, newSecret } from './ids.ts'

test('ids sort by the time of their making and are UUIDv7', () => {
  const ids = [newId(1_000), newId(2_000), newId(3_000_000_000_000)]
  expect(ids.toSorted()).toEqual(ids)
  expect(ids.every(isId)).toBe(true)
  expect(ids[0]![14]).toBe('7')
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
