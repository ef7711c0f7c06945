import { expect, test } from 'vitest'
import { declaredAddress } from './declared-address.ts'

test.each([
  ['<link rel="canonical" href="https://a.example/1?x=1&amp;y=2">', 'https://a.example/1?x=1&y=2'],
  ["<LINK href='/b' REL='alternate canonical'/>", 'https://a.example/b'],
  ['<link rel=canonical href=//b.example/c>', 'https://b.example/c'],
  [
    '<link rel="canonical" href="/b"><link rel="canonical" href="https://a.example/b">',
    'https://a.example/b',
  ],
  ['<link rel="canonical" href="/b"><link rel="canonical" href="/c">', null],
  ['<link rel="stylesheet" href="/b"><a rel="canonical" href="/c">', null],
  ['<link rel="canonical" href="javascript:alert(1)">', null],
  ['<link rel="canonical">', 'https://a.example/x'],
])('%s names %s', (html, address) => {
  expect(declaredAddress(html, 'https://a.example/x')?.href ?? null).toBe(address)
})

// Read once for each of them it takes minutes.
test('a page of tags that never end names nothing, after a time in proportion to its length', () => {
  expect(declaredAddress('<link '.repeat(200_000), 'https://a.example/x')).toBeNull()
})
