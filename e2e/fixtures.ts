// What the specs share: one started product, the sites it may contact, the owner's API and a signed-in browser.
import { expect, type Locator, type Page } from '@playwright/test'
import { translator, type Locale, type Translate } from '#lib/i18n/translate.ts'
import { startSite, startTlsSite, type Site } from '#test/site.ts'
import { createToken, openApi, OWNER_SETTINGS, signIn, type Api } from '#test/api-client.ts'
import { test as base } from './product.ts'

/** Budgets of one capture while tests run: bad pages end soon, good ones have time on a busy machine. */
const TEST_BUDGETS = {
  LINKHOME_CAPTURE_TIMEOUT_MS: '30000',
  LINKHOME_NAVIGATION_TIMEOUT_MS: '10000',
  LINKHOME_MAX_CAPTURE_BYTES: String(24 * 1024 * 1024),
  LINKHOME_RETRY_DELAYS: '1',
  LINKHOME_SUBMIT_LIMIT: '0',
  LINKHOME_REGISTRATION: 'invite',
  LINKHOME_WORKER_CONCURRENCY: '2',
  // Nobody here asks how alike a copy is: `lib/pipeline` does.
  LINKHOME_ASSESS: 'off',
}

interface TestFixtures {
  /** A page of a browser in which the owner has signed in. */
  ownerPage: Page
}

interface Sites {
  site: Site
  /** A second site, which a spec may stop. */
  mortalSite: Site
  /** A site whose certificate nobody vouches for. */
  tlsSite: Site
}

interface WorkerFixtures extends Sites {
  sites: Sites
  /** The owner's session, as `name=value`. */
  session: string
  api: Api
}

export const test = base.extend<TestFixtures, WorkerFixtures>({
  sites: [
    // Playwright reads the names of what a fixture needs from this pattern; this one needs nothing.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const sites = { site: await startSite(), mortalSite: await startSite(), tlsSite: await startTlsSite() }
      await use(sites)
      await Promise.all(Object.values(sites).map((site) => site.stop()))
    },
    { scope: 'worker' },
  ],
  site: [async ({ sites }, use) => use(sites.site), { scope: 'worker' }],
  mortalSite: [async ({ sites }, use) => use(sites.mortalSite), { scope: 'worker' }],
  tlsSite: [async ({ sites }, use) => use(sites.tlsSite), { scope: 'worker' }],
  settings: async ({ sites }, use) =>
    use({
      ...TEST_BUDGETS,
      LINKHOME_ALLOW_HOSTS: Object.values(sites)
        .map(({ allowHosts }) => allowHosts)
        .join(','),
      ...OWNER_SETTINGS,
    }),
  session: [async ({ product }, use) => use(await signIn(product.url)), { scope: 'worker' }],
  api: [
    async ({ product, session }, use) => use(openApi(product.url, await createToken(product.url, session))),
    { scope: 'worker' },
  ],
  ownerPage: async ({ page, product, session }, use) => {
    const [name = '', value = ''] = session.split(/=(.*)/s)
    await page.context().addCookies([{ name, value, url: product.url }])
    await use(page)
  },
})

export { expect }

/** Makes the browser ask for this language, and gives the words it will then see. */
export async function speak(page: Page, origin: string, locale: Locale): Promise<Translate> {
  await page.context().addCookies([{ name: 'locale', value: locale, url: origin }])
  return translator(locale)
}

/** Clicks until the dialog is there: before a page's scripts run a click is lost, and a person clicks again. */
export async function open(dialog: Locator, button: Locator): Promise<void> {
  await expect(async () => {
    if (!(await dialog.isVisible())) await button.click({ timeout: 2_000 })
    await expect(dialog).toBeVisible({ timeout: 2_000 })
  }).toPass()
}
