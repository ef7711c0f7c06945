// A search that is kept: saved, opened, changed, followed by a program without a session, renewed, revoked, forgotten.
import { expect, open, speak, test } from './fixtures.ts'

/** What a program gets that knows nothing but the address. */
const read = async (url: string) => {
  const answer = await fetch(url, { headers: { 'cache-control': 'no-cache' } })
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

test('a search is saved above its results, found in the library, changed and forgotten, and that can be undone', async ({
  api,
  site,
  product,
  ownerPage: page,
}) => {
  const t = await speak(page, product.url, 'zh-CN')
  await api.submit(`${site.origin}/read/blog?kept=1`, { title: '容器网络详解' })
  await page.goto(`${product.url}/search?q=${encodeURIComponent('容器 -编排')}&sort=newest`)
  const save = page.getByRole('button', { name: t('saved.save') })
  const dialog = page.getByRole('dialog')
  await open(dialog, save)
  const name = dialog.getByLabel(t('saved.name'))
  await expect(name).toBeFocused()
  await expect(name).toHaveValue('容器 -编排')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(save).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(name).toBeFocused()
  // The beginning is chosen: what is typed takes its place.
  await page.keyboard.type('容器笔记')
  await page.keyboard.press('Enter')
  await expect(page.getByText(t('saved.saved', { name: '容器笔记' }))).toBeVisible()
  const kept = page.getByRole('button', { name: t('saved.is_saved', { name: '容器笔记' }) })
  await expect(kept).toBeFocused()

  await page.goto(`${product.url}/search?q=docker`)
  await save.click()
  await name.fill('容器笔记')
  await dialog.getByRole('button', { name: t('action.save') }).click()
  await expect(dialog.getByRole('alert')).toHaveText(t('error.name_taken', { name: '容器笔记' }))

  await page.goto(product.url)
  await page.getByRole('link', { name: '容器笔记' }).click()
  await expect(page).toHaveURL(/\/search\?q=%E5%AE%B9%E5%99%A8\+-%E7%BC%96%E6%8E%92&sort=newest$/)
  await expect(page.getByText('容器网络详解').first()).toBeVisible()
  await kept.click()
  await name.fill('Docker 笔记')
  await dialog.getByLabel(t('saved.query')).fill('docker')
  await page.keyboard.press('Enter')
  await expect(page.getByText(t('action.saved'))).toBeVisible()

  await page.goto(product.url)
  await page.getByRole('link', { name: t('saved.manage') }).click()
  const item = page.getByRole('main').getByRole('listitem').filter({ hasText: 'Docker 笔记' })
  const { items } = await (await page.request.get(`${product.url}/api/v1/saved-searches`)).json()
  await item.getByRole('button', { name: t('action.delete') }).click()
  await expect(item).toHaveCount(0)
  // Feeds have a button of the same name, which takes their address back.
  await page
    .locator('[data-sonner-toast]')
    .getByRole('button', { name: t('operation.undo') })
    .click()
  await expect(item.getByRole('link', { name: 'Docker 笔记' })).toHaveAttribute(
    'href',
    /q=docker&sort=newest/,
  )
  expect((await (await page.request.get(`${product.url}/api/v1/saved-searches`)).json()).items).toEqual(items)
})

test('a program follows a saved search by its secret address until that is renewed or revoked', async ({
  api,
  site,
  product,
  ownerPage: page,
}) => {
  const t = await speak(page, product.url, 'zh-CN')
  await page.goto(`${product.url}/search?q=${encodeURIComponent('tag:跟踪')}`)
  const dialog = page.getByRole('dialog')
  await open(dialog, page.getByRole('button', { name: t('saved.save') }))
  await dialog.getByLabel(t('saved.name')).fill('跟踪的')
  await page.keyboard.press('Enter')
  await expect(page.getByText(t('saved.saved', { name: '跟踪的' }))).toBeVisible()
  await page.goto(`${product.url}/settings/searches`)
  const searches = page.getByRole('region', { name: t('saved.title') }).getByRole('listitem')
  const search = searches.filter({ hasText: '跟踪的' })
  const feed = page
    .getByRole('region', { name: t('feed.title') })
    .getByRole('listitem')
    .filter({ hasText: '跟踪的' })

  await open(dialog, search.getByRole('button', { name: t('feed.subscribe') }))
  await dialog.getByRole('button', { name: t('feed.create') }).press('Enter')
  const first = await dialog.locator('code').innerText()
  expect(first).toMatch(new RegExp(`^${product.url}/feeds/[\\w-]{32}$`))
  const close = dialog.getByText(t('action.close'))
  await expect(close).toBeFocused()
  await close.click()
  await expect(feed.getByText(t('settings.token_unused'))).toBeVisible()
  // Shown this once: no page tells it again, and none offers it to whoever looks for feeds.
  expect(await page.content()).not.toContain(first.split('/').at(-1))
  await page.goto(`${product.url}/search?q=${encodeURIComponent('tag:跟踪')}`)
  expect(await page.content()).not.toContain('/feeds/')

  const hostile = ']]></title><script>alert(1)</script>\u0001\ufffe & "容器"'
  const { id, linkId } = await api.capture(`${site.origin}/read/blog?followed&x=<y>`, {
    tags: ['跟踪'],
    title: hostile,
  })
  await api.submit(`${site.origin}/read/blog?unfollowed`, { title: '别的' })
  const atom = await read(first)
  expect([atom.status, atom.headers.get('content-type')]).toEqual([
    200,
    'application/atom+xml; charset=utf-8',
  ])
  expect(atom.headers.get('cache-control')).toContain('private')
  expect(atom.headers.get('x-robots-tag')).toContain('noindex')
  expect(atom.headers.get('referrer-policy')).toBe('no-referrer')
  expect(atom.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
  const parsed = await page.evaluate((text) => {
    const document = new DOMParser().parseFromString(text, 'application/xml')
    const of = (path: string) => [...document.querySelectorAll(path)].map(({ textContent }) => textContent)
    const href = (rel: string) => document.querySelector(`entry > link[rel=${rel}]`)?.getAttribute('href')
    return {
      errors: of('parsererror'),
      scripts: of('script'),
      titles: of('title'),
      ids: of('entry > id'),
      original: href('alternate'),
      snapshot: href('related'),
    }
  }, atom.text)
  expect(parsed).toEqual({
    errors: [],
    scripts: [],
    titles: ['跟踪的', ']]></title><script>alert(1)</script> & "容器"'],
    ids: [`urn:uuid:${linkId}`],
    original: `${site.origin}/read/blog?followed&x=%3Cy%3E`,
    snapshot: `${product.url}/s/${id}`,
  })
  const known = { 'if-none-match': atom.headers.get('etag') ?? '' }
  expect((await fetch(first, { headers: known })).status).toBe(304)
  const head = await fetch(`${first}.json`, { method: 'HEAD' })
  expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([
    200,
    'application/feed+json; charset=utf-8',
    '',
  ])
  expect((await fetch(first, { method: 'POST' })).status).toBe(405)

  await page.goto(`${product.url}/settings/searches`)
  await expect(feed.getByText(t('settings.token_unused'))).toHaveCount(0)
  await open(dialog, feed.getByRole('button', { name: t('feed.renew') }))
  await dialog.getByRole('button', { name: t('feed.renew') }).click()
  const second = await dialog.locator('code').innerText()
  await close.click()
  expect([(await read(first)).status, (await read(second)).status]).toEqual([404, 200])
  await feed.getByRole('button', { name: t('feed.revoke') }).click()
  const alert = page.getByRole('alertdialog')
  await alert.getByRole('button', { name: t('feed.revoke') }).click()
  await expect(page.getByText(t('feed.revoked'))).toBeVisible()
  expect((await read(second)).status).toBe(404)

  // Whoever searches need not save that first.
  await page.goto(`${product.url}/search?q=${encodeURIComponent('tag:跟踪 -别的')}`)
  await open(dialog, page.getByRole('button', { name: t('feed.subscribe') }))
  await dialog.getByRole('button', { name: t('feed.create') }).click()
  const ofQuery = await dialog.locator('code').innerText()
  await close.click()
  expect((await read(ofQuery)).text).toContain('<title>tag:跟踪 -别的</title>')
  await page.goto(`${product.url}/settings/searches`)
  await expect(page.getByRole('region', { name: t('feed.title') })).toContainText('tag:跟踪 -别的')
  await expect(search).toHaveCount(1)

  // A list that is followed takes its addresses along, says so before, and brings them back.
  await search.getByRole('button', { name: t('feed.subscribe') }).click()
  await dialog.getByRole('button', { name: t('feed.create') }).click()
  const third = await dialog.locator('code').innerText()
  await close.click()
  await search.getByRole('button', { name: t('action.delete') }).click()
  await expect(alert).toContainText(t('saved.delete_why'))
  await alert.getByRole('button', { name: t('action.delete') }).click()
  await expect(search).toHaveCount(0)
  expect((await read(third)).status).toBe(404)
  await page.goto(`${product.url}/settings/operations`)
  const operation = page.getByRole('main').getByRole('listitem').filter({ hasText: '跟踪的' })
  await expect(operation).toContainText(t('operation.kind.search.delete'))
  await operation.getByRole('button', { name: t('operation.undo') }).click()
  await expect(operation).toContainText(t('operation.undone'))
  expect((await read(third)).status).toBe(200)
})
