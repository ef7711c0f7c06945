// What a small machine is spared: a screen asks for itself, and for nothing else until somebody follows one of its links.
import { expect, speak, test } from './fixtures.ts'

test('a screen that is looked at asks for no other one; a followed link asks once', async ({
  api,
  site,
  product,
  ownerPage: page,
}) => {
  const t = await speak(page, product.url, 'zh-CN')
  await api.capture(`${site.origin}/read/blog?thrift`, { tags: ['节俭'] })
  const screens: string[] = []
  page.on('request', (request) => {
    const { pathname, searchParams } = new URL(request.url())
    if (searchParams.has('_rsc')) screens.push(pathname)
  })
  await page.goto(`${product.url}/settings`, { waitUntil: 'networkidle' })
  await page.getByRole('link', { name: t('settings.nav_rules') }).hover()
  await page.goto(product.url, { waitUntil: 'networkidle' })
  expect(screens).toEqual([])
  await page.getByRole('link', { name: '节俭' }).first().click()
  await page.waitForURL(`${product.url}/t/${encodeURIComponent('节俭')}`)
  expect(screens).toEqual([`/t/${encodeURIComponent('节俭')}`])
})
