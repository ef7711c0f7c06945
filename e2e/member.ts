// A person of their own for a test that changes an account: invited, joined, signed in at the security settings.
import type { Page } from '@playwright/test'
import { createdInvitation } from '#lib/contract/account.ts'
import { translator } from '#lib/i18n/translate.ts'
import { newId } from '#lib/kernel/ids.ts'
import { expect, test as base } from './fixtures.ts'

const t = translator('zh-CN')

export interface Member {
  email: string
  password: string
  page: Page
}

export const test = base.extend<{ member: Member }>({
  member: async ({ page, product, session }, use) => {
    const invited = await fetch(`${product.url}/api/v1/invitations`, {
      method: 'POST',
      headers: { cookie: session, origin: product.url, 'content-type': 'application/json' },
      body: '{}',
    })
    const { url } = createdInvitation.parse(await invited.json())
    const [email, password] = [`${newId()}@member.test`, 'correct horse battery']
    await page.goto(url)
    await page.getByLabel(t('account.name')).fill('小满')
    await page.getByLabel(t('account.email')).fill(email)
    await page.getByLabel(t('account.password'), { exact: true }).fill(password)
    await page.getByRole('button', { name: t('join.submit') }).click()
    await expect(page.getByText(t('library.empty'))).toBeVisible()
    await page.goto('/settings/security')
    await use({ email, password, page })
  },
})

export { expect } from '@playwright/test'
