import fc from 'fast-check'
import { expect, test } from 'vitest'
import { escapeValue, readMarkup, referenceIn, unescapeValue, writeTag } from './frozen-markup.ts'

const rewritten = (html: string) =>
  [...readMarkup(html)]
    .map((token) => (token.kind === 'tag' ? writeTag(token.name, token.attributes) : token.text))
    .join('')

test.each([
  '<!DOCTYPE html><html><head><meta charset="utf-8"><style media="print">a > b{c:url("x")}</style></head>',
  '<p title="a &lt; b">1 &lt; 2 <b>x</b><input checked value=""><br>',
  'text only',
  '<svg viewBox="0 0 1 1"><use href="#a"></use></svg>',
  '<p unfinished="',
  'a < b <3',
])('%s is read and written again', (html) => expect(rewritten(html)).toBe(html))

test('any text is read to its end, and nothing of it is lost', () => {
  const words = fc.constantFrom('<', '<a', '<style>', '</style>', ' b="', '"', '>', ' ', '=', 'x', '&quot;')
  fc.assert(
    fc.property(fc.array(words, { maxLength: 40 }), (all) => {
      const html = all.join('')
      // Space within a tag is written once: what counts is that the rest stays.
      const flat = (text: string) => text.replaceAll(/\s/g, '')
      expect(flat(rewritten(html))).toBe(flat(html))
    }),
  )
})

test('a value comes back from its escaped form, however often', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(unescapeValue(unescapeValue(escapeValue(escapeValue(text))))).toBe(text)
    }),
  )
})

const digest = 'a'.repeat(64)
test.each([
  ['src', digest, { digest, after: '' }],
  ['href', `${digest}#icon`, { digest, after: '#icon' }],
  ['srcset', `${digest} 2.0000x`, { digest, after: ' 2.0000x' }],
  ['title', digest, null],
  ['href', `https://a.test/${digest}`, null],
  ['src', null, null],
])('%s=%j names %j', (name, value, reference) => expect(referenceIn(name, value)).toEqual(reference))
