// Answers that are not what they say, and words that want to be code wherever they are shown.
import { deflateSync } from 'node:zlib'
import { smallPdf } from '#test/pages/bad.ts'
import { KEPT, WORDS, type End, type PageCase } from './hostile-case.ts'

/** Each would set a global whose name begins with `canary`, or leave for `canary.hostile.test`, where it ran. */
export const PAYLOADS: readonly string[] = [
  '<script>canary=1</script>',
  '"><script>canary=1</script>',
  `'"><img src=x onerror=canary=1>`,
  '</title><script>canary=1</script>',
  '</textarea></script><svg onload=canary=1>',
  '<img src="//canary.hostile.test/x" onerror="canary=1">',
  '<iframe srcdoc="<script>parent.canary=1</script>">',
  'javascript:canary=1',
  '[click](javascript:canary=1)',
  '{{constructor.constructor("canary=1")()}}${canary=1}<%= canary=1 %>',
  '\u202egnp.exe\u202c <b onmouseover=canary=1>',
  '--><!--<script>canary=1</script>',
  '\\u003cscript\\u003ecanary=1\\u003c/script\\u003e',
  '\'; DROP TABLE "Link"; --',
  '<style>@import "//canary.hostile.test/x";*{background:url(//canary.hostile.test/y)}</style>',
  '<meta http-equiv="refresh" content="0;url=//canary.hostile.test/">',
  '<a href="data:text/html,<script>canary=1</script>" autofocus onfocus=canary=1>',
]

const ALL = PAYLOADS.join(' ')
const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

const EITHER: readonly End[] = [...KEPT, 'unsupported_content', 'empty', 'connection_failed']

const answer = (
  name: string,
  contentType: string | null,
  body: string | Buffer,
  ends: readonly End[] = KEPT,
  headers: Record<string, string> = {},
): PageCase => ({
  name,
  ends,
  page: ({ response }) =>
    void response
      .writeHead(200, { ...(contentType === null ? {} : { 'content-type': contentType }), ...headers })
      .end(body),
})

const html = (name: string, head: string, body = WORDS, ends: readonly End[] = KEPT) =>
  answer(
    name,
    'text/html; charset=utf-8',
    `<!doctype html><html lang="en"><head>${head}</head><body>${body}`,
    ends,
  )

const GIF = Buffer.from(
  'GIF89a/*\x01\x00\x01\x00\x00\xff\x00,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x00;*/=1;canary=1',
  'latin1',
)

export const CONTENT_LIES: readonly PageCase[] = [
  answer('html-that-is-a-picture', 'text/html', GIF, EITHER),
  answer('picture-that-is-html', 'image/png', `<script>canary=1</script>${WORDS}`, EITHER),
  answer('text-that-is-html', 'text/plain; charset=utf-8', `<script>canary=1</script>${WORDS}`),
  answer('json-that-is-html', 'application/json', `{"a":"</script><script>canary=1</script>"}`, EITHER),
  answer('type-of-nothing', null, `<script>canary=1</script>${WORDS}`, EITHER),
  answer('type-of-noise', 'text/html; charset="; <script>', WORDS, EITHER),
  answer('type-that-is-long', `text/html; x=${'a'.repeat(60_000)}`, WORDS, EITHER),
  answer('pdf-that-is-html', 'application/pdf', `%PDF-1.7\n<script>canary=1</script>${WORDS}`, EITHER),
  answer(
    'pdf-with-script',
    'application/pdf',
    Buffer.from(
      String(smallPdf('words of paper')).replace(
        '/Type /Catalog',
        '/Type /Catalog /OpenAction << /S /JavaScript /JS (canary=1) >>',
      ),
    ),
    EITHER,
  ),
  answer('pdf-that-unpacks', 'application/pdf', pdfBomb(), [...EITHER, 'too_large']),
  answer(
    'svg-document',
    'image/svg+xml',
    `<svg xmlns="http://www.w3.org/2000/svg" onload="canary=1"><script>canary=1</script><text y="20">The words that were there</text><foreignObject width="9" height="9"><iframe xmlns="http://www.w3.org/1999/xhtml" src="javascript:canary=1"/></foreignObject></svg>`,
    EITHER,
  ),
  answer(
    'xml-with-entities',
    'application/xml',
    `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY a "ha">${Array.from({ length: 20 }, (_, at) => `<!ENTITY a${at} "${(at === 0 ? '&a;' : `&a${at - 1};`).repeat(10)}">`).join('')}]><r>&x;&a19;</r>`,
    EITHER,
  ),
  answer(
    'xml-with-style',
    'text/xml',
    `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="/xml-with-style"?><xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/"><script>canary=1</script><p>words</p></xsl:template></xsl:stylesheet>`,
    EITHER,
  ),
  answer(
    'xhtml-that-is-broken',
    'application/xhtml+xml',
    `<html xmlns="http://www.w3.org/1999/xhtml"><body>${WORDS}<p>`,
    EITHER,
  ),
  answer(
    'feed-with-payloads',
    'application/rss+xml',
    `<rss version="2.0"><channel><title>${escape(ALL)}</title><link>javascript:canary=1</link><item><title>${escape(ALL)}</title><link>javascript:canary=1</link><description>${escape(ALL)}</description></item></channel></rss>`,
    EITHER,
  ),
  answer(
    'mhtml',
    'multipart/related; boundary=b',
    `--b\r\nContent-Type: text/html\r\n\r\n<script>canary=1</script>${WORDS}\r\n--b--`,
    EITHER,
  ),
  answer('file-with-a-path', 'application/octet-stream', 'words', EITHER, {
    'content-disposition': `attachment; filename="../../../etc/cron.d/x\\r\\nSet-Cookie: a=b"; filename*=UTF-8''..%2f..%2f%0d%0aX:%20y%00.html`,
  }),
  answer(
    'utf-7',
    'text/html; charset=utf-7',
    `+ADw-script+AD4-canary+AD0-1+ADw-/script+AD4-${WORDS}`,
    EITHER,
  ),
  answer(
    'iso-2022',
    'text/html; charset=iso-2022-jp',
    `<p title="\x1b$B">${WORDS}<p title="\x1b(B onclick=canary=1">`,
    EITHER,
  ),
  answer(
    'utf-16-without-order',
    'text/html; charset=utf-16',
    Buffer.from(`<!doctype html><title>wide</title>${WORDS}`, 'utf16le'),
    EITHER,
  ),
  answer(
    'half-characters',
    'text/html; charset=gb18030',
    Buffer.concat([
      Buffer.from('<title>\x81\x30\x81', 'latin1'),
      Buffer.from(`</title>${WORDS}`),
      Buffer.from([0x81]),
    ]),
    EITHER,
  ),
  answer(
    'bytes-of-no-charset',
    'text/html; charset=utf-8',
    Buffer.concat([
      Buffer.from('<title>a\xff\xfe\xc0\x80b</title>', 'latin1'),
      Buffer.from(WORDS),
      Buffer.from([0xed, 0xa0, 0x80]),
    ]),
  ),
  answer(
    'zero-bytes',
    'text/html; charset=utf-8',
    `<!doctype html><title>a\0b\0</title>${WORDS}<p title="\0">\0</p><script>document.title = 'a\\0b\\u0001'; document.body.append('\\0\\ud800')</script>`,
  ),
  html('title-that-turns', `<title>\u202e\u2066gnp.exe\u2069\u200f\u202d abc</title>`),
  html(
    'title-of-payloads',
    `<title>${escape(ALL)}</title><meta name="description" content="${escape(ALL)}"><meta name="author" content="${escape(ALL)}"><meta property="og:title" content="${escape(ALL)}"><meta property="og:site_name" content="${escape(ALL)}"><meta property="og:image" content="javascript:canary=1"><link rel="canonical" href="javascript:canary=1"><link rel="icon" href="javascript:canary=1">`,
    `<article><h1>${escape(ALL)}</h1>${WORDS}<p>${escape(ALL)}</p><p><a href="javascript:canary=1">link</a><a href="${escape(PAYLOADS[5] ?? '')}">link</a></p></article>`,
  ),
  html(
    'title-that-is-long',
    `<title>${'long '.repeat(300_000)}</title><meta name="description" content="${'long '.repeat(300_000)}"><meta name="author" content="${'long '.repeat(10_000)}">`,
  ),
  html(
    'metas-without-end',
    '<meta name="author" content="x"><meta property="og:title" content="t">'.repeat(20_000),
  ),
  html(
    'data-of-nobody',
    `<script type="application/ld+json">{"@type":"Article","__proto__":{"canary":1},"headline":{"toString":"x"},"author":[[[[{"name":["<script>canary=1"]}]]]],"datePublished":"+275760-09-13T00:00:00.001Z","constructor":{"prototype":{"canary":1}}}</script><script type="application/ld+json">${'['.repeat(100_000)}</script><meta property="article:published_time" content="99999-99-99">`,
  ),
  html(
    'language-of-noise',
    '<script>document.documentElement.lang = "x".repeat(1e6) + "\\0"; document.documentElement.dir = "\\u202e"</script>',
  ),
  html('base-of-noise', '<base href="javascript:canary=1"><base href="data:text/html,x">'),
  html(
    'names-of-builtins',
    '',
    `${WORDS}<form name="body"><input name="attributes"><input name="childNodes"><input name="parentNode"></form><img name="querySelectorAll"><a id="documentElement"></a><img name="createElement"><form id="contentWindow"></form><iframe name="self"></iframe>`,
  ),
]

/** A page whose content is sixty megabytes of nothing. */
function pdfBomb(): Buffer {
  const content = deflateSync(Buffer.alloc(60 * 1024 * 1024, ' '), { level: 1 })
  const before = `%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9e9 9e9] /Contents 4 0 R >>\nendobj\n4 0 obj\n<< /Filter /FlateDecode /Length ${content.length} >>\nstream\n`
  return Buffer.concat([
    Buffer.from(before),
    content,
    Buffer.from('\nendstream\nendobj\ntrailer\n<< /Size 5 /Root 1 0 R >>\n%%EOF\n'),
  ])
}
