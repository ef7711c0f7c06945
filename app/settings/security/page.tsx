// Where the person is signed in, and what protects the account.
import type { Metadata } from 'next'
import { listFactors } from '#lib/usecases/account/list-factors.ts'
import { listSessions } from '#lib/usecases/account/list-sessions.ts'
import { PasskeyList } from '#components/account/passkey-list.tsx'
import { PasswordForm } from '#components/account/password-form.tsx'
import { SessionList } from '#components/account/session-list.tsx'
import { SettingsSection } from '#components/account/settings-section.tsx'
import { TwoFactorForm } from '#components/account/two-factor-form.tsx'
import { TwoFactorOn } from '#components/account/two-factor-on.tsx'
import { memberContext } from '#app/_server/context.ts'
import {
  addPasskeyAction,
  beginPasskeyAction,
  beginTwoFactorAction,
  confirmTwoFactorAction,
  endTwoFactorAction,
  removePasskeyAction,
  renewRecoveryCodesAction,
} from '#app/_server/factor-actions.ts'
import { requestTranslate } from '#app/_server/preferences.ts'
import {
  changePasswordAction,
  revokeOtherSessionsAction,
  revokeSessionAction,
} from '#app/_server/security-actions.ts'
import { paramOf, type SearchParams } from '#app/_server/search-params.ts'
import { SettingsFrame } from '#app/_server/settings-frame.tsx'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestTranslate())('settings.nav_security') }
}

export default async function SecurityPage({ searchParams }: { searchParams: SearchParams }) {
  const [t, ctx] = await Promise.all([requestTranslate(), memberContext('/settings/security')])
  const [sessions, factors] = await Promise.all([listSessions(ctx, {}), listFactors(ctx, {})])
  const done = await paramOf(searchParams, 'done')
  return (
    <SettingsFrame current="/settings/security">
      <SettingsSection title={t('security.password')} why={t('security.password_why')}>
        <PasswordForm action={changePasswordAction} isChanged={done === 'password'} />
      </SettingsSection>
      <SettingsSection title={t('security.two_factor')} why={t('security.two_factor_why')}>
        {factors.twoFactor ? (
          <TwoFactorOn renew={renewRecoveryCodesAction} end={endTwoFactorAction} />
        ) : (
          <TwoFactorForm begin={beginTwoFactorAction} confirm={confirmTwoFactorAction} />
        )}
      </SettingsSection>
      <SettingsSection title={t('security.passkeys')} why={t('security.passkeys_why')}>
        <PasskeyList
          passkeys={factors.passkeys}
          begin={beginPasskeyAction}
          add={addPasskeyAction}
          remove={removePasskeyAction}
        />
      </SettingsSection>
      <SettingsSection title={t('security.sessions')} why={t('security.sessions_why')}>
        <SessionList
          sessions={sessions}
          revoke={revokeSessionAction}
          revokeOthers={revokeOtherSessionsAction}
        />
      </SettingsSection>
    </SettingsFrame>
  )
}
