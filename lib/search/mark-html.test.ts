import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sanitizeArticle } from '#lib/extract/sanitize.ts'
import { MAX_MATCHES } from '#lib/kernel/limits.ts'
import { markHtml } from './mark-html.ts'
import { parseQuery } from './parse-query.ts'
import { textNeedles } from './text-needles.ts'

const mark = (html: string, typed: string) => markHtml(html, textNeedles(parseQuery(typed)))
/** The marks as brackets with their numbers. */
const shown = (html: string, typed: string) =>
  mark(html, typed)
    .html.replace(/<mark(?: id="match-\d+")? data-match="(\d+)">/g, '[$1:')
    .replaceAll('</mark>', ']')

test.each([
  ['<p>容器网络与网络</p>', '网络', '<p>容器[1:网络]与[2:网络]</p>'],
  ['<p>資料庫的備份</p>', '数据库 备份', '<p>資料庫的[1:備份]</p>'],
  ['<p>資料庫</p>', '资料库', '<p>[1:資料庫]</p>'],
  ['<p>Running containers run</p>', 'container run', '<p>[1:Running] [2:containers] [3:run]</p>'],
  ['<p>ＤＮＳ and dns.</p>', 'dns', '<p>[1:ＤＮＳ] and [2:dns].</p>'],
  ['<p>行<b>环</b>境</p>', '行环境', '<p>[1:行]<b>[1:环]</b>[1:境]</p>'],
  ['<p>行</p><p>环境</p>', '行环境', '<p>行</p><p>环境</p>'],
  ['<p>行<br />环境</p>', '环境', '<p>行<br />[1:环境]</p>'],
  [
    '<ul><li>docker</li>\n<li>network</li></ul>',
    '"docker network"',
    '<ul><li>[1:docker]</li>\n<li>[1:network]</li></ul>',
  ],
  ['<p>a &lt;b&gt; R&amp;D&nbsp;网络</p>', '"R&D 网络"', '<p>a &lt;b&gt; [1:R&amp;D&nbsp;网络]</p>'],
  [
    '<a href="https://a.test/docker" title="docker &quot;x">docker</a>',
    'docker',
    '<a href="https://a.test/docker" title="docker &quot;x">[1:docker]</a>',
  ],
  [
    '<pre><code class="language-ts">useEffect(a)</code></pre>',
    'useEffect',
    '<pre><code class="language-ts">[1:useEffect](a)</code></pre>',
  ],
  ['<p>docker 网络</p>', 'docker -网络', '<p>[1:docker] 网络</p>'],
  ['<p>docker 网络</p>', 'title:docker tag:网络', '<p>docker 网络</p>'],
  ['<p>docker</p>', 'docker in:note', '<p>docker</p>'],
  [
    '<p>run</p><pre>a run</pre><p>run</p><pre><code>rerun</code></pre>',
    'code:run',
    '<p>run</p><pre>a [1:run]</pre><p>run</p><pre><code>re[2:run]</code></pre>',
  ],
  ['<p>docker</p>', '', '<p>docker</p>'],
])('%s is marked for %s', (html, typed, expected) => expect(shown(html, typed)).toBe(expected))

test('the first piece of each mark can be named', () => {
  expect(mark('<p>行<b>环</b>境</p>', '行环境').html).toBe(
    '<p><mark id="match-1" data-match="1">行</mark><b><mark data-match="1">环</mark></b><mark data-match="1">境</mark></p>',
  )
})

test('marks are bounded, and the count says so', () => {
  expect(mark('<p>网络，</p>'.repeat(MAX_MATCHES), '网络')).toMatchObject({ count: MAX_MATCHES, exact: true })
  const { html, count, exact } = mark('<p>网络，</p>'.repeat(MAX_MATCHES + 1), '网络')
  expect({ count, exact, marks: html.split('<mark').length - 1 }).toEqual({
    count: MAX_MATCHES,
    exact: false,
    marks: MAX_MATCHES,
  })
})

test('whatever the article and the query, taking the marks away gives the article back', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '<p>',
      '</p>',
      '<b title="网络 > &quot;">',
      '</b>',
      '<a href="/网络">',
      '</a>',
      '<',
      '&amp;',
      '&#32593;',
      '"',
      "'",
    ),
    fc.constantFrom('网络', '網絡', 'docker', 'Dockers', ' ', '\n', '网', '络', '㎏', '𠮷'),
    fc.string({ unit: 'binary', maxLength: 4 }),
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const article = sanitizeArticle(pieces.join(''))
      const { html } = mark(article, '网络 docker kg "络 网" 𠮷')
      expect(html.replace(/<mark(?: id="match-\d+")? data-match="\d+">|<\/mark>/g, '')).toBe(article)
      // Marks stand in texts alone: the sanitiser, which drops what only marks have, finds the same article in them.
      expect(sanitizeArticle(html).replace(/<\/?mark>/g, '')).toBe(article)
    }),
    { numRuns: 150 },
  )
})
