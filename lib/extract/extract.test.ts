import { parseHTML } from 'linkedom'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { articleSource } from '#test/pages/article-source.ts'
import { csdnArticleHtml } from '#test/pages/csdn-article.ts'
import { extract } from './extract.ts'

const extractHtml = (html: string, url = 'https://a.test/page') => extract(parseHTML(html).document, url)
const page = (body: string, head = '') =>
  `<!DOCTYPE html><html><head><title>晨跑笔记 - 河边小站</title>${head}</head><body>${body}</body></html>`

const SENTENCES = [
  '清晨的河边有雾,跑道上几乎没有人,只听见自己的脚步声和远处的汽笛。',
  '跑到第二座桥的时候,太阳从楼群后面升起来,水面一下子亮了,像铺了一层碎银。',
  '我习惯在桥头停一会儿,看钓鱼的老人收竿,他们总说今天的鱼不如昨天。',
  '回程走的是林荫道,落叶踩上去很软,空气里有一点桂花的味道,很淡。',
  '跑步这件事没有什么诀窍,穿上鞋出门就好,其余的交给两条腿和时间。',
  '写下这些,是想提醒以后的自己:坏天气总会过去,而河边的路一直在那里。',
]
const prose = SENTENCES.map((text) => `<p>${text}</p>`).join('')
const article = (inner: string) => page(`<main><article><h1>晨跑笔记</h1>${inner}</article></main>`)

describe.each(['list', 'table'] as const)('an article on CSDN, code numbered by a %s', (gutter) => {
  const source = articleSource()
  const found = extractHtml(csdnArticleHtml(source, { gutter }))!
  const flat = found.text.replace(/\s+/g, ' ')

  test('has its title, author, date and language', () => {
    expect(found).toMatchObject({
      title: source.title,
      byline: source.author,
      siteName: 'CSDN博客',
      lang: 'zh-CN',
      publishedAt: new Date(source.publishedAt),
    })
  })

  test('keeps the numbers of its lists and what stands within the items', () => {
    const lines = found.text.split('\n').map((line) => line.replace(/^\d+\. /, '#'))
    for (const text of source.numberedItems) expect(lines).toContain(`#${text}`)
    for (const text of source.nestedItems) expect(flat).toContain(text)
    expect(parseHTML(found.html).document.querySelectorAll('li p, li li').length).toBeGreaterThan(
      source.nestedItems.length,
    )
  })

  test('keeps its YAML to the space: it still means the same', () => {
    expect(found.text).toContain(source.composeYaml)
    expect(found.code).toContain(source.composeYaml)
    expect(found.html).toContain('<pre><code class="language-yaml">')
    expect(parse(source.composeYaml)).toHaveProperty('services')
  })

  test('ends where the author ended', () => {
    for (const teaser of source.teasers) expect(flat).not.toContain(teaser.slice(0, 20))
    expect(found.text.trimEnd().endsWith(source.composeYaml.trimEnd())).toBe(true)
    for (const noise of ['复制', '阅读全文', '文章标签', '登录', '收藏', '粉丝', '热门文章'])
      expect(found.text).not.toContain(noise)
  })

  test('is found without the rule of its site as well', () => {
    const elsewhere = csdnArticleHtml(source, { gutter })
      .replaceAll('content_views', 'text')
      .replaceAll('article_content', 'a')
    const { text } = extractHtml(elsewhere)!
    expect(text).toContain(source.composeYaml)
    for (const item of source.numberedItems) expect(text).toContain(item)
    for (const teaser of source.teasers) expect(text.replace(/\s+/g, ' ')).not.toContain(teaser.slice(0, 20))
  })
})

test('what was folded away is part of the article', () => {
  const folded = SENTENCES.map((text) => `<p>折叠里的话:${text}</p>`).join('')
  const { text } = extractHtml(
    article(`${prose}<div style="color:red;display:none">${folded}</div><a>阅读全文</a>`),
  )!
  expect(text).toContain('折叠里的话:写下这些')
  expect(text).not.toContain('阅读全文')
})

test('a hidden menu stays hidden', () => {
  const menu = Array.from({ length: 60 }, (_value, at) => `<a href="/m/${at}">菜单项目${at}</a>`).join('')
  const { text } = extractHtml(article(`${prose}<div style="display:none">${menu}</div>`))!
  expect(text).not.toContain('菜单项目')
})

test('shadow trees are read as they are drawn, slots filled', () => {
  const html = article(
    `<my-post><template shadowrootmode="open"><div><slot name="lead">没有导语</slot>${prose}<inner-box><template shadowrootmode="open"><p>树中之树也要读到,它同样是文章的一部分。</p></template></inner-box><slot></slot></div></template><p slot="lead">这是导语,放在最前面,由外面的页面提供。</p><p>尾声也由外面的页面提供,放在文章的最后一段。</p></my-post>`,
  )
  const { text } = extractHtml(html)!
  const order = ['这是导语', SENTENCES[0]!, '树中之树', '尾声'].map((words) => text.indexOf(words))
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(order).not.toContain(-1)
  expect(text).not.toContain('没有导语')
})

test('a page that is only a frame is the page in the frame', () => {
  const framed = article(prose).replaceAll('&', '&amp;').replaceAll('"', '&quot;')
  expect(extractHtml(page(`<iframe srcdoc="${framed}"></iframe>`))!.text).toContain(SENTENCES[5])
  expect(
    extractHtml(article(`${prose}<iframe srcdoc="<p>广告广告广告广告</p>"></iframe>`))!.text,
  ).not.toContain('广告')
})

describe('a page that is no article', () => {
  const posts = Array.from(
    { length: 90 },
    (_value, at) =>
      `<li class="comment"><a href="/u/${at}">跑友${at}</a><div>${at}楼:今天跑了${at}公里。</div><button>回复</button></li>`,
  ).join('')
  const furniture = `<nav>${'<a href="/">栏目</a>'.repeat(20)}</nav><aside>热门话题</aside><form><input>搜索</form>`
  const lead = SENTENCES.slice(0, 3).map((text) => `<p>${text}</p>`)
  const thread = `<main>${furniture}<h1>晨跑笔记</h1><section class="lead">${lead.join('')}</section><ul class="thread">${posts}</ul><footer>备案</footer></main>`

  test('is its marked main part, without the furniture', () => {
    const { text, title, isArticle } = extractHtml(page(thread))!
    expect({ title, isArticle }).toEqual({ title: '晨跑笔记', isArticle: false })
    expect(text).toContain('跑友0')
    expect(text).toContain('7楼:今天跑了7公里。')
    for (const noise of ['栏目', '热门话题', '搜索', '备案', '回复']) expect(text).not.toContain(noise)
  })

  test('is an article when it says so, and the comments are none of it', () => {
    const { text, isArticle } = extractHtml(page(thread, '<meta property="og:type" content="article">'))!
    expect(text).toContain(SENTENCES[0])
    expect(text).not.toContain('7楼')
    expect(isArticle).toBe(true)
  })
})

test('an article stays what it is beside more of other matter', () => {
  const others = Array.from({ length: 40 }, (_value, at) => `<li><a href="/${at}">另一篇文章${at}</a></li>`)
  const { text } = extractHtml(page(`<main><article>${prose}</article><ul>${others.join('')}</ul></main>`))!
  expect(text).toContain(SENTENCES[5])
  expect(text).not.toContain('另一篇文章30')
})

test('pictures keep the names of their parts; those that were not kept are left out', () => {
  const digest = 'a'.repeat(64)
  const { html, image } = extractHtml(
    article(
      `${prose}<p><img src="${digest}" alt="桥"><img src="https://elsewhere.test/pixel.gif"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==" data-src="${'b'.repeat(64)}"></p>${prose}`,
    ),
  )!
  expect(html.match(/<img[^>]*src="[^"]*"/g)).toEqual(
    [`<img src="${digest}"`, `<img src="${'b'.repeat(64)}"`].map((start) => expect.stringContaining(start)),
  )
  expect(image).toBe(digest)
})

test('a table of data stays a table, and does not push the text around it out', () => {
  const rows = Array.from(
    { length: 40 },
    (_value, at) => `<tr><td>--option-${at}</td><td>${at}</td><td>Sets it, once, for all.</td></tr>`,
  )
  const { html, text, code } = extractHtml(
    page(
      `<h1>晨跑笔记</h1><p>Every option has a name, a default and one sentence.</p><pre>tool run \\\n  --option-1</pre><table><thead><tr><th>Option</th><th>Default</th><th>Meaning</th></tr></thead><tbody>${rows.join('')}</tbody></table>`,
    ),
  )!
  expect(text).toContain('Every option has a name')
  expect(code).toBe('tool run \\\n  --option-1')
  expect(text).toContain('Option\tDefault\tMeaning\n--option-0\t0\tSets it')
  expect(html).toMatch(/<table>.*<th>Option<\/th>/s)
})

test('what clings to the edges goes, what belongs to the text stays', () => {
  const { text } = extractHtml(
    article(
      `<p><span>河边晚报</span> <span>记者 林小满</span> <time>2024年5月1日 08:30</time></p><div class="info">发布于 2024-05-01 08:30 阅读 1024</div><div>版权声明:本文为博主原创文章,遵循 CC 4.0 BY-SA 版权协议,转载请附上原文出处链接和本声明。</div>${prose}
      <p>参考:<a href="https://b.test/1">河边的路</a></p><p>责任编辑:小河</p><p>上一篇:<a href="/1">夜跑笔记</a></p>
      <h3>相关阅读</h3><ul><li><a href="/2">雨天跑步的三个建议</a></li><li><a href="/3">怎样选一双合脚的跑鞋</a></li></ul>`,
    ),
  )!
  expect(text.startsWith(SENTENCES[0]!)).toBe(true)
  expect(text.endsWith('参考:河边的路')).toBe(true)
})

test.each([
  ['', null],
  ['<div></div>', null],
  ['<script>alert(1)</script>', null],
])('the page %j has no article', (body, expected) => expect(extractHtml(page(body))).toBe(expected))
