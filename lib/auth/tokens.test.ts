import { expect, test } from 'vitest'
import { bearerToken, newToken, tokenDigest } from './tokens.ts'

test('a new token has 192 random bits, and its digest and prefix do not give it away', () => {
  const { secret, digest, prefix } = newToken()
  expect(secret).toMatch(/^lh_[A-Za-z0-9_-]{32}$/)
  expect(digest).toBe(tokenDigest(secret))
  expect(secret.startsWith(prefix)).toBe(true)
  expect(prefix).toHaveLength(9)
  expect(newToken().secret).not.toBe(secret)
})

const secret = `lh_${'a'.repeat(32)}`
test.each([
  [null, null],
  [`Bearer ${secret}`, { secret }],
  [`bearer  ${secret} `, { secret }],
  [`Basic ${secret}`, 'malformed'],
  ['Bearer', 'malformed'],
  ['Bearer lh_short', 'malformed'],
  [`Bearer ${secret} more`, 'malformed'],
  [`Bearer ${secret}x`, 'malformed'],
])('the header %j gives %j', (header, expected) => {
  expect(bearerToken(header)).toEqual(expected)
})
