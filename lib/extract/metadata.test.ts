import { parseHTML } from 'linkedom'
import { describe, expect, test } from 'vitest'
import { languageClaims, languageOf } from './language.ts'
import { readMetadata } from './metadata.ts'
import { findDate } from './parse-date.ts'
import { siteRuleFor } from './site-rules.ts'

function read(head: string, body = '', url = 'https://a.test/') {
  const { document } = parseHTML(`<!DOCTYPE html><html><head>${head}</head><body>${body}</body></html>`)
  return readMetadata(document, siteRuleFor(document, url))
}

describe('structured data goes before what is seen', () => {
  const ld = `<script type="application/ld+json">{"@graph":[{"@type":"WebSite"},{"@type":"NewsArticle","headline":"LD","author":[{"name":"甲"},{"name":"乙"}],
  "datePublished":"2024-02-03T04:05:06+08:00","publisher":{"name":"报社"},"image":[{"url":"https://a.test/ld.png"}]}]}</script>`
  const og = `<meta property="og:title" content="OG"><meta name="author" content="丙"><meta property="article:published_time" content="2024-01-01T00:00:00Z"><meta property="og:image" content="https://a.test/og.png">`

  test('JSON-LD, then OpenGraph', () => {
    expect(read(`<title>T</title>${og}${ld}`)).toMatchObject({
      title: 'LD',
      byline: '甲, 乙',
      siteName: '报社',
      publishedAt: new Date('2024-02-02T20:05:06Z'),
      image: 'https://a.test/og.png',
    })
    expect(read(`<title>T</title>${og}`)).toMatchObject({
      title: 'OG',
      byline: '丙',
      publishedAt: new Date('2024-01-01T00:00:00Z'),
    })
  })

  test('itemprop, when there is nothing better', () => {
    const body = `<h1 itemprop="headline">I</h1><span itemprop="author"><b itemprop="name">丁</b></span><meta itemprop="datePublished" content="2023-05-06">`
    expect(read('', body)).toMatchObject({
      title: 'I',
      byline: '丁',
      publishedAt: new Date('2023-05-06T00:00:00Z'),
    })
  })

  test('broken and hostile JSON-LD is passed over', () => {
    expect(read('<title>T</title><script type="application/ld+json">{"headline": </script>').title).toBe('T')
    const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`
    expect(read(`<title>T</title><script type="application/ld+json">${deep}</script>`).title).toBe('T')
  })
})

test.each([
  [
    'Docker 网络_hsh的博客-CSDN博客',
    '<div id="article_content"><div id="content_views"></div></div>',
    'Docker 网络',
  ],
  ['旧书市场重新开门 - 城市晚报', '<h1>旧书市场重新开门</h1>', '旧书市场重新开门'],
  ['Keeping what I read', '', 'Keeping what I read'],
  ['A - B testing - explained', '<h1>A</h1>', 'A - B testing - explained'],
])('the title of "%s" is cleaned of the site', (title, body, expected) =>
  expect(read(`<title>${title}</title>`, body).title).toBe(expected),
)

test('the site behind the title is known by its own name', () => {
  expect(read('<title>Post | The Site</title><meta property="og:site_name" content="The Site">').title).toBe(
    'Post',
  )
})

describe('author and date beside the title', () => {
  test.each([
    ['<p>作者:林小满 来源:城市晚报</p>', '林小满'],
    ['<div>记者 林小满 2025年9月18日</div>', '林小满'],
    ['<p>By Ada Winter</p>', 'Ada Winter'],
    ['<p>Written by the end of this year.</p>', null],
    ['<a rel="author" href="/u">北山的灯</a>', '北山的灯'],
    ['<span class="author-name">ada</span>', 'ada'],
    ['<p>本报讯(记者 林小满 周一鸣)城东的旧书市场昨天重新开门,修缮历时八个月。</p>', '林小满 周一鸣'],
    ['<p>北城社9月18日电（记者 林小满）城东的旧书市场昨天重新开门。</p>', '林小满'],
    [`<p>${'旧书市场昨天重新开门,来的人比去年多。'.repeat(4)}（林小满）</p>`, '林小满'],
    ['<p>记者注意到,来的人比去年多。</p>', null],
    ['<p>记者 查实了三家店。</p>', null],
    ['<p>【房产】</p><p>（高清）</p>', null],
    ['<p>作者认为,这是一个误会,大家都不应该轻易相信。</p>', null],
    ['<p>编辑部收到了很多来信。</p>', null],
  ])('%s names %s', (line, expected) =>
    expect(read('', `<h1>旧书市场重新开门</h1>${line}<p>正文在此。</p>`).byline).toBe(expected),
  )

  test.each([
    ['<div>2025年9月18日 08:00 来源:城市晚报</div>', '2025-09-18T00:00:00.000Z'],
    ['<span class="time">已于 2024-03-18 21:07:45 修改</span>', '2024-03-18T13:07:45.000Z'],
    ['<time datetime="2025-05-04T09:30:00Z">四号</time>', '2025-05-04T09:30:00.000Z'],
    ['<p>发布时间:2023/1/9</p>', '2023-01-09T00:00:00.000Z'],
    ['<p>这家店从1998年3月1日开到今天,一直没有换过招牌,街坊都认得它。</p>', undefined],
    ['<footer>© 2024-01-01 版权所有</footer>', undefined],
  ])('%s is dated %s', (line, expected) =>
    expect(
      read(
        '',
        `<h1>旧书市场重新开门</h1>${line}<p>正文在此,城东的旧书市场昨天重新开门。</p>`,
      ).publishedAt?.toISOString(),
    ).toBe(expected),
  )

  test('without headings the title is where <title> is repeated', () => {
    const lines = Array.from({ length: 14 }, (_value, at) => `<td>栏目${at}</td>`).join('')
    const body = `<table><tr>${lines}</tr></table><font><b>旧书市场重新开门</b></font><br><font>2005-03-21 11:21</font><p>${'正文在此。'.repeat(30)}</p>${'<p>1998-01-02 08:00</p>'.repeat(3)}`
    const { publishedAt } = read('<title>旧书市场重新开门_城市晚报</title>', body)
    expect(publishedAt?.toISOString()).toBe('2005-03-21T03:21:00.000Z')
  })

  test('the only day of a page is its own, a sentence that holds one says nothing', () => {
    const far = `<p>${'正文在此。'.repeat(40)}</p>`.repeat(15)
    const dayOf = (line: string) =>
      read('', `<h1>旧书市场重新开门</h1>${far}${line}`).publishedAt?.toISOString()
    expect(dayOf('<div>2005-03-21 11:21</div>')).toBe('2005-03-21T03:21:00.000Z')
    expect(dayOf('<p>书店从1998年3月1日开到今天,一直没有换过招牌,街坊都认得它。</p>')).toBeUndefined()
  })

  test('neither is taken from the comments', () => {
    const body = `<h1>题</h1>${'<p>正文。</p>'.repeat(20)}<div class="comments"><b class="author">路人</b><time>2025-01-01 10:00</time></div>`
    expect(read('', body)).toMatchObject({ byline: null, publishedAt: null })
  })
})

describe('every claim is kept, with where it comes from', () => {
  test('the first source that is believed answers, the others are told behind it', () => {
    const { byline, claims } = read(
      '<meta name="author" content="甲">',
      '<h1>旧书市场重新开门</h1><p>作者:乙 来源:城市晚报</p><p>2025年9月18日 08:00</p>',
    )
    expect(byline).toBe('甲')
    expect(claims.byline.map(({ value, source }) => [value, source])).toEqual([
      ['甲', 'meta'],
      ['乙', 'visible'],
    ])
    expect(claims.publishedAt).toMatchObject([{ value: '2025-09-18T00:00:00.000Z', source: 'visible' }])
    for (const { confidence } of [...claims.byline, ...claims.publishedAt]) {
      expect(confidence).toBeGreaterThanOrEqual(0.5)
      expect(confidence).toBeLessThan(1)
    }
  })

  test.each([
    ['城市晚报', null],
    ['admin', null],
    ['本站编辑', null],
    ['example.com', null],
    ['Editorial Team', null],
    ['5 Great Ideas For Shops That You Can Practice', null],
    ['Ada Winter, Ben Summer, Cy Autumn and Di Spring', 'Ada Winter, Ben Summer, Cy Autumn and Di Spring'],
    ['林小满', '林小满'],
    ['Ada Winter', 'Ada Winter'],
  ])('an author "%s" is %s', (name, expected) => {
    const head = `<meta property="og:site_name" content="城市晚报"><meta name="author" content="${name}">`
    const { byline, claims } = read(head, '<h1>题</h1>')
    expect(byline).toBe(expected)
    expect(claims.byline).toMatchObject([{ value: name, source: 'meta' }])
  })

  test('a language that the text contradicts is not believed', () => {
    const text = '容器网络的四种模式,每一种都有用处。'
    expect(languageClaims([{ value: 'en', source: 'markup', confidence: 0.9 }], text)).toEqual([
      { value: 'en', source: 'markup', confidence: 0.2 },
      { value: 'zh-CN', source: 'script', confidence: 0.8 },
    ])
  })
})

test.each([
  ['2024-03-18T21:07:45+0800', '2024-03-18T13:07:45.000Z'],
  ['2024年3月18日', '2024-03-18T00:00:00.000Z'],
  ['May 4th, 2025', '2025-05-04T00:00:00.000Z'],
  ['4 May 2025', '2025-05-04T00:00:00.000Z'],
  ['2024.03.18 9:05', '2024-03-18T01:05:00.000Z'],
  ['2024年3月18日 下午3:05', '2024-03-18T07:05:00.000Z'],
  ['2024年3月18日 上午 9:05', '2024-03-18T01:05:00.000Z'],
  ['2024年3月18日中午12:30', '2024-03-18T04:30:00.000Z'],
  ['2024年3月18日凌晨12:30', '2024-03-17T16:30:00.000Z'],
  ['2024年3月18日（星期一）14时05分', '2024-03-18T06:05:00.000Z'],
  ['2024-03-18 周一 23:59:58', '2024-03-18T15:59:58.000Z'],
  ['2024-03-18 周一', '2024-03-18T00:00:00.000Z'],
  ['2024-02-31', undefined],
  ['1985-01-01', undefined],
  ['3024-01-01', undefined],
  ['12024-01-011', undefined],
])('the date in %s is %s', (text, expected) =>
  expect(findDate(text, '+08:00', Date.UTC(2026, 0, 1))?.date.toISOString()).toBe(expected),
)

test.each([
  [null, '容器网络的四种模式,每一种都有用处。', 'zh-CN'],
  ['en', '容器网络的四种模式,每一种都有用处。', 'zh-CN'],
  ['zh_cn', '容器网络的四种模式,每一种都有用处。', 'zh-CN'],
  [null, '容器網絡的四種模式,每一種都有用處,這裡說的是資料。', 'zh-TW'],
  [null, 'コンテナのネットワークには四つの方式がある。', 'ja'],
  [null, '컨테이너 네트워크에는 네 가지 방식이 있습니다.', 'ko'],
  [null, 'The network of a container is one of the four that are known to Docker.', 'en'],
  ['de', 'Das Netz eines Containers ist eines von vieren, die Docker kennt.', 'de'],
  [null, 'Das Netz eines Containers ist eines von vieren, die Docker kennt.', null],
  ['not a tag!', 'Сеть контейнера одна из четырёх.', 'ru'],
  ['fr', '', 'fr'],
  ['zh-CN', 'For years I kept my bookmarks. 书市昨天重新开门,修缮历时八个月。', 'zh-CN'],
  [
    'en',
    '配置自定义网络:docker network create --driver bridge --subnet 10.0.0.0/16 demo_net 然后启动容器即可。',
    'zh-CN',
  ],
  ['en', 'The word 网络 means network, and that is all that there is to say about it here.', 'en'],
])('declared %s, the language of %s is %s', (declared, text, expected) =>
  expect(languageOf(declared, text)).toBe(expected),
)
