// Header, content, footer or bottom bar: the frame that every screen fills.
import type { ReactNode } from 'react'
import type { Translate } from '#lib/i18n/translate.ts'
import { BottomBar } from './bottom-bar.tsx'
import { Header } from './header.tsx'
import { NavigationBar } from './navigation-bar.tsx'
import { Shortcuts } from './shortcuts.tsx'

interface PageShellProps {
  t: Translate
  isSignedIn: boolean
  query?: string
  /** Language and theme, for visitors who have no settings page. */
  footer?: ReactNode
  children: ReactNode
}

export function PageShell({ t, isSignedIn, query, footer, children }: PageShellProps) {
  return (
    <div className="flex min-h-dvh flex-col">
      <Header t={t} isSignedIn={isSignedIn} query={query} />
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto w-full max-w-7xl flex-1 px-4 pt-6 pb-24 outline-none md:px-6 md:pt-8 md:pb-16"
      >
        {children}
      </main>
      {footer && (
        <footer className="border-t border-line px-4 py-6 md:px-6 [&>*]:mx-auto [&>*]:max-w-7xl">
          {footer}
        </footer>
      )}
      {isSignedIn && <BottomBar />}
      <NavigationBar />
      <Shortcuts />
    </div>
  )
}
