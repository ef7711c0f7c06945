// The first ten minutes of a new installation, by hand: the printed link, an account, a pasted link, a readable copy.
import { snapshotView } from '#lib/contract/snapshot.ts'
import { translator } from '#lib/i18n/translate.ts'
import { expect, test } from './fixtures.ts'
import { removeFolder, startProduct, type Product } from '#test/product.ts'

const t = translator('zh-CN')

test.describe('a fresh installation', () => {
  test.describe.configure({ mode: 'serial' })
  let product: Product

  test.beforeAll(async ({ site }) => {
    test.setTimeout(180_000)
    product = await startProduct({ env: { LINKHOME_ALLOW_HOSTS: site.allowHosts } })
  })
  test.afterAll(async () => {
    await product.stop()
    await removeFolder(product.folder)
  })

  test('prints its address and a one-time link, and without the link nobody becomes owner', async ({
    page,
  }) => {
    expect(product.setupUrl).toContain(product.url)
    await page.goto(`${product.url}/setup`)
    await expect(page.getByRole('heading', { name: t('setup.no_token') })).toBeVisible()
  })

  test('leads from the printed link to an article that can be read', async ({ page, site }) => {
    test.setTimeout(120_000)
    await page.goto(product.setupUrl ?? '')
    await page.getByLabel(t('account.name')).fill('小满')
    await page.getByLabel(t('account.email')).fill('xiaoman@linkhome.test')
    await page.getByLabel(t('account.password'), { exact: true }).fill('一个足够长的密码 2026')
    await page.getByRole('button', { name: t('setup.submit') }).click()
    await expect(page.getByText(t('library.empty'))).toBeVisible()

    await test.step('paste a link and see the work going on', async () => {
      await page.getByPlaceholder(t('add.placeholder')).fill(`${site.origin}/held/first-run`)
      await page.keyboard.press('Enter')
      await expect(page.getByText(t('progress.loading')).first()).toBeVisible()
      await site.whenAsked('/held/first-run')
      site.set('/held/first-run', true)
    })

    await test.step('the card turns into a readable copy by itself', async () => {
      const card = page.getByRole('link', { name: 'Held back: first-run' }).first()
      await expect(card).toBeVisible({ timeout: 60_000 })
      await card.click()
      await expect(page.getByRole('heading', { name: 'Held back: first-run' }).first()).toBeVisible()
      await expect(page.getByText('Pages come and pages go').first()).toBeVisible()
    })

    await test.step('the kept page opens in its frame', async () => {
      await page.getByRole('link', { name: t('snapshot.tab_page') }).click()
      const frame = page.frameLocator('iframe')
      await expect(frame.getByRole('heading', { name: 'Held back: first-run' })).toBeVisible()
    })

    await test.step('the screenshot is a picture', async () => {
      await page.getByRole('link', { name: t('snapshot.tab_screenshot') }).click()
      const picture = page.getByRole('img', { name: 'Held back: first-run' })
      await expect(picture).toBeVisible()
      await expect
        .poll(() => picture.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth))
        .toBeGreaterThan(600)
    })

    await test.step('some moments later it is told how alike page and copy are', async () => {
      const [, id] = /\/s\/([\w-]+)/.exec(page.url()) ?? []
      const fidelity = async () => {
        const answer = await page.request.get(`${product.url}/api/v1/snapshots/${id}`)
        return snapshotView.parse(await answer.json()).fidelity
      }
      await expect.poll(async () => (await fidelity())?.visual, { timeout: 30_000 }).toBeGreaterThan(0.99)
    })
  })

  test('closes its set-up for ever once there is an owner', async ({ page }) => {
    await page.goto(product.setupUrl ?? '')
    await expect(page.getByRole('heading', { name: t('setup.closed') })).toBeVisible()
  })
})
