import { expect, test } from 'vitest'
import { plainText } from './plain-text.ts'

test.each([
  ['a\0b\u0001\u001bc\u007f', 'abc'],
  ['\u202e\u2066gnp.exe\u2069\u202c', 'gnp.exe'],
  ['a\ud800b', 'a\ufffdb'],
  ['one\n\ttwo\r\n', 'one\n\ttwo\r\n'],
  ['标题 👨‍👩‍👧 العربية', '标题 👨‍👩‍👧 العربية'],
])('%j is stored as %j', (given, expected) => expect(plainText(given)).toBe(expected))
