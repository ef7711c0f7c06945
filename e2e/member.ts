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

/** The address of an invitation by the owner, whose session is given. */
export async function invite(origin: string, session: string): Promise<string> {
  const invited = await fetch(`${origin}/api/v1/invitations`, {
    method: 'POST',
    headers: { cookie: session, origin, 'content-type': 'application/json' },
    body: '{}',
  })
  return createdInvitation.parse(await invited.json()).url
}

/** Follows an invitation in this page, which is signed in afterwards. */
export async function join(page: Page, invitation: string): Promise<Member> {
  const [email, password] = [`${newId()}@member.test`, 'correct horse battery']
  await page.goto(invitation)
  await page.getByLabel(t('account.name')).fill('小满')
  await page.getByLabel(t('account.email')).fill(email)
  await page.getByLabel(t('account.password'), { exact: true }).fill(password)
  await page.getByRole('button', { name: t('join.submit') }).click()
  await expect(page.getByText(t('library.empty'))).toBeVisible()
  return { email, password, page }
}

export const test = base.extend<{ member: Member }>({
  member: async ({ page, product, session }, use) => {
    const member = await join(page, await invite(product.url, session))
    await page.goto('/settings/security')
    await use(member)
  },
})

export { expect } from '@playwright/test'
