import { expect, test } from 'vitest'
import { outranks as outranksVersion } from './front.ts'

type Version = NonNullable<Parameters<typeof outranksVersion>[1]>
type Known = Pick<Version, 'id' | 'verdict'> & Partial<Version>
const version = (known: Known): Version => ({ passOf: null, score: null, ...known })
const outranks = (candidate: Known, front: Known | null) =>
  outranksVersion(version(candidate), front && version(front))

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

test.each([
  [0.95, 0.8, true],
  [0.805, 0.8, false],
  [0.7, 0.8, false],
  [null, 0.8, false],
  [0.95, null, false],
])('a second pass of score %s takes the place of a first of %s: %s', (second, first, isBetter) => {
  const front = { id: older, verdict: 'good', score: first } as const
  expect(outranks({ id: newer, verdict: 'good', passOf: older, score: second }, front)).toBe(isBetter)
})

test('a second pass that came out whole takes the place of a first that was cut short', () => {
  const second = { id: newer, verdict: 'good', passOf: older } as const
  expect(outranks(second, { id: older, verdict: 'partial', score: 0.9 })).toBe(true)
  expect(outranks({ ...second, verdict: 'wall' }, { id: older, verdict: 'partial' })).toBe(false)
})
