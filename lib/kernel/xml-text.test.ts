import { expect, test } from 'vitest'
import { xmlText } from './xml-text.ts'

test.each([
  [`<a href='x'>"&"</a>`, '&lt;a href=&apos;x&apos;&gt;&quot;&amp;&quot;&lt;/a&gt;'],
  ['a]]>b', 'a]]&gt;b'],
  ['\0a\u0001\u0008\u000b\u000c\u001fb', 'ab'],
  ['\t\n\r', '\t\n\r'],
  ['\ufffe\uffffa', 'a'],
  ['\ud83da\ude00', '\ufffda\ufffd'],
  ['链接 😀 \u{10ffff}', '链接 😀 \u{10ffff}'],
])('%j stands in XML as %j', (text, expected) => expect(xmlText(text)).toBe(expected))
