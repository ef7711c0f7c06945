import { parseHTML } from 'linkedom'
import { describe, expect, test } from 'vitest'
import { rebuildCodeBlocks } from './code-blocks.ts'

const YAML = "services:\n  web:\n    ports:\n      - 80\n\n    image: 'nginx'"

function blocksOf(body: string): string[] {
  const { document } = parseHTML(`<!DOCTYPE html><html><body>${body}</body></html>`)
  rebuildCodeBlocks(document)
  return [...document.body.children].map((block) => block.outerHTML)
}

const lines = YAML.split('\n')
const each = (toHtml: (line: string, number: number) => string) =>
  lines.map((line, at) => toHtml(line, at + 1)).join('')
const numbers = (toHtml: (number: number) => string) => lines.map((_line, at) => toHtml(at + 1)).join('')

describe('code comes out as it was typed, however a site draws it', () => {
  test.each<[string, string]>([
    ['plain', `<pre><code class="language-yaml">${YAML}\n</code></pre>`],
    [
      'CRLF and no-break spaces',
      `<pre class="yaml">${YAML.replaceAll('\n', '\r\n').replaceAll('  ', ' \u00a0')}</pre>`,
    ],
    ['line breaks', `<pre class="lang-yaml">${lines.join('<br>')}</pre>`],
    [
      'list of numbers beside the code (CSDN)',
      `<pre class="prettyprint"><code class="hljs language-yaml">${YAML}<div class="hljs-button {2}" data-title="复制">复制</div></code><ul class="pre-numbering">${numbers((n) => `<li style="color:#999">${n}</li>`)}</ul></pre>`,
    ],
    [
      'ordered list of lines (CSDN)',
      `<pre><code class="language-yaml hljs"><ol class="hljs-ln">${each((line, n) => `<li><div class="hljs-ln-numbers"><div class="hljs-ln-line hljs-ln-n" data-line-number="${n}"></div></div><div class="hljs-ln-code"><div class="hljs-ln-line">${line}</div></div></li>`)}</ol></code><div class="hide-preCode-box"><span class="hide-preCode-bt">展开</span></div></pre>`,
    ],
    [
      'table of lines (highlightjs-line-numbers)',
      `<pre><code class="hljs yaml"><table class="hljs-ln"><tbody>${each((line, n) => `<tr><td class="hljs-ln-numbers" data-line-number="${n}"><div class="hljs-ln-n">${n}</div></td><td class="hljs-ln-code" data-line-number="${n}">${line}</td></tr>`)}</tbody></table></code></pre>`,
    ],
    [
      'two-cell table (Hexo)',
      `<figure class="highlight yaml"><table><tr><td class="gutter"><pre>${numbers((n) => `<span class="line">${n}</span><br>`)}</pre></td><td class="code"><pre>${each((line) => `<span class="line">${line}</span><br>`)}</pre></td></tr></table></figure>`,
    ],
    [
      'two-cell table (Rouge)',
      `<div class="language-yaml highlighter-rouge"><table class="rouge-table"><tbody><tr><td class="rouge-gutter gl"><pre class="lineno">${numbers((n) => `${n}\n`)}</pre></td><td class="rouge-code"><pre>${YAML}\n</pre></td></tr></tbody></table></div>`,
    ],
    [
      'table of lines (GitHub)',
      `<table class="highlight" data-lang="yaml"><tbody>${each((line, n) => `<tr>\n<td class="blob-num js-line-number" data-line-number="${n}"></td>\n<td class="blob-code blob-code-inner">${line}</td>\n</tr>`)}</tbody></table>`,
    ],
    [
      'old SyntaxHighlighter',
      `<div class="syntaxhighlighter yaml"><div class="toolbar"><a>?</a></div><table><tr><td class="gutter">${numbers((n) => `<div class="line">${n}</div>`)}</td><td class="code"><div class="container">${each((line) => `<div class="line">${line}</div>`)}</div></td></tr></table></div>`,
    ],
    [
      'code per line (WeChat)',
      `<section class="code-snippet__fix"><ul class="code-snippet__line-index">${numbers(() => '<li></li>')}</ul><pre class="code-snippet__js" data-lang="yaml">${each((line) => `<code><span class="code-snippet_outer">${line}</span></code>`)}</pre></section>`,
    ],
    [
      'numbered spans with line breaks (Juejin)',
      `<pre><div class="code-block-extension-header"><span>yaml</span><div class="code-block-extension-copyCodeBtn">复制代码</div></div><code class="hljs language-yaml code-block-extension-codeShowNum" lang="yaml">${each((line, n) => `<span class="code-block-extension-codeLine" data-line-num="${n}">${line}</span>\n`)}</code></pre>`,
    ],
    [
      'spans that are lines (Shiki)',
      `<pre><code data-language="yaml">${lines.map((line) => `<span class="line">${line}</span>`).join('\n')}</code></pre>`,
    ],
    [
      'spans without line breaks',
      `<pre><code class="language-yaml">${each((line) => `<span class="line">${line}</span>`)}</code></pre>`,
    ],
    [
      'divs that end in a break (Docusaurus)',
      `<pre><code class="language-yaml">${each((line) => `<span class="token-line" style="display:block">${line}<br></span>`)}</code><button>Copy</button></pre>`,
    ],
    [
      'Prism with toolbar and empty gutter',
      `<div class="code-toolbar"><pre class="line-numbers language-yaml"><code>${YAML}<span class="line-numbers-rows">${numbers(() => '<span></span>')}</span></code></pre><div class="toolbar"><button>Copy</button></div></div>`,
    ],
    [
      'editor at rest (CodeMirror 6)',
      `<div class="cm-editor"><div class="cm-announced"></div><div class="cm-scroller"><div class="cm-gutters"><div class="cm-gutter cm-lineNumbers"><div class="cm-gutterElement">9</div>${numbers((n) => `<div class="cm-gutterElement">${n}</div>`)}</div></div><div class="cm-content" data-language="yaml">${each((line) => `<div class="cm-line">${line || '<br>'}</div>`)}</div></div></div>`,
    ],
    ['code without pre', `<code class="hljs yaml" style="display:block;white-space:pre">${YAML}</code>`],
  ])('%s', (_name, html) => {
    const [block] = blocksOf(html).map((outer) => /<pre>.*<\/pre>/s.exec(outer)?.[0])
    expect(block).toBe(`<pre><code class="language-yaml">${YAML}</code></pre>`)
  })
})

test.each([
  [
    'a number that is highlighted is no line number',
    '<pre><span class="hljs-number">8080</span>:<span class="hljs-number">80</span></pre>',
    '8080:80',
  ],
  [
    'a line that is a number is no line number',
    '<pre><span class="line">1</span>\n<span class="line">x</span></pre>',
    '1\nx',
  ],
  ['a numbered list of words is code', '<pre><ol><li>one</li><li>two</li></ol></pre>', 'one\ntwo'],
  ['angle brackets stay text', '<pre>a &lt;b&gt; &amp;&amp; c</pre>', 'a &lt;b&gt; &amp;&amp; c'],
  ['tabs stay tabs', '<pre>if x:\n\treturn</pre>', 'if x:\n\treturn'],
])('%s', (_claim, html, expected) => expect(blocksOf(html)).toEqual([`<pre><code>${expected}</code></pre>`]))

test.each([
  [
    'CodeMirror 5, with the ruler that it measures by',
    `<div class="CodeMirror"><div><textarea>x</textarea></div><div class="CodeMirror-scroll"><div class="CodeMirror-lines"><div class="CodeMirror-measure"><pre>xxx</pre></div><div class="CodeMirror-code">${each((line, n) => `<div><div class="CodeMirror-gutter-wrapper"><div class="CodeMirror-linenumber">${n}</div></div><pre class=" CodeMirror-line "><span>${line || '\u200b'}</span></pre></div>`)}</div></div></div></div>`,
  ],
  [
    'Monaco, whose lines stand in any order',
    `<div class="monaco-editor"><div class="margin">${numbers((n) => `<div><div class="line-numbers">${n}</div></div>`)}</div><div class="view-lines">${lines
      .map(
        (line, at) =>
          `<div style="top:${at * 19}px;height:19px" class="view-line"><span>${line.replaceAll(' ', '\u00a0')}</span></div>`,
      )
      .toReversed()
      .join('')}</div></div>`,
  ],
])('code in an editor: %s', (_claim, html) =>
  expect(blocksOf(html)).toEqual([`<pre><code>${YAML}</code></pre>`]),
)

test('a word in code, and a picture in a <pre>, are left alone', () => {
  const html = '<p>use <code>ip addr</code> here</p><pre><img src="x"> text</pre>'
  expect(blocksOf(html).join('')).toBe(html)
})

test('the caption of a listing stands before it', () => {
  const html = '<figure class="highlight"><figcaption>app.js</figcaption><pre>x()</pre></figure>'
  expect(blocksOf(html)).toEqual(['<p>app.js</p>', '<pre><code>x()</code></pre>'])
})
