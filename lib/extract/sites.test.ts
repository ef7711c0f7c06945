// Articles in the markup of the sites that people keep: what is read out of them, and what is not.
import { parseHTML } from 'linkedom'
import { describe, expect, test } from 'vitest'
import type { ArticlePage } from '#test/pages/articles/article-page.ts'
import { CHINESE_ARTICLES } from '#test/pages/articles/chinese-sites.ts'
import { ENGLISH_ARTICLES } from '#test/pages/articles/english-sites.ts'
import { extract } from './extract.ts'

const PAGES = [...CHINESE_ARTICLES, ...ENGLISH_ARTICLES]
const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

describe.each(PAGES)('$name', (page: ArticlePage) => {
  const found = extract(parseHTML(page.html).document, page.url)!
  const { document } = parseHTML(`<body>${found.html}</body>`)
  const textsOf = (selector: string) =>
    [...document.querySelectorAll(selector)].map((element) => oneLine(element.textContent ?? ''))

  test('is described', () => {
    expect(found).toMatchObject({
      title: page.title,
      byline: page.byline,
      siteName: page.siteName,
      publishedAt: page.published && new Date(page.published),
      lang: expect.stringMatching(new RegExp(`^${page.lang.slice(0, 2)}`)),
    })
  })

  test('keeps its code to the space, its formulas and its tables', () => {
    expect(found.code).toBe(page.code.join('\n\n'))
    expect(textsOf('code.language-math')).toEqual(expect.arrayContaining(page.formulas))
    for (const row of page.rows) expect(found.text.split('\n')).toContain(row)
  })

  test('keeps its lists, its sentences and its pictures', () => {
    const items = [...document.querySelectorAll('li')].map((item) => {
      const own = [...item.childNodes].filter(({ nodeName }) => nodeName !== 'UL' && nodeName !== 'OL')
      return oneLine(own.map((node) => node.textContent ?? '').join(''))
    })
    expect(items).toEqual(page.items)
    for (const sentence of page.says) expect(oneLine(found.text)).toContain(sentence)
    const pictures = [...document.querySelectorAll('img')].map((image) => image.getAttribute('src'))
    expect(pictures).toEqual(page.pictures)
  })

  test('leaves out what stands around it', () => {
    expect(page.leavesOut.filter((words) => found.text.includes(words))).toEqual([])
  })
})
