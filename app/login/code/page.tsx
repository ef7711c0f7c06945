// The second step of a sign-in. Whoever has not typed their password is told so by the action.
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AccountCard } from '#components/account/account-card.tsx'
import { CodeForm } from '#components/account/code-form.tsx'
import { requestContext } from '#app/_server/context.ts'
import { passSecondFactorAction } from '#app/_server/factor-actions.ts'
import { Frame } from '#app/_server/frame.tsx'
import { localPath } from '#app/_server/local-path.ts'
import { requestTranslate } from '#app/_server/preferences.ts'
import { paramOf, type SearchParams } from '#app/_server/search-params.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTranslate())('login.code_title') }
}

export default async function CodePage({ searchParams }: { searchParams: SearchParams }) {
  const [t, ctx, next = '/'] = await Promise.all([
    requestTranslate(),
    requestContext(),
    paramOf(searchParams, 'next'),
  ])
  if (ctx.actor.kind === 'user') redirect(localPath(next))
  return (
    <Frame>
      <AccountCard title={t('login.code_title')} why={t('login.code_why')}>
        <CodeForm action={passSecondFactorAction} next={localPath(next)} />
      </AccountCard>
    </Frame>
  )
}
