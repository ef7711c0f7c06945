import { expect, test } from 'vitest'
import { outranks } from './front.ts'

const older = '0192d5a0-0000-7000-8000-000000000001'
const newer = '0192d5a0-0000-7000-8000-000000000002'

test.each(['good', 'partial', 'http_error', 'wall', 'empty'] as const)(
  'a first version comes in front, also when it is %s',
  (verdict) => expect(outranks({ id: older, verdict }, null)).toBe(true),
)

test.each(['partial', 'http_error', 'wall', 'empty'] as const)(
  '%s never takes the place of good',
  (verdict) => {
    expect(outranks({ id: newer, verdict }, { id: older, verdict: 'good' })).toBe(false)
    expect(outranks({ id: newer, verdict: 'good' }, { id: older, verdict })).toBe(true)
  },
)

test('among equals the newer one is in front, whichever was finished first', () => {
  expect(outranks({ id: newer, verdict: 'good' }, { id: older, verdict: 'good' })).toBe(true)
  expect(outranks({ id: older, verdict: 'good' }, { id: newer, verdict: 'good' })).toBe(false)
  expect(outranks({ id: newer, verdict: 'wall' }, { id: older, verdict: 'http_error' })).toBe(true)
})

test('a page that was cut short is better than an error page', () => {
  expect(outranks({ id: newer, verdict: 'http_error' }, { id: older, verdict: 'partial' })).toBe(false)
})
