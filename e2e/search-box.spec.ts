// The search box as somebody types, and the search that can be narrowed and widened.
import { expect, speak, test } from './fixtures.ts'

test('typing offers titles, tags by their sound and sites; keys choose, and the search can be narrowed and widened', async ({
  api,
  site,
  product,
  ownerPage,
}) => {
  const t = await speak(ownerPage, product.url, 'zh-CN')
  await api.capture(`${site.origin}/csdn/article.html?box`, { tags: ['数据库'], title: '容器网络详解' })
  await api.capture(`${site.origin}/read/blog?box`, { tags: ['数据库', '缓存'], title: '容器编排' })
  await ownerPage.goto(product.url)
  const box = ownerPage.getByRole('combobox', { name: t('search.label') })
  const option = (name: string) => ownerPage.getByRole('option', { name })
  const chosen = ownerPage.locator('[role=option][aria-selected=true]')

  await box.fill('容器网')
  await expect(option('容器网络详解')).toBeVisible()
  await expect(ownerPage.locator('[role=option] mark')).toHaveText('容器网')
  await box.press('Escape')
  await expect(option('容器网络详解')).toBeHidden()

  await box.fill('容器 tag:sjk')
  await expect(option('数据库')).toBeVisible()
  await box.press('ArrowDown')
  await expect(chosen).toHaveText(/数据库/)
  await expect(box).toHaveAttribute('aria-activedescendant', (await chosen.getAttribute('id'))!)
  await box.press('Enter')
  await expect(box).toHaveValue('容器 tag:数据库 ')
  await box.press('Enter')

  await expect(ownerPage.getByText(t('search.total', { count: 2 }))).toBeVisible()
  await ownerPage.locator('summary').click()
  await ownerPage.locator('details').getByRole('link', { name: /缓存/ }).click()
  await expect(ownerPage.getByText(t('search.total', { count: 1 }))).toBeVisible()
  for (const tag of ['数据库', '缓存']) {
    const drop = ownerPage.getByRole('link', { name: t('search.drop', { condition: `标签 ${tag}` }) })
    await drop.click()
    await expect(drop).toBeHidden()
  }
  await expect(ownerPage).toHaveURL(/q=%E5%AE%B9%E5%99%A8(&|$)/)

  await ownerPage.goto(product.url)
  await box.click()
  await expect(option('容器 tag:数据库')).toBeVisible()
  await box.press('ArrowDown')
  await box.press('Enter')
  await expect(ownerPage).toHaveURL(/\/search\?q=/)
})

test('a saved search is offered by its name and its sound while somebody types, and a key opens it', async ({
  product,
  ownerPage: page,
}) => {
  const t = await speak(page, product.url, 'zh-CN')
  const data = { name: '待办周报', q: 'is:untagged after:7d', sort: 'oldest' }
  const headers = { origin: product.url }
  expect((await page.request.post(`${product.url}/api/v1/saved-searches`, { data, headers })).status()).toBe(
    201,
  )
  await page.goto(product.url)
  const box = page.getByRole('combobox', { name: t('search.label') })
  for (const typed of ['周报', 'dbzb', 'is:unta']) {
    await box.fill(typed)
    await expect(page.getByRole('option', { name: '待办周报' })).toContainText(t('search.offer_saved'))
  }
  await box.press('ArrowDown')
  await box.press('Enter')
  await expect(page).toHaveURL(/\/search\?q=is%3Auntagged\+after%3A7d&sort=oldest$/)
  await expect(box).toHaveValue('is:untagged after:7d')
})

test('a result opens where its words stand: marked, counted, stepped through by keys and buttons, and quiet again', async ({
  api,
  site,
  product,
  ownerPage,
}) => {
  const t = await speak(ownerPage, product.url, 'zh-CN')
  const { id } = await api.capture(`${site.origin}/csdn/article.html?matches`, { title: '逐处查看' })
  const bar = ownerPage.getByRole('region', { name: t('matches.title') })
  const marks = ownerPage.locator('.reader mark[data-match]')
  const current = ownerPage.locator('.reader mark[aria-current=true]')
  const atPlace = (place: number, total: number) =>
    expect(bar).toContainText(t('matches.place', { place, total }))

  await ownerPage.setViewportSize({ width: 390, height: 844 })
  await ownerPage.goto(`${product.url}/search?${new URLSearchParams({ q: '網絡 逐处查看' })}`)
  await ownerPage.getByRole('link', { name: '逐处查看', exact: true }).click()
  await expect(current).toBeInViewport()
  const total = await marks.evaluateAll((found) => new Set(found.map(({ dataset }) => dataset['match'])).size)
  expect(total).toBeGreaterThan(3)
  await expect(marks.first()).toHaveText('网络')
  await atPlace(1, total)
  await bar.getByRole('button', { name: t('matches.previous') }).click()
  await atPlace(total, total)
  await expect(current).toBeInViewport()
  await bar.getByRole('button', { name: t('matches.next') }).click()
  await ownerPage.keyboard.press('j')
  await atPlace(2, total)
  await ownerPage.keyboard.press('k')
  await atPlace(1, total)
  await ownerPage.getByRole('link', { name: t('snapshot.tab_text') }).click()
  await expect(ownerPage).toHaveURL(/view=text/)
  await expect(ownerPage.locator('mark[data-match="1"][aria-current]')).toHaveText('网络')
  await ownerPage.keyboard.press('Escape')
  await expect(ownerPage).toHaveURL(`${product.url}/s/${id}?view=text`)
  await expect(bar).toBeHidden()
  await expect(ownerPage.locator('mark')).toHaveCount(0)
})

test('many links that were found in the place of what was typed are edited by what found them', async ({
  api,
  site,
  product,
  ownerPage: page,
}) => {
  const t = await speak(page, product.url, 'zh-CN')
  for (const title of ['独角兽甲', '独角兽乙', '无关的一篇'])
    await api.submit(`${site.origin}/read/blog?${title}`, { title })
  await page.goto(`${product.url}/search?q=dujiaoshou`)
  await expect(page.getByText(t('search.fallback_pinyin', { query: '独角兽' }))).toBeVisible()
  await page.getByRole('checkbox').first().check()
  await page.getByRole('button', { name: t('selection.choose_all', { count: 2 }) }).click()
  await page.getByRole('button', { name: t('selection.edit') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('selection.add_tags')).fill('神兽')
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: t('selection.apply') }).click()
  await expect(page.getByText(t('operation.done', { count: 2 }))).toBeVisible()
  expect((await api.search('tag:神兽')).map(({ title }) => title)).toEqual(['独角兽乙', '独角兽甲'])
})

test('the field for tags offers what sounds like the letters that are typed, and takes it by keys', async ({
  api,
  site,
  product,
  ownerPage,
}) => {
  const t = await speak(ownerPage, product.url, 'zh-CN')
  await api.submit(`${site.origin}/read/blog?sound`, { tags: ['数据库/索引'] })
  await ownerPage.goto(product.url)
  const field = ownerPage.getByRole('combobox', { name: t('add.tags'), exact: true })
  // Before the page's scripts run, what is typed is not heard of.
  await expect(async () => {
    await field.fill('')
    await field.fill('sjk')
    await expect(ownerPage.getByRole('option', { name: '数据库/索引' })).toBeVisible({ timeout: 2_000 })
  }).toPass()
  await field.press('ArrowDown')
  await field.press('Enter')
  const remove = ownerPage.getByRole('button', { name: /^移除标签 数据库/ })
  await expect(remove).toBeVisible()
})
