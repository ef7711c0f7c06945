// Tags by hand: many links are chosen and tagged together, tags are merged and deleted, and all of it is taken back.
import { translator } from '#lib/i18n/translate.ts'
import { expect, test } from './fixtures.ts'

const t = translator('zh-CN')

test('chosen links are tagged together, their tag is merged and deleted, and each can be undone', async ({
  api,
  site,
  product,
  ownerPage: page,
}) => {
  for (const n of [1, 2, 3]) await api.submit(`${site.origin}/read/blog?tags=${n}`, { tags: ['容器'] })
  await api.submit(`${site.origin}/read/blog?tags=4`, { tags: ['docker'] })
  await page.goto(`${product.url}/t/${encodeURIComponent('容器')}`)
  const boxes = page.getByRole('checkbox')
  await boxes.first().check()
  await page.getByRole('button', { name: t('selection.choose_all', { count: 3 }) }).click()
  await page.getByRole('button', { name: t('selection.edit') }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('selection.add_tags')).fill('稍后读')
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: t('selection.apply') }).click()
  await expect(page.getByText(t('operation.done', { count: 3 }))).toBeVisible()
  await expect(page.getByRole('article').getByRole('link', { name: '稍后读' })).toHaveCount(3)
  await page.getByRole('button', { name: t('operation.undo') }).click()
  await expect(page.getByText(t('operation.undone'))).toBeVisible()
  await expect(page.getByRole('article').getByRole('link', { name: '稍后读' })).toHaveCount(0)

  await page.getByRole('button', { name: t('tag.merge') }).click()
  await dialog.getByLabel(t('tag.merge_into')).selectOption({ label: 'docker (1)' })
  await dialog.getByRole('button', { name: t('tag.merge') }).click()
  await expect(page.getByRole('heading', { name: 'docker' })).toBeVisible()
  await expect(page.getByText(t('library.total', { count: 4 }))).toBeVisible()
  // It is another name of docker now.
  await page.goto(`${product.url}/t/${encodeURIComponent('容器')}`)
  await expect(page).toHaveURL(`${product.url}/t/docker`)
  await page.goto(`${product.url}/settings/operations`)
  // Others of the house do things meanwhile.
  const merge = page.getByRole('listitem').filter({ hasText: t('operation.kind.tag.merge') })
  const undo = merge.getByRole('button', { name: t('operation.undo') })
  await undo.click()
  await expect(undo).toHaveCount(0)

  await page.goto(`${product.url}/t/${encodeURIComponent('容器')}`)
  await page.getByRole('button', { name: t('tag.edit') }).click()
  await dialog.getByLabel(t('tag.path')).fill('docker')
  await dialog.getByRole('button', { name: t('action.save') }).click()
  await expect(dialog.getByRole('alert')).toHaveText(t('error.tag_taken', { path: 'docker' }))
  await dialog.getByLabel(t('tag.path')).fill('容器技术')
  await dialog.getByRole('button', { name: t('action.save') }).click()
  await expect(page.getByRole('heading', { name: '容器技术' })).toBeVisible()
  await page.getByRole('button', { name: t('operation.undo') }).click()
  await expect(page).toHaveURL(`${product.url}/t/${encodeURIComponent('容器')}`)
  await expect(page.getByText(t('library.total', { count: 3 }))).toBeVisible()

  await page.goto(`${product.url}/settings/operations`)
  await expect(merge.getByText(t('operation.undone'))).toBeVisible()

  await page.goto(`${product.url}/t/${encodeURIComponent('容器')}`)
  await page.getByRole('button', { name: t('tag.delete') }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('action.delete') })
    .click()
  await page.waitForURL(`${product.url}/t`)
  await expect(page.getByRole('link', { name: '容器' })).toHaveCount(0)
  await page.getByRole('button', { name: t('operation.undo') }).click()
  await expect(page.getByRole('heading', { name: '容器' })).toBeVisible()

  await boxes.first().check()
  await page.getByRole('button', { name: t('selection.choose_all', { count: 3 }) }).click()
  await page.getByRole('button', { name: t('selection.delete') }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('selection.delete_confirm', { count: 3 }) })
    .click()
  await expect(page.getByText(t('operation.deleted', { count: 3 }))).toBeVisible()
  await expect(page.getByRole('article')).toHaveCount(0)
})

test('a rule is made, changed, moved and switched off where rules are listed', async ({
  product,
  ownerPage: page,
}) => {
  await page.goto(`${product.url}/settings/rules`)
  const make = async (query: string, tag: string) => {
    await page.getByLabel(t('rule.query')).fill(query)
    await page.getByLabel(t('rule.add_tags')).fill(tag)
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: t('rule.create') }).click()
    await expect(page.getByRole('listitem').filter({ hasText: query })).toBeVisible()
  }
  await make('site:one.example', '甲')
  await make('site:two.example', '乙')
  const rules = page.getByRole('main').getByRole('listitem').filter({ hasText: 'example' })
  await rules
    .first()
    .getByRole('button', { name: t('rule.edit') })
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel(t('capture.patience')).selectOption('long')
  await dialog.getByRole('button', { name: t('rule.create') }).click()
  await expect(rules.first()).toContainText(t('capture.patience_long'))
  await rules
    .first()
    .getByRole('button', { name: t('rule.later') })
    .click()
  await expect(rules.last()).toContainText('site:one.example')
  await rules.last().getByRole('switch').click()
  await expect(rules.last().getByRole('switch')).not.toBeChecked()
})

test('a link is saved with options of its capture', async ({ product, site, session, ownerPage: page }) => {
  await page.goto(product.url)
  await page.getByText(t('add.options')).click()
  await page.getByLabel(t('capture.patience')).selectOption('long')
  await page.getByLabel(t('add.label'), { exact: true }).fill(`${site.origin}/read/blog?patient`)
  await page.keyboard.press('Enter')
  await expect(page.getByText(t('add.done', { count: 1 }))).toBeVisible()
  const answer = await fetch(`${product.url}/api/v1/snapshots?limit=1`, { headers: { cookie: session } })
  expect((await answer.json()).items[0]).toMatchObject({ capture: { patience: 'long' } })
})
