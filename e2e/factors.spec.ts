// Beside the password: codes of an app, recovery codes, passkeys. Each test has a person of its own.
import type { Page } from '@playwright/test'
import { translator } from '#lib/i18n/translate.ts'
import { totpCode } from '#test/totp.ts'
import { expect, test, type Member } from './member.ts'

const t = translator('zh-CN')

const section = (page: Page, title: string) =>
  page.locator('section').filter({ has: page.getByRole('heading', { name: title, exact: true }) })

async function leave(page: Page): Promise<void> {
  await page.goto('/settings')
  await page.getByRole('button', { name: t('nav.sign_out') }).click()
  // Exactly these words: a part of the settings is called 登录与安全, and is there before anybody has left.
  await expect(page.getByRole('link', { name: t('nav.sign_in'), exact: true })).toBeVisible()
}

async function typePassword({ page, email, password }: Member): Promise<void> {
  await page.goto('/login?next=/settings/security')
  await page.getByLabel(t('account.email')).fill(email)
  await page.getByLabel(t('account.password'), { exact: true }).fill(password)
  await page.getByRole('button', { name: t('login.submit'), exact: true }).click()
}

async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel(t('login.code'), { exact: true }).fill(code)
  await page.getByRole('button', { name: t('login.code_submit') }).click()
}

test('codes are turned on by a QR code, asked for at the sign-in, and a recovery code takes their place', async ({
  member,
}) => {
  const { page } = member
  const part = section(page, t('security.two_factor'))
  await part.getByLabel(t('security.password_again')).fill(member.password)
  await part.getByRole('button', { name: t('security.two_factor_begin') }).click()
  const picture = part.getByRole('img', { name: t('security.two_factor_qr') })
  await expect(picture).toBeVisible()
  expect(await picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  const key = (await part.locator('code').first().innerText()).trim()
  const recovery = await part.locator('li').allInnerTexts()
  expect(recovery).toHaveLength(10)
  await part.getByLabel(t('security.two_factor_code')).fill(totpCode(key))
  await part.getByRole('button', { name: t('security.two_factor_confirm') }).click()
  await expect(page.getByText(t('security.two_factor_is_on'))).toBeVisible()

  await leave(page)
  await typePassword(member)
  await typeCode(page, '000000')
  await expect(page.getByText(t('error.code_wrong'))).toBeVisible()
  await page.goto('/settings/security')
  await expect(page.getByRole('button', { name: t('login.submit'), exact: true })).toBeVisible()
  await typePassword(member)
  await typeCode(page, totpCode(key))
  await expect(page.getByText(t('security.two_factor_is_on'))).toBeVisible()

  await leave(page)
  await typePassword(member)
  await typeCode(page, recovery[0] ?? '')
  await expect(page.getByText(t('security.two_factor_is_on'))).toBeVisible()
})

test('a passkey is added, signs in alone, and opens nothing once it is removed', async ({ member }) => {
  const { page } = member
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  const part = section(page, t('security.passkeys'))
  await part.getByLabel(t('security.passkey_name')).fill('我的手机')
  await part.getByLabel(t('security.password_again')).fill(member.password)
  await part.getByRole('button', { name: t('security.passkey_add') }).click()
  await expect(part.getByText('我的手机')).toBeVisible()

  const enter = async () => {
    await page.goto('/login?next=/settings/security')
    await page.getByRole('button', { name: t('login.passkey') }).click()
  }
  await leave(page)
  await enter()
  await expect(part.getByText('我的手机')).toBeVisible()
  await part.getByRole('button', { name: t('security.passkey_remove') }).click()
  await page
    .getByRole('alertdialog')
    .getByRole('button', { name: t('security.passkey_remove') })
    .click()
  await expect(part.getByText(t('security.passkey_none'))).toBeVisible()
  await leave(page)
  await enter()
  await expect(page.getByText(t('error.passkey_failed'))).toBeVisible()
})
