// The account, language and looks, storage, API tokens.
import { LogOut } from 'lucide-react'
import type { Metadata } from 'next'
import { listTokens } from '#lib/usecases/account/list-tokens.ts'
import { me } from '#lib/usecases/account/me.ts'
import { readStatistics } from '#lib/usecases/statistics/read-statistics.ts'
import { MAX_PAGE_SIZE } from '#lib/kernel/limits.ts'
import { SettingsSection as Section } from '#components/account/settings-section.tsx'
import { StorageFigures } from '#components/account/storage-figures.tsx'
import { TokenForm } from '#components/account/token-form.tsx'
import { TokenList } from '#components/account/token-list.tsx'
import { Button } from '#components/ui/button.tsx'
import { createTokenAction, revokeTokenAction, signOutAction } from '#app/_server/account-actions.ts'
import { memberContext } from '#app/_server/context.ts'
import { PreferenceForms } from '#app/_server/frame.tsx'
import { requestTranslate } from '#app/_server/preferences.ts'
import { SettingsFrame } from '#app/_server/settings-frame.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTranslate())('settings.title') }
}

export default async function SettingsPage() {
  const [t, ctx] = await Promise.all([requestTranslate(), memberContext('/settings')])
  const [account, statistics, tokens] = await Promise.all([
    me(ctx, {}),
    readStatistics(ctx, {}),
    listTokens(ctx, { limit: MAX_PAGE_SIZE }),
  ])
  return (
    <SettingsFrame current="/settings">
      <Section title={t('settings.account')}>
        <div className="flex flex-wrap items-center justify-between gap-4">
          <div className="min-w-0">
            <p className="font-medium">{account.name}</p>
            <p className="text-sm text-muted">
              {account.email} · {t(`account.role_${account.role}`)}
            </p>
          </div>
          <form action={signOutAction}>
            <Button type="submit">
              <LogOut aria-hidden />
              {t('nav.sign_out')}
            </Button>
          </form>
        </div>
      </Section>
      <Section title={t('settings.appearance')}>
        <PreferenceForms />
      </Section>
      <Section title={t('settings.storage')} why={t('settings.storage_why')}>
        <StorageFigures t={t} statistics={statistics} />
      </Section>
      <Section title={t('settings.tokens')} why={t('settings.tokens_why')}>
        <TokenList tokens={tokens.items} revoke={revokeTokenAction} />
        <TokenForm action={createTokenAction} />
      </Section>
    </SettingsFrame>
  )
}
