// Every main screen, light and dark, in both languages, without one violation that axe can find.
import { savedSearchView } from '#lib/contract/saved-search.ts'
import { locales } from '#lib/i18n/translate.ts'
import type { Api } from '#test/api-client.ts'
import { violations } from './axe.ts'
import { expect, speak, test } from './fixtures.ts'

const SCREENS = [
  ['home', () => '/'],
  ['snapshot with marks', (snapshotId: string) => `/s/${snapshotId}?q=copy`],
  ['tag', () => `/t/${encodeURIComponent('阅读/博客')}`],
  ['search', () => '/search?q=copy'],
  ['empty search', () => '/search?q=nothing-has-this-word'],
  ['settings', () => '/settings'],
  ['saved searches', () => '/settings/searches'],
  ['rules', () => '/settings/rules'],
  ['operations', () => '/settings/operations'],
  ['security', () => '/settings/security'],
  ['activity', () => '/settings/activity'],
  ['people', () => '/settings/people'],
] as const

/** What a column and a list are drawn of. */
async function keepSearch({ access }: Api, name: string): Promise<void> {
  const post = async (path: string, body: object) => {
    const answer = await fetch(`${access.origin}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${access.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    return answer.json()
  }
  const { id } = savedSearchView.parse(await post('/saved-searches', { name, q: 'copy' }))
  await post('/feeds', { savedSearchId: id })
}

for (const locale of locales) {
  test(`the main screens have no violations in ${locale}, light and dark`, async ({
    api,
    site,
    product,
    ownerPage: page,
  }) => {
    test.setTimeout(120_000)
    const snapshot = await api.capture(`${site.origin}/read/blog?a11y`, { tags: ['阅读/博客'] })
    await keepSearch(api, locale)
    await speak(page, product.url, locale)
    for (const [name, path] of SCREENS) {
      await page.goto(product.url + path(snapshot.id))
      expect.soft(await violations(page), name).toEqual([])
    }
  })

  test(`the door has no violations in ${locale}, light and dark`, async ({ product, page }) => {
    await speak(page, product.url, locale)
    for (const path of ['/', '/login', '/join']) {
      await page.goto(product.url + path)
      expect.soft(await violations(page), path).toEqual([])
    }
  })
}
