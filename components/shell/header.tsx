// The bar on top of every page: who we are, search, add, the account.
import { Plus, Settings } from 'lucide-react'
import { Link } from '#components/ui/link.tsx'
import type { Translate } from '#lib/i18n/translate.ts'
import { SearchBox } from '#components/search/search-box.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { Logo } from './logo.tsx'

interface HeaderProps {
  t: Translate
  isSignedIn: boolean
  query?: string
}

export function Header({ t, isSignedIn, query }: HeaderProps) {
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-paper/90 backdrop-blur-md">
      <div className="mx-auto flex h-16 max-w-7xl items-center gap-4 px-4 md:px-6">
        <Link href="/" className="flex min-h-11 items-center gap-2.5 rounded-lg">
          <Logo className="size-8" />
          <span className="text-lg font-semibold tracking-tight whitespace-nowrap">{t('app.name')}</span>
          <span className="hidden border-s border-line ps-2.5 text-sm text-muted lg:inline">
            {t('app.subtitle')}
          </span>
        </Link>
        {isSignedIn && (
          <div className="mx-auto hidden w-full max-w-md md:block">
            <SearchBox
              label={t('search.label')}
              placeholder={t('search.placeholder')}
              query={query}
              key={query}
            />
          </div>
        )}
        <nav aria-label={t('nav.main')} className="ms-auto flex items-center gap-1">
          <Link
            href="/#add"
            data-shortcut="add"
            className={buttonClass({ look: 'primary' }, isSignedIn ? 'hidden md:inline-flex' : undefined)}
          >
            <Plus aria-hidden />
            {t('nav.add')}
          </Link>
          {isSignedIn ? (
            <Link
              href="/settings"
              aria-label={t('nav.settings')}
              title={t('nav.settings')}
              className={buttonClass({ look: 'ghost', size: 'icon' }, 'hidden md:inline-flex')}
            >
              <Settings aria-hidden />
            </Link>
          ) : (
            <Link href="/login" className={buttonClass({ look: 'ghost' })}>
              {t('nav.sign_in')}
            </Link>
          )}
        </nav>
      </div>
    </header>
  )
}
