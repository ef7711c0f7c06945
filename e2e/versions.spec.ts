// Versions of a link: an unchanged page costs almost nothing again, and a bad day never hides a good copy.
import { mkdir, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, speak, test } from './fixtures.ts'

/** What lies in `tmp` is unfinished, comes and goes, and is no part of the store. */
async function folderBytes(folder: string): Promise<number> {
  await mkdir(folder, { recursive: true }) // The store makes it at its first write.
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries.filter((entry) => entry.isFile() && entry.parentPath !== join(folder, 'tmp'))
  const sizes = await Promise.all(files.map((file) => stat(join(file.parentPath, file.name))))
  return sizes.reduce((sum, { size }) => sum + size, 0)
}

test('a second version of an unchanged page grows the store by less than a twentieth of the first', async ({
  api,
  site,
  product,
}) => {
  const url = `${site.origin}/read/forum`
  const stored = () => folderBytes(join(product.folder, 'data/blobs'))
  const before = await stored()
  const first = await api.capture(url)
  const afterFirst = await stored()
  const second = await api.capture(url)
  const afterSecond = await stored()
  expect(second.linkId).toBe(first.linkId)
  expect(second.contentHash).toBe(first.contentHash)
  expect(afterFirst - before).toBeGreaterThan(10_000)
  expect((afterSecond - afterFirst) / (afterFirst - before)).toBeLessThan(0.05)
})

test('a page that turned 404 leaves the good version in front and says what happened', async ({
  api,
  site,
  product,
  ownerPage,
}) => {
  const url = `${site.origin}/switch`
  site.set('gone', false)
  const good = await api.capture(url)
  expect(good.verdict).toBe('good')
  site.set('gone', true)
  const gone = await api.capture(url)
  site.set('gone', false)
  expect(gone).toMatchObject({ status: 'ready', verdict: 'http_error', httpStatus: 404 })

  const link = await api.link(good.linkId)
  expect(link.snapshot?.id).toBe(good.id)
  expect(link.latest?.id).toBe(gone.id)

  for (const locale of ['zh-CN', 'en'] as const) {
    const t = await speak(ownerPage, product.url, locale)
    await ownerPage.goto(`${product.url}/s/${gone.id}`)
    await expect(ownerPage.getByText(t('verdict.http_error', { status: 404 }))).toBeVisible()
  }
})

test('a card whose only copy is an error page says so', async ({ api, site, product, ownerPage }) => {
  await api.capture(`${site.origin}/bad/404?only`)
  for (const locale of ['zh-CN', 'en'] as const) {
    const t = await speak(ownerPage, product.url, locale)
    await ownerPage.goto(product.url)
    const card = ownerPage.getByRole('article').filter({ hasText: 'Not Found' })
    await expect(card.getByText(t('versions.http_error'))).toBeVisible()
  }
})

test('a capture that a person no longer waits for is cancelled on its page, and can be tried again', async ({
  api,
  site,
  product,
  ownerPage,
}) => {
  const { id } = await api.submit(`${site.origin}/bad/silent?cancelled`)
  const t = await speak(ownerPage, product.url, 'zh-CN')
  await ownerPage.goto(`${product.url}/s/${id}`)
  await ownerPage.getByRole('button', { name: t('snapshot.cancel') }).click()
  await expect(ownerPage.getByText(t('error.cancelled'))).toBeVisible()
  await expect(ownerPage.getByRole('button', { name: t('action.retry') })).toBeVisible()
  expect(await api.settled(id)).toMatchObject({ status: 'failed', error: { code: 'cancelled' } })
})
