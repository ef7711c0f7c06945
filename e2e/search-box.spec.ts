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
