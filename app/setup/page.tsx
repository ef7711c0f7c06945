// The first run: whoever has the link of the terminal creates the owner. Afterwards this page is closed.
import type { Metadata } from 'next'
import { Link } from '#components/ui/link.tsx'
import { needsSetup } from '#lib/usecases/account/setup-token.ts'
import { AccountCard } from '#components/account/account-card.tsx'
import { SetupForm } from '#components/account/setup-form.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { createOwnerAction } from '#app/_server/account-actions.ts'
import { requestContext } from '#app/_server/context.ts'
import { Frame } from '#app/_server/frame.tsx'
import { requestTranslate } from '#app/_server/preferences.ts'
import { paramOf, type SearchParams } from '#app/_server/search-params.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTranslate())('setup.title') }
}

export default async function SetupPage({ searchParams }: { searchParams: SearchParams }) {
  const [t, ctx, token] = await Promise.all([
    requestTranslate(),
    requestContext(),
    paramOf(searchParams, 'token'),
  ])
  if (!(await needsSetup(ctx)))
    return (
      <Frame>
        <AccountCard title={t('setup.closed')} why={t('setup.closed_why')}>
          <Link href="/login" className={buttonClass({ look: 'primary' })}>
            {t('nav.sign_in')}
          </Link>
        </AccountCard>
      </Frame>
    )
  if (!token)
    return (
      <Frame>
        <AccountCard title={t('setup.no_token')} why={t('setup.no_token_why')}>
          {null}
        </AccountCard>
      </Frame>
    )
  return (
    <Frame>
      <AccountCard title={t('setup.title')} why={t('setup.why')}>
        <SetupForm action={createOwnerAction} token={token} submitLabel={t('setup.submit')} />
      </AccountCard>
    </Frame>
  )
}
