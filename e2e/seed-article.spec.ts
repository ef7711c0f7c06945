// The article that this product began with: a CSDN page full of noise, kept whole, read without the noise, found again.
import type { Page } from '@playwright/test'
import { parse } from 'yaml'
import { articleSource } from '#test/pages/article-source.ts'
import { expect, speak, test } from './fixtures.ts'

const source = articleSource()
const squeezed = (text: string) => text.replace(/\s+/g, '')

/** The compose file as a browser shows it in the article: the block whose first word is `version`. */
async function composeIn(page: Page, articleHtml: string): Promise<unknown> {
  await page.setContent(articleHtml)
  const text = await page.locator('pre', { hasText: 'version:' }).first().innerText()
  return parse(text)
}

for (const [encoding, path] of [
  ['UTF-8', '/csdn/article.html'],
  ['GB18030, told by the document', '/csdn/article-gb18030.html'],
  ['GB18030, told by the header', '/csdn/article-gb18030-header.html'],
] as const) {
  test(`the article in ${encoding} is kept with all that its text says`, async ({ api, site, page }) => {
    const snapshot = await api.capture(site.origin + path)
    expect(snapshot).toMatchObject({
      status: 'ready',
      verdict: 'good',
      title: source.title,
      byline: source.author,
    })
    expect(snapshot.lang).toBe('zh-CN')
    expect(new Date(snapshot.publishedAt ?? 0)).toEqual(new Date(source.publishedAt))

    const text = await (await api.artifact(snapshot.id, 'text')).text()
    const seen = squeezed(text)
    for (const item of [...source.numberedItems, ...source.nestedItems])
      expect(seen).toContain(squeezed(item))
    for (const teaser of source.teasers) expect(seen).not.toContain(squeezed(teaser).slice(0, 40))
    for (const noise of ['阅读全文', '关注', '登录后发表', '热门文章', '复制'])
      expect(seen).not.toContain(noise)

    const html = await (await api.artifact(snapshot.id, 'article')).text()
    expect(await composeIn(page, html)).toEqual(parse(source.composeYaml))
    const inText = text.slice(text.search(/^\s*version:/m))
    expect(inText.split('\n').slice(0, 12).join('\n')).not.toMatch(/^\s*\d+\s*$/m)
  })
}

test('the four modes are numbered in the text', async ({ api, site }) => {
  const snapshot = await api.capture(`${site.origin}/csdn/article.html?numbers`)
  const text = await (await api.artifact(snapshot.id, 'text')).text()
  for (const [index, item] of source.numberedItems.slice(0, 4).entries())
    expect(squeezed(text)).toContain(squeezed(`${index + 1}. ${item}`))
})

test.describe('search', () => {
  test.beforeAll(async ({ api, site }) => {
    await api.capture(`${site.origin}/csdn/article.html`)
  })

  for (const query of ['网络', '桥接', 'docker0', '"自定义网络"']) {
    test(`${query} finds the article, with the words marked`, async ({ product, ownerPage }) => {
      await speak(ownerPage, product.url, 'zh-CN')
      await ownerPage.goto(`${product.url}/search?q=${encodeURIComponent(query)}`)
      await expect(ownerPage.getByRole('link', { name: source.title }).first()).toBeVisible()
      const words = query.replaceAll('"', '')
      await expect(ownerPage.locator('mark', { hasText: new RegExp(words, 'i') }).first()).toBeVisible()
    })
  }
})
