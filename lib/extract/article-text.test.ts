import { parseHTML } from 'linkedom'
import { expect, test } from 'vitest'
import { articleCode, articleText, countWords } from './article-text.ts'

const rootOf = (html: string) =>
  parseHTML(`<html><body><div>${html}</div></body></html>`).document.body.firstElementChild!

test.each([
  ['<p>a</p><p>b\n  c</p>', 'a\n\nb c'],
  ['<p>a<br>b</p>', 'a\nb'],
  ['text <b>bold</b><p>a</p>tail', 'text bold\n\na\n\ntail'],
  ['<h2>Head</h2><div><div>a</div><span>b</span></div>', 'Head\n\na\n\nb'],
  ['<ol><li>a</li><li>b</li></ol>', '1. a\n2. b'],
  ['<ol start="9"><li>a</li><li>b</li><li value="20">c</li></ol>', '9. a\n10. b\n20. c'],
  ['<ul><li>a</li><li><p>b</p><p>c</p></li><li>d</li></ul>', '- a\n- b\n\n  c\n\n- d'],
  [
    '<ol><li>a<ul><li>b</li><li>c<ol><li>d</li></ol></li></ul></li><li>e</li></ol>',
    '1. a\n\n   - b\n   - c\n\n     1. d\n\n2. e',
  ],
  ['<ul><li>a<pre>x:\n  y</pre></li></ul>', '- a\n\nx:\n  y'],
  ['<ul><li><pre>x</pre></li></ul>', '-\n\nx'],
  ['<pre>\n  a\n\tb\n</pre>', '  a\n\tb'],
  ['<table><tr><th>a</th><th>b</th></tr><tr><td>1<br>2</td><td><p>3</p></td></tr></table>', 'a\tb\n1 2\t3'],
  ['<span><p>a</p></span><a><div>b</div></a>', 'a\n\nb'],
  ['<ul><ul><li>a</li></ul></ul>', '- a'],
  ['<p> </p><hr><div></div>', ''],
])('%s reads %j', (html, expected) => expect(articleText(rootOf(html))).toBe(expected))

test('code is all blocks of code and no other', () => {
  expect(articleCode(rootOf('<pre>a\n  b</pre><p><code>c</code></p><pre><code>d</code></pre>'))).toBe(
    'a\n  b\n\nd',
  )
})

test.each([
  ['容器网络', 4],
  ['docker 网络', 3],
  ['docker网络', 3],
  ["it's state-of-the-art 2.0", 3],
  ['コンテナ 컨테이너', 8],
  [' ,。- ', 0],
])('%s counts %i words', (text, words) => expect(countWords(text)).toBe(words))
