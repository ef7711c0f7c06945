// Who may read what: a public link needs no account, a private one is not even known to exist.
import { expect, test } from './fixtures.ts'

test('a public link is read without an account', async ({ api, site, product, page }) => {
  const snapshot = await api.capture(`${site.origin}/read/blog?public`, { visibility: 'public' })
  const response = await page.goto(`${product.url}/s/${snapshot.id}`)
  expect(response?.status()).toBe(200)
  expect(response?.headers()['x-dns-prefetch-control']).toBe('off')
  await expect(page.getByRole('heading', { name: 'Keeping what I read' }).first()).toBeVisible()
  await expect(page.getByText('A link is a promise made by somebody else.').first()).toBeVisible()
})

test('a private link is 404 for everybody else, in every form', async ({ api, site, product, page }) => {
  const snapshot = await api.capture(`${site.origin}/read/blog?private`, { visibility: 'private' })
  expect((await page.goto(`${product.url}/s/${snapshot.id}`))?.status()).toBe(404)
  for (const form of ['', '/page', '/article', '/text', '/screenshot', '/thumbnail', '/resources']) {
    const answer = await page.request.get(`${product.url}/api/v1/snapshots/${snapshot.id}${form}`)
    expect([401, 404], form).toContain(answer.status())
  }
})

test('the public page of a link holds neither its tags nor its note', async ({
  api,
  site,
  product,
  page,
}) => {
  const snapshot = await api.capture(`${site.origin}/read/manual?public`, {
    visibility: 'public',
    tags: ['secret-project'],
  })
  await page.goto(`${product.url}/s/${snapshot.id}`)
  await expect(page.getByRole('heading', { name: 'A manual of options' }).first()).toBeVisible()
  expect(await page.content()).not.toContain('secret-project')
})
