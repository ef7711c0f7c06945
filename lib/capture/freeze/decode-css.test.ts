import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { decodeCss } from './decode-css.ts'

const TEXT = 'p::before{content:"前言"}'

test.each([
  ['UTF-8, whatever is declared', Buffer.from(TEXT), 'text/css; charset=gbk', 'big5'],
  ['the charset of the answer', iconv.encode(TEXT, 'gbk'), 'text/css; charset="GBK"', 'utf-8'],
  ['the charset of the document', iconv.encode(TEXT, 'big5'), 'text/css', 'big5'],
  ['a charset when another has no meaning', iconv.encode(TEXT, 'gbk'), 'text/css; charset=none', 'gb18030'],
  ['UTF-16 by its mark', iconv.encode(TEXT, 'utf-16', { addBOM: true }), 'text/css; charset=gbk', 'utf-8'],
])('a sheet is read by %s', (_name, bytes, contentType, documentCharset) => {
  expect(decodeCss(bytes, contentType, documentCharset)).toBe(TEXT)
})

test('a sheet says its own charset', () => {
  const bytes = iconv.encode(`@charset "gbk";${TEXT}`, 'gbk')
  expect(decodeCss(bytes, 'text/css', 'utf-8')).toBe(`@charset "gbk";${TEXT}`)
})
