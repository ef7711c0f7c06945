import { expect, test } from 'vitest'
import { CODE_BORDER, codeOfHtml, htmlPieces } from './html-pieces.ts'

test.each([
  [
    '<p>a</p><pre>\n  b\n</pre><p><code>c</code></p><pre><code class="language-js">d &lt; e</code></pre>',
    ['  b', 'd < e'],
  ],
  ['<pre><code class="language-math">x^2</code></pre><pre>y</pre>', ['y']],
  ['<pre> </pre><p>a</p>', []],
  ['<pre>a<span title="&lt;pre&gt;">b</span></pre>', ['ab']],
])('the blocks of code of %s are %j', (html, blocks) =>
  expect(codeOfHtml(html)).toBe(blocks.join(CODE_BORDER)),
)

test('every text says where it is written, entities by themselves', () => {
  const html = '<a href="/&quot;x">R&amp;D&#x7f51;</a> &nope; <'
  const texts = [...htmlPieces(html)].flatMap((piece) =>
    piece.kind === 'text' ? [[piece.text, html.slice(piece.from, piece.to)]] : [],
  )
  expect(texts).toEqual([
    ['R', 'R'],
    ['&', '&amp;'],
    ['D', 'D'],
    ['网', '&#x7f51;'],
    [' &nope; ', ' &nope; '],
    ['<', '<'],
  ])
})
