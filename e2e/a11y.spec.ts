// Every main screen, light and dark, in both languages, without one violation that axe can find.
import { savedSearchView } from '#lib/contract/saved-search.ts'
import { locales } from '#lib/i18n/translate.ts'
import type { Api } from '#test/api-client.ts'
import { axe } from './axe.ts'
import { expect, speak, test } from './fixtures.ts'

const WCAG = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

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

for (const locale of locales)
  for (const theme of ['light', 'dark'] as const)
    test(`the main screens have no violations in ${locale}, ${theme}`, async ({
      api,
      site,
      product,
      ownerPage,
    }) => {
      test.setTimeout(120_000)
      const snapshot = await api.capture(`${site.origin}/read/blog?a11y`, { tags: ['阅读/博客'] })
      await keepSearch(api, `${locale} ${theme}`)
      await speak(ownerPage, product.url, locale)
      await ownerPage.context().addCookies([{ name: 'theme', value: theme, url: product.url }])
      for (const [name, path] of SCREENS) {
        await ownerPage.goto(product.url + path(snapshot.id))
        // What is inside the archived page is not ours to mend.
        const { violations } = await axe(ownerPage).withTags(WCAG).exclude('iframe').analyze()
        expect
          .soft(
            violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
            name,
          )
          .toEqual([])
      }
    })

for (const locale of locales)
  for (const theme of ['light', 'dark'] as const)
    test(`the door has no violations in ${locale}, ${theme}`, async ({ product, page }) => {
      await speak(page, product.url, locale)
      await page.context().addCookies([{ name: 'theme', value: theme, url: product.url }])
      for (const path of ['/', '/login', '/join']) {
        await page.goto(product.url + path)
        const { violations } = await axe(page).withTags(WCAG).analyze()
        expect
          .soft(
            violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
            path,
          )
          .toEqual([])
      }
    })
