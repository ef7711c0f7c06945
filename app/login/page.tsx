// Signing in.
import type { Metadata } from 'next'
import { Link } from '#components/ui/link.tsx'
import { redirect } from 'next/navigation'
import { needsSetup } from '#lib/usecases/account/setup-token.ts'
import { AccountCard } from '#components/account/account-card.tsx'
import { OidcForm } from '#components/account/oidc-form.tsx'
import { PasskeySignIn } from '#components/account/passkey-sign-in.tsx'
import { SignInForm } from '#components/account/sign-in-form.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { beginOidcAction, signInAction } from '#app/_server/account-actions.ts'
import { requestContext } from '#app/_server/context.ts'
import { beginPasskeySignInAction, signInByPasskeyAction } from '#app/_server/factor-actions.ts'
import { Frame } from '#app/_server/frame.tsx'
import { localPath } from '#app/_server/local-path.ts'
import { requestTranslate } from '#app/_server/preferences.ts'
import { paramOf, type SearchParams } from '#app/_server/search-params.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTranslate())('login.title') }
}

export default async function LoginPage({ searchParams }: { searchParams: SearchParams }) {
  const [t, ctx] = await Promise.all([requestTranslate(), requestContext()])
  const [pasted = '', next = '/'] = [await paramOf(searchParams, 'add'), await paramOf(searchParams, 'next')]
  const goOn = pasted ? `/?add=${encodeURIComponent(pasted)}` : localPath(next)
  if (ctx.actor.kind === 'user') redirect(goOn)
  if (await needsSetup(ctx)) redirect('/setup')
  return (
    <Frame>
      <AccountCard title={t('login.title')}>
        {(await paramOf(searchParams, 'problem')) === 'oidc' && (
          <Notice tone="danger" isAlert className="mb-5">
            {t('login.oidc_problem')}
          </Notice>
        )}
        {pasted && (
          <Notice className="mb-5">
            <p>{t('add.kept')}</p>
            <p className="mt-1 line-clamp-2 font-mono text-[0.8125rem] break-all">{pasted}</p>
          </Notice>
        )}
        <SignInForm action={signInAction} next={localPath(next)} pasted={pasted} />
        <PasskeySignIn begin={beginPasskeySignInAction} signIn={signInByPasskeyAction} next={goOn} />
        {ctx.config.oidc && <OidcForm action={beginOidcAction} name={ctx.config.oidc.name} next={goOn} />}
        {ctx.config.registration === 'open' && (
          <Link href="/join" className="mt-5 inline-flex min-h-11 items-center text-accent underline">
            {t('login.join')}
          </Link>
        )}
      </AccountCard>
    </Frame>
  )
}
