import { describe, expect, test } from 'vitest'
import { articleMarkdown } from './markdown.ts'

const FACTS = {
  title: null,
  url: 'https://a.test/旧文?x=1',
  byline: null,
  capturedAt: new Date('2026-11-23T08:53:00Z'),
}
const bodyOf = (html: string) =>
  articleMarkdown(html, FACTS)
    .replace(/^---\n[^]*?\n---\n\n/, '')
    .trimEnd()

test('the front matter says where it is from, in strings that YAML reads', () => {
  const markdown = articleMarkdown('<p>正文</p>', {
    ...FACTS,
    title: '标题: "引号" #井号',
    byline: '作者',
    tags: ['技术/数据库'],
  })
  expect(markdown).toBe(
    '---\ntitle: "标题: \\"引号\\" #井号"\nsource: "https://a.test/旧文?x=1"\nauthor: "作者"\n' +
      'captured_at: 2026-11-23T08:53:00.000Z\ntags: ["技术/数据库"]\n---\n\n# 标题: "引号" #井号\n\n正文\n',
  )
})

describe('blocks', () => {
  test.each([
    ['<h2>小节</h2><p>一</p>', '## 小节\n\n一'],
    ['<div>甲<p>乙</p>丙</div>', '甲\n\n乙\n\n丙'],
    ['<p>一<br>二</p>', '一\\\n二'],
    ['<blockquote><p>一</p><p>二</p></blockquote>', '> 一\n>\n> 二'],
    ['<pre><code class="language-yaml">a:\n  - b\n\n\tc\n</code></pre>', '```yaml\na:\n  - b\n\n\tc\n```'],
    ['<pre>```\nx\n```</pre>', '````\n```\nx\n```\n````'],
    ['<ol start="3"><li>三</li><li>四<ul><li>子</li></ul></li></ol>', '3. 三\n4. 四\n   - 子'],
    ['<ul><li><p>一</p><pre>x\n  y</pre></li></ul>', '- 一\n\n  ```\n  x\n    y\n  ```'],
    [
      '<ul><li><input type="checkbox" checked>做</li><li><input type="checkbox">未</li></ul>',
      '- [x] 做\n- [ ] 未',
    ],
    [
      '<table><tr><th>名</th><th>值</th></tr><tr><td>a|b</td><td>一<br>二</td></tr></table>',
      '| 名 | 值 |\n| --- | --- |\n| a\\|b | 一<br>二 |',
    ],
    [
      '<table><tr><td rowspan="2">甲</td><td>1</td></tr><tr><td>2</td></tr></table>',
      '| 甲 | 1 |\n| --- | --- |\n|  | 2 |',
    ],
    ['<table><tr><td><pre>code</pre></td></tr></table>', '```\ncode\n```'],
    ['<figure><img src="x.png" alt="图"><figcaption>说明</figcaption></figure>', '![图](x.png)\n\n*说明*'],
    ['<p># 不是标题</p><p>1. 不是列表</p><p>- 也不是</p>', '\\# 不是标题\n\n1\\. 不是列表\n\n\\- 也不是'],
  ])('%s', (html, markdown) => expect(bodyOf(html)).toBe(markdown))
})

test.each([
  ['both ways', '<tr><td rowspan="100" colspan="100">甲</td><td>乙</td></tr>'.repeat(4_000)],
  [
    'beside short rows',
    `<tr>${'<td colspan="100">甲</td>'.repeat(900)}</tr>${'<tr><td>甲</td><td>乙</td></tr>'.repeat(4_000)}`,
  ],
])('a table that spans millions of cells %s is its texts', (_how, rows) => {
  const markdown = bodyOf(`<table>${rows}</table>`)
  expect(markdown).toMatch(/^甲\n\n[甲乙]\n\n/)
  expect(markdown.length).toBeLessThan(30_000)
})

describe('lines', () => {
  test.each([
    ['<p>看<a href="https://b.test/a(1)">这里</a></p>', '看[这里](https://b.test/a%281%29)'],
    ['<p><b>粗</b>和<i>斜</i>和<del>删</del></p>', '**粗**和*斜*和~~删~~'],
    ['<p><b>注意：</b>请看</p>', '<strong>注意：</strong>请看'],
    ['<p>a <b> b </b>c</p>', 'a  **b** c'],
    ['<p>用 <code>a`b</code></p>', '用 ``a`b``'],
    ['<p>snake_case 和 *星* 和 &lt;b&gt;</p>', 'snake_case 和 \\*星\\* 和 \\<b>'],
    ['<p>当 $a_1 * b_2 = c$ 时，$5 和 $6</p>', '当 $a_1 * b_2 = c$ 时，$5 和 $6'],
    ['<p>H<sub>2</sub>O</p>', 'H<sub>2</sub>O'],
  ])('%s', (html, markdown) => expect(bodyOf(html)).toBe(markdown))
})

test('pictures bear the address that the caller knows', () => {
  const digest = 'a'.repeat(64)
  const markdown = articleMarkdown(`<p><img src="${digest}" alt="x"></p>`, {
    ...FACTS,
    addressOf: (source) => (source === digest ? 'https://a.test/图 1.png' : null),
  })
  expect(markdown).toContain('![x](https://a.test/图%201.png)')
})
