// The frame of every page: language, theme, header, navigation.
import type { Metadata, Viewport } from 'next'
import type { ReactNode } from 'react'
import { I18nProvider } from '#components/i18n-provider.tsx'
import { Toaster } from '#components/ui/toaster.tsx'
import { requestTheme, requestTranslate } from '#app/_server/preferences.ts'
import './globals.css'

export async function generateMetadata(): Promise<Metadata> {
  const t = await requestTranslate()
  return {
    title: { default: `${t('app.name')} · ${t('app.subtitle')}`, template: `%s · ${t('app.name')}` },
    description: t('app.description'),
    // Archived text is somebody else's: what is public here is for readers, not for crawlers.
    robots: { index: false, follow: false },
    // Addresses may carry a secret (an invitation), which is nobody else's. Not `no-referrer`: browsers then send
    // `Origin: null` with a form that is posted before its scripts have come, and it would be refused as a stranger's.
    referrer: 'same-origin',
  }
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f7f4ed' },
    { media: '(prefers-color-scheme: dark)', color: '#171614' },
  ],
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const [t, theme] = await Promise.all([requestTranslate(), requestTheme()])
  return (
    <html lang={t.locale} data-theme={theme}>
      <body>
        <a
          href="#main"
          className="sr-only rounded-lg bg-accent px-4 py-2 text-on-accent focus:not-sr-only focus:fixed focus:start-4 focus:top-3 focus:z-50"
        >
          {t('app.skip')}
        </a>
        <I18nProvider locale={t.locale}>
          {children}
          <Toaster theme={theme} label={t('action.saved')} />
        </I18nProvider>
      </body>
    </html>
  )
}
