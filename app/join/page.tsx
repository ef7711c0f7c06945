// Coming in: by an invitation's link, or where everybody may join.
import type { Metadata } from 'next'
import { Link } from '#components/ui/link.tsx'
import { errorMessage } from '#lib/i18n/translate.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { admission } from '#lib/usecases/account/join.ts'
import { AccountCard } from '#components/account/account-card.tsx'
import { SetupForm } from '#components/account/setup-form.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { joinAction } from '#app/_server/account-actions.ts'
import { requestContext } from '#app/_server/context.ts'
import { Frame } from '#app/_server/frame.tsx'
import { requestTranslate } from '#app/_server/preferences.ts'
import { paramOf, type SearchParams } from '#app/_server/search-params.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTranslate())('join.title') }
}

export default async function JoinPage({ searchParams }: { searchParams: SearchParams }) {
  const [t, ctx, token] = await Promise.all([
    requestTranslate(),
    requestContext(),
    paramOf(searchParams, 'token'),
  ])
  const refused = await admission(ctx, token).then(
    () => null,
    (thrown: unknown) => {
      if (thrown instanceof AppError) return errorMessage(t, thrown.code, thrown.detail)
      throw thrown
    },
  )
  if (refused !== null || ctx.actor.kind === 'user')
    return (
      <Frame>
        <AccountCard title={t('join.closed')} why={refused ?? t('join.already')}>
          <Link href={refused === null ? '/settings' : '/login'} className={buttonClass({ look: 'primary' })}>
            {t(refused === null ? 'nav.settings' : 'join.closed_go')}
          </Link>
        </AccountCard>
      </Frame>
    )
  return (
    <Frame>
      <AccountCard title={t('join.title')} why={t('join.why')}>
        <SetupForm action={joinAction} token={token ?? ''} submitLabel={t('join.submit')} />
      </AccountCard>
    </Frame>
  )
}
