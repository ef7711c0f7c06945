// What a person does about their account: sessions elsewhere, the password.
import { formatDate } from '#lib/i18n/format.ts'
import { translator } from '#lib/i18n/translate.ts'
import { signIn } from '#test/api-client.ts'
import { expect, invite, join, test } from './member.ts'

const t = translator('zh-CN')

test('a session elsewhere is seen and ended, and its cookie opens nothing any more', async ({
  product,
  member: { page, email, password },
}) => {
  const elsewhere = await signIn(product.url, { email, password })
  const who = () => fetch(`${product.url}/api/v1/me`, { headers: { cookie: elsewhere } })
  expect((await who()).status).toBe(200)
  await page.reload()
  const others = page.getByRole('button', { name: t('security.session_end'), exact: true })
  await expect(page.getByText(t('security.session_current'))).toHaveCount(1)
  const before = await others.count()
  await others.first().click()
  await expect(others).toHaveCount(before - 1)
  expect((await who()).status).toBe(401)
})

test('a changed password ends the other sessions and keeps this browser in', async ({ product, member }) => {
  const { page, email, password } = member
  const elsewhere = await signIn(product.url, { email, password })
  const change = async (current: string, next: string) => {
    await page.getByLabel(t('security.password_current'), { exact: true }).fill(current)
    await page.getByLabel(t('security.password_next'), { exact: true }).fill(next)
    await page.getByRole('button', { name: t('security.password_change') }).click()
  }
  await change('not my password', 'another long secret')
  await expect(page.getByText(t('field.wrong_password'))).toBeVisible()
  await change(password, 'another long secret')
  await expect(page.getByText(t('security.password_changed'))).toBeVisible()
  await expect(page.getByText(t('security.session_current'))).toHaveCount(1)
  const answer = await fetch(`${product.url}/api/v1/me`, { headers: { cookie: elsewhere } })
  expect(answer.status).toBe(401)
})

test('a token opens the library for as long as was chosen, until it is revoked', async ({
  product,
  member,
}) => {
  const { page } = member
  await page.goto('/settings')
  await page.getByLabel(t('settings.token_name')).fill('读书的电脑')
  await page.getByLabel(t('settings.token_days')).selectOption('30')
  await page.getByRole('button', { name: t('settings.token_create') }).click()
  const token = await page.getByRole('alert').locator('code').innerText()
  const me = () => fetch(`${product.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })
  expect((await me()).status).toBe(200)
  const monthFromNow = formatDate(t, new Date(Date.now() + 30 * 24 * 60 * 60 * 1_000).toISOString())
  await expect(page.getByText(t('settings.token_until', { time: monthFromNow }))).toBeVisible()
  await page.getByRole('button', { name: t('settings.token_revoke'), exact: true }).click()
  const dialog = page.getByRole('alertdialog').or(page.getByRole('dialog'))
  await dialog.getByRole('button', { name: t('settings.token_revoke'), exact: true }).click()
  await expect(page.getByText(t('settings.token_none'))).toBeVisible()
  expect((await me()).status).toBe(401)
})

test('an invitation from the settings lets one person in, and the activity tells of it', async ({
  browser,
  product,
  ownerPage,
}) => {
  await ownerPage.goto(`${product.url}/settings/people`)
  await ownerPage.getByLabel(t('people.invite_note')).fill('给小满')
  await ownerPage.getByRole('button', { name: t('people.invite_create') }).click()
  const address = await ownerPage.getByRole('alert').locator('code').innerText()
  const visitor = await browser.newPage()
  await visitor.goto(address)
  await visitor.getByLabel(t('account.name')).fill('新来的人')
  await visitor.getByLabel(t('account.email')).fill('xiaoman@account.test')
  await visitor.getByLabel(t('account.password'), { exact: true }).fill('一个足够长的密码 2026')
  await visitor.getByRole('button', { name: t('join.submit') }).click()
  await expect(visitor.getByText(t('library.empty'))).toBeVisible()
  await expect(visitor.getByRole('link', { name: t('settings.nav_people') })).toHaveCount(0)
  await visitor.close()
  const second = await browser.newPage()
  await second.goto(address)
  await expect(second.getByText(t('error.invitation_invalid'))).toBeVisible()
  await second.close()

  await ownerPage.reload()
  await ownerPage
    .getByLabel(t('people.role_of', { name: '新来的人' }))
    .selectOption({ label: t('account.role_admin') })
  await expect(ownerPage.getByText(t('people.role_saved'))).toBeVisible()
  await ownerPage.goto(`${product.url}/settings/activity`)
  await expect(ownerPage.getByText(t('audit.role_changed')).first()).toBeVisible()
  await expect(ownerPage.getByText(t('audit.invitation_created')).first()).toBeVisible()
})

test('whoever runs no scripts joins, leaves and comes back', async ({ browser, product, session }) => {
  const page = await browser.newPage({ javaScriptEnabled: false, baseURL: product.url })
  const { email, password } = await join(page, await invite(product.url, session))
  await page.goto('/settings')
  await page.getByRole('button', { name: t('nav.sign_out') }).click()
  await page.getByRole('link', { name: t('nav.sign_in'), exact: true }).click()
  await page.getByLabel(t('account.email')).fill(email)
  await page.getByLabel(t('account.password'), { exact: true }).fill(password)
  await page.getByRole('button', { name: t('login.submit'), exact: true }).click()
  await expect(page.getByText(t('library.empty'))).toBeVisible()
  await page.close()
})
