import { expect, test } from 'vitest'
import { findUrls } from './find-urls.ts'

test.each<[string, string, string[]]>([
  ['one address', ' https://a.test/x?y=1#z ', ['https://a.test/x?y=1#z']],
  ['several lines', 'https://a.test/1\r\n\nhttps://a.test/2', ['https://a.test/1', 'https://a.test/2']],
  ['the same twice', 'https://a.test/1\nhttps://a.test/1', ['https://a.test/1']],
  ['several on a line', 'https://a.test/1, https://a.test/2', ['https://a.test/1', 'https://a.test/2']],
  ['a bare host', 'example.com/a', ['https://example.com/a']],
  ['a bare IPv4 host', '127.0.0.1:8401/x', ['http://127.0.0.1:8401/x']],
  ['a Chinese host', '例子.中国/a', ['https://例子.中国/a']],
  ['Markdown', '- [题目](https://a.test/p_(x)) 说明', ['https://a.test/p_(x)']],
  [
    'Markdown with words glued behind',
    '[a](https://a.test/p)和[b](https://b.test/)',
    ['https://a.test/p', 'https://b.test/'],
  ],
  ['chat with Chinese behind', '看这个https://a.test/x这篇，不错', ['https://a.test/x']],
  ['Chinese punctuation', '（https://a.test/x）。', ['https://a.test/x']],
  ['a Han path pasted alone', 'https://zh.a.test/wiki/中国', ['https://zh.a.test/wiki/中国']],
  [
    'an address within an address',
    'https://web.a.test/2020/http://b.test/',
    ['https://web.a.test/2020/http://b.test/'],
  ],
  ['the end of a sentence', 'See https://a.test/x.', ['https://a.test/x']],
  ['angle brackets', '<https://a.test/x>', ['https://a.test/x']],
  ['IPv6', 'http://[::1]:80/', ['http://[::1]:80/']],
  ['words only', '没有网址', []],
  ['a scheme without a host', 'https://', []],
  ['a script', 'javascript:alert(1)', []],
  ['a number with a dot', '3.14', []],
])('%s', (_, text, expected) => expect(findUrls(text)).toEqual(expected))
