// The frame of every settings page: heading, the way to the other parts, cards.
import type { ReactNode } from 'react'
import { SettingsNav, type SettingsPath } from '#components/account/settings-nav.tsx'
import { requestContext } from './context.ts'
import { Frame } from './frame.tsx'
import { requestTranslate } from './preferences.ts'

export async function SettingsFrame({ current, children }: { current: SettingsPath; children: ReactNode }) {
  const [t, { actor }] = await Promise.all([requestTranslate(), requestContext()])
  const isAdmin = actor.kind === 'user' && actor.scopes.includes('admin')
  return (
    <Frame>
      <div className="mx-auto max-w-2xl space-y-6">
        <h1 className="text-2xl font-semibold tracking-tight">{t('settings.title')}</h1>
        <SettingsNav current={current} isAdmin={isAdmin} />
        {children}
      </div>
    </Frame>
  )
}
