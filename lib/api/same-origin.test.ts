import { expect, test } from 'vitest'
import type { Actor } from '#lib/contract/account.ts'
import { assertSameOrigin } from './same-origin.ts'

const actor = (via: 'session' | 'token'): Actor => ({
  kind: 'user',
  userId: 'u',
  libraryId: 'l',
  role: 'owner',
  scopes: ['links:read'],
  via,
})
const passes = (method: string, headers: Record<string, string>, via: 'session' | 'token' = 'session') => {
  const request = new Request('http://127.0.0.1:3000/api/v1/links', { method, headers })
  try {
    assertSameOrigin(request, actor(via), 'https://links.example')
    return true
  } catch {
    return false // the table below tells which are refused
  }
}

test.each([
  ['POST', { 'sec-fetch-site': 'same-origin' }, true],
  ['POST', { 'sec-fetch-site': 'same-origin', 'content-type': 'application/json' }, true],
  ['POST', { 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain' }, false],
  ['POST', { 'sec-fetch-site': 'same-site' }, false],
  ['POST', { 'sec-fetch-site': 'cross-site' }, false],
  ['POST', { 'sec-fetch-site': 'none' }, false],
  ['POST', { 'sec-fetch-site': 'cross-site', origin: 'https://links.example' }, false],
  ['POST', { origin: 'https://links.example' }, true],
  ['POST', { origin: 'http://127.0.0.1:3000' }, true],
  ['POST', { origin: 'http://127.0.0.1:3001' }, false],
  ['POST', { origin: 'http://192.168.1.5:3000', host: '192.168.1.5:3000' }, true],
  ['POST', { origin: 'https://nas.example', host: 'nas.example' }, true],
  ['POST', { origin: 'http://evil.example', host: '192.168.1.5:3000' }, false],
  ['POST', { origin: 'https://links.example.evil.example' }, false],
  ['POST', { origin: 'null' }, false],
  ['POST', {}, false],
  ['PATCH', {}, false],
  ['DELETE', { origin: 'https://evil.example' }, false],
  ['GET', { 'sec-fetch-site': 'cross-site' }, true],
])('with a cookie, %s with %j passes: %s', (method, headers, expected) => {
  expect(passes(method, headers)).toBe(expected)
})

test('a token needs no origin', () => {
  expect(passes('POST', { origin: 'https://evil.example' }, 'token')).toBe(true)
})
