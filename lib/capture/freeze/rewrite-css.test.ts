import fc from 'fast-check'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import type { PutBlob } from '#lib/blobs/blob-store.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import type { Recording } from '../record-responses.ts'
import { collectParts } from './collect-parts.ts'
import { cssReferences } from './css-references.ts'
import { createCssRewriter } from './rewrite-css.ts'

const PNG = sha256('png')
const site = 'https://site.test/css/'

/** A recording of these sheets and one picture, and the texts of all parts that were put. */
function setUp(sheets: Record<string, string | Buffer> = {}) {
  const stored = new Map<string, string>()
  const recording: Recording = {
    resources: () => [],
    exchanges: () => [],
    bodyOf: (url) => {
      const isPicture = url.split('#')[0]?.endsWith('.png')
      return isPicture ? { digest: PNG, contentType: 'image/png', sizeBytes: 3 } : null
    },
    sourceOf: (url) => {
      const sheet = sheets[url.replace(site, '')]
      return sheet === undefined ? null : { bytes: Buffer.from(sheet), contentType: 'text/css' }
    },
    settled: async () => {},
    dispose() {},
  }
  const put: PutBlob = async (source) => {
    const text = String(source)
    stored.set(sha256(text), text)
    return {
      digest: sha256(text),
      sizeBytes: text.length,
      storedBytes: text.length,
      encoding: 'identity',
      isNew: true,
    }
  }
  const css = createCssRewriter(recording, collectParts(recording, put), {
    charset: 'gbk',
    firstUrl: 'https://site.test/first/',
  })
  return { css, stored }
}

test('what was recorded is named by its digest, what was not is nothing', async () => {
  const { css } = setUp()
  const written = await css.rewrite(
    'a{b:url(../x.png?1);c:url(/y.png#f) url(z.gif);d:url(#local);e:url("")}',
    site,
  )
  expect(written).toBe(`a{b:url("data:,");c:url("${PNG}#f") url("data:,");d:url("#local");e:url("data:,")}`)
})

test('imports become sheets of their own, with what stood behind the address', async () => {
  const { css, stored } = setUp({ 'a.css': '@import "b.css" print; a{x:url(i.png)}', 'b.css': 'b{c:d}' })
  const written = await css.rewrite('@charset "x";@import url(a.css) layer(l);@import "gone.css";p{}', site)
  const inner = sha256('b{c:d}')
  const outer = `@import url("${inner}") print; a{x:url("${PNG}")}`
  expect(stored.get(sha256(outer))).toBe(outer)
  expect(written).toBe(`@import url("${sha256(outer)}") layer(l);p{}`)
})

test('sheets that import each other end', async () => {
  const { css } = setUp({ 'a.css': '@import "b.css";a{}', 'b.css': '@import "a.css";b{}' })
  expect(await css.rewrite('@import "a.css";', site)).toMatch(/^@import url\("[0-9a-f]{64}"\);$/)
})

test('a sheet that names no charset has that of its document', async () => {
  const { css, stored } = setUp({ 'old.css': iconv.encode('p::before{content:"前言"}', 'gbk') })
  const digest = await css.rewriteRecorded(`${site}old.css`)
  expect(stored.get(digest!)).toBe('p::before{content:"前言"}')
})

test('a data: sheet is a sheet', async () => {
  const { css, stored } = setUp()
  await css.rewrite('@import "data:text/css,a{b:url(https://site.test/i.png)%7d";', site)
  expect([...stored.values()]).toEqual([`a{b:url("${PNG}")}`])
})

test('nothing in rewritten CSS ends a style element', async () => {
  const { css } = setUp()
  for (const text of ['</style><script>canary()</script>', 'a{content:"</style>"}', 'a{b:url("</style>")}']) {
    expect(await css.rewrite(text, site)).not.toContain('</')
  }
})

test('whatever the CSS, no address but digests, fragments, data: and nothing is left in it', async () => {
  const words = fc.constantFrom(
    'url(',
    'url("',
    "url('",
    ')',
    '"',
    '\\',
    '/*',
    '*/',
    '@import ',
    ';',
    '{',
    '}',
    'https://evil.test/',
    '//evil.test',
    'image-set("',
    '\n',
    ' ',
    'x.png',
    'javascript:1',
    'data:image/png,',
    '#f',
  )
  const { css } = setUp()
  await fc.assert(
    fc.asyncProperty(fc.array(words, { maxLength: 40 }), async (parts) => {
      const written = await css.rewrite(parts.join(''), site)
      for (const reference of cssReferences(written)) {
        if (!('url' in reference)) continue
        expect(reference.url).toMatch(/^([0-9a-f]{64}(#.*)?|data:.*|#.*)?$/s)
      }
    }),
    { numRuns: 1_000 },
  )
})
