// A snapshot can be taken away: the menu by keyboard, every form under the page's title, nothing for strangers.
import { readFile } from 'node:fs/promises'
import { locales } from '#lib/i18n/translate.ts'
import { violations } from './axe.ts'
import { expect, speak, test } from './fixtures.ts'

test('every form is downloaded from the menu under the title of the page', async ({
  api,
  site,
  product,
  ownerPage: page,
}) => {
  const snapshot = await api.capture(`${site.origin}/read/blog?downloads`)
  const t = await speak(page, product.url, 'zh-CN')
  await page.goto(`${product.url}/s/${snapshot.id}`)
  const menu = page.locator('summary', { hasText: t('download.title') })
  await menu.focus()
  await page.keyboard.press('Enter')
  for (const [name, ending, words] of [
    ['download.html', 'html', 'Content-Security-Policy'],
    ['download.mhtml', 'mhtml', 'multipart/related'],
    ['download.wacz', 'wacz', 'PK'],
    ['download.pdf', 'pdf', '%PDF-'],
    ['download.markdown', 'md', 'captured_at:'],
  ] as const) {
    const waiting = page.waitForEvent('download')
    await page.getByRole('link', { name: t(name) }).click()
    const download = await waiting
    expect(download.suggestedFilename()).toMatch(new RegExp(`^\\S.* \\d{4}-\\d\\d-\\d\\d\\.${ending}$`))
    expect(String(await readFile(await download.path()))).toContain(words)
  }
  const { status } = await fetch(`${product.url}/api/v1/snapshots/${snapshot.id}/single.html`)
  expect(status).toBe(401)
})

test('the open menu has no violations', async ({ api, site, product, ownerPage: page }) => {
  const snapshot = await api.capture(`${site.origin}/read/blog?downloads`)
  for (const locale of locales) {
    const t = await speak(page, product.url, locale)
    await page.goto(`${product.url}/s/${snapshot.id}`)
    await page.locator('summary', { hasText: t('download.title') }).click()
    expect.soft(await violations(page, 'details')).toEqual([])
  }
})
