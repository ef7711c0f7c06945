import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cssReferences, unescapeCss } from './css-references.ts'

const urlsOf = (css: string) => cssReferences(css).flatMap((found) => ('url' in found ? [found.url] : []))

test.each([
  ['a{background:url(x.png)}', ['x.png']],
  ['a{background:url( "x y.png" )}', ['x y.png']],
  ["a{background:URL('x\\'y.png')}", ["x'y.png"]],
  ['a{background:\\75rl(x.png)}', ['x.png']],
  ['a{background:url(a\\)b.png)}', ['a)b.png']],
  ['a{background:url(\\2e/x.png)}', ['./x.png']],
  ['/* url(no.png) */ a{content:"url(no.png)"}', []],
  ['a{background:image-set("a.png" 1x, url(b.png) 2x type("image/png"))}', ['a.png', 'b.png']],
  ['a{background:-webkit-image-set(url(a.png) 1x)}', ['a.png']],
  ['a{--x: url(v.png); src: src("s.woff")}', ['v.png', 's.woff']],
  ['@font-face{src:url(a.woff2)format("woff2"),url(a.ttf?#iefix)}', ['a.woff2', 'a.ttf?#iefix']],
  ['@import "a.css";@import url(b.css) layer(x) screen;', ['a.css', 'b.css']],
  ["@IMPORT\n/* c */ 'a;b.css' supports(display:grid);a{}", ['a;b.css']],
  ['@import url("a.css")', ['a.css']],
  ['@namespace svg url(http://www.w3.org/2000/svg);a{b:url(c)}', ['c']],
  ['a{background:url(bad url) ; b:url(good.png)}', ['', 'good.png']],
  ['a{content:"broken\n;background:url(x.png)}', ['x.png']],
  ['a{background:url(unclosed.png', ['unclosed.png']],
  ['a{b:c}}}}d{e:url(x.png)}', ['x.png']],
  ['.x{}@media screen{a{b:url(m.png)}}', ['m.png']],
])('%s loads %j', (css, urls) => {
  expect(urlsOf(css)).toEqual(urls)
})

test.each([
  ['x-a:not(:defined){}', ':not([data-linkhome-undefined])'],
  ['#p:Popover-Open{}', ':is(:popover-open,[data-linkhome-popover])'],
  ['#p:target{}', ':is(:target,[data-linkhome-target])'],
  ['x-a:state( on ){}', '[data-linkhome-state~="on"]'],
  ['@media (scripting){}', ' (min-width: 0)'],
  ['@media screen and (scripting: none){}', ' screen and (max-width: 0)'],
  ['@charset "gbk";a{}', ''],
])('%s has the text %j instead', (css, replacement) => {
  expect(cssReferences(css)).toMatchObject([{ kind: 'text', replacement }])
})

test('a value that is spelled like a state stays', () => {
  expect(cssReferences('a{animation:target 1s;--x:valid}b{will-change:modal}')).toEqual([])
})

test('what follows the address of an import is kept', () => {
  expect(cssReferences('@import url(a.css) layer(b) supports(c: d) (min-width: 1px);')).toMatchObject([
    { kind: 'import', url: 'a.css', after: 'layer(b) supports(c: d) (min-width: 1px)' },
  ])
})

test.each([
  ['\\41 b', 'Ab'],
  ['\\000041b', 'Ab'],
  ['a\\\nb', 'ab'],
  ['\\0', '\ufffd'],
  ['\\d800 ', '\ufffd'],
  ['中\\文', '中文'],
])('%j means %j', (text, value) => {
  expect(unescapeCss(text)).toBe(value)
})

const fragments = fc.constantFrom(
  'url(',
  'url("',
  ')',
  '"',
  "'",
  '\\',
  '/*',
  '*/',
  '@import ',
  '@media ',
  '{',
  '}',
  ';',
  ':defined',
  '\n',
  'a',
  '#',
  'image-set(',
  '中',
  ' ',
)

test('on any text, references follow each other within the text and never overlap', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fragments, fc.string()), { maxLength: 60 }), (words) => {
      const css = words.join('')
      let end = 0
      for (const reference of cssReferences(css)) {
        expect(reference.start).toBeGreaterThanOrEqual(end)
        expect(reference.end).toBeGreaterThan(reference.start)
        expect(reference.end).toBeLessThanOrEqual(css.length)
        end = reference.end
      }
    }),
    { numRuns: 2_000 },
  )
})

test.each(['/*', 'url(', '\\', '@import ', '"', 'a:', '((((', 'url("\\', '@media '])(
  '%j a hundred thousand times is read in a moment',
  (unit) => {
    const before = process.cpuUsage()
    cssReferences(unit.repeat(100_000))
    // Of a processor, so that neighbours do not count; whoever looks back from each place takes minutes.
    expect(process.cpuUsage(before).user / 1_000).toBeLessThan(2_000)
  },
)
