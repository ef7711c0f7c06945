import { expect, test } from 'vitest'
import { replayUrl } from './replay-url.ts'
import { signReplay, verifyReplay } from './replay-token.ts'

const SECRET = 's'.repeat(32)
const ID = '0192d5a0-0000-7000-8000-000000000001'
const OTHER = '0192d5a0-0000-7000-8000-000000000002'
const at = (text: string) => new Date(`2026-11-23T${text}Z`)

test('addresses made in the same hour are equal, in the next hour they differ', () => {
  const [early, late, next] = ['10:00:00', '10:59:59', '11:00:00'].map((time) =>
    signReplay(ID, SECRET, at(time)),
  )
  expect(late).toBe(early)
  expect(next).not.toBe(early)
})

test.each([
  ['10:59:59', '10:59:59', 'valid'],
  ['10:59:59', '11:59:59', 'valid'],
  ['10:59:59', '12:00:00', 'expired'],
  ['10:00:00', '11:59:59', 'valid'],
  ['10:00:00', '12:00:00', 'expired'],
])('a token made at %s is at %s %s', (made, used, verdict) => {
  expect(verifyReplay(signReplay(ID, SECRET, at(made)), ID, SECRET, at(used))).toBe(verdict)
})

test('a token opens no other snapshot, and none of another installation', () => {
  const token = signReplay(ID, SECRET, at('10:00:00'))
  expect(verifyReplay(token, OTHER, SECRET, at('10:00:00'))).toBe('forged')
  expect(verifyReplay(token, ID, 't'.repeat(32), at('10:00:00'))).toBe('forged')
})

test('a later expiry does not fit the signature', () => {
  const [, signature] = signReplay(ID, SECRET, at('10:00:00')).split('.')
  expect(verifyReplay(`zzzzzz.${signature}`, ID, SECRET, at('10:00:00'))).toBe('forged')
})

test.each(['', '.', 'page', `1.${'a'.repeat(43)}`, `1.${'a'.repeat(44)}`, `${'z'.repeat(99)}.x`])(
  '%j is no token',
  (token) => {
    expect(verifyReplay(token, ID, SECRET, at('10:00:00'))).toBe('forged')
  },
)

test('the replay origin is used when there is one', () => {
  const now = at('10:00:00')
  const token = signReplay(ID, SECRET, now)
  const config = { baseUrl: 'https://home.test', replayUrl: null }
  expect(replayUrl(config, ID, SECRET, now)).toBe(`https://home.test/replay/${ID}/${token}/page`)
  const second = { ...config, replayUrl: 'https://replay.test' }
  expect(replayUrl(second, ID, SECRET, now)).toBe(`https://replay.test/replay/${ID}/${token}/page`)
})
