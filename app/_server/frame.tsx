// The frame of a screen for whoever asks: members get navigation, visitors language and theme.
import type { ReactNode } from 'react'
import { PageShell } from '#components/shell/page-shell.tsx'
import { Preferences } from '#components/shell/preferences.tsx'
import { setLocaleAction, setThemeAction } from './account-actions.ts'
import { requestContext } from './context.ts'
import { requestTheme, requestTranslate } from './preferences.ts'

export async function PreferenceForms() {
  const [t, theme] = await Promise.all([requestTranslate(), requestTheme()])
  return <Preferences t={t} theme={theme} setLocale={setLocaleAction} setTheme={setThemeAction} />
}

export async function Frame({ query, children }: { query?: string; children: ReactNode }) {
  const [t, { actor }] = await Promise.all([requestTranslate(), requestContext()])
  const isSignedIn = actor.kind === 'user'
  return (
    <PageShell
      t={t}
      isSignedIn={isSignedIn}
      query={query}
      footer={isSignedIn ? undefined : <PreferenceForms />}
    >
      {children}
    </PageShell>
  )
}
