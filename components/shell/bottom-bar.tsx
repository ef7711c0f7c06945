'use client'
// The phone's navigation, under the thumb.
import { House, Plus, Search, Tag, User } from 'lucide-react'
import { Link } from '#components/ui/link.tsx'
import { usePathname } from 'next/navigation'
import { useT } from '#components/i18n-provider.tsx'
import { classNames } from '#components/ui/class-names.ts'

const PLACES = [
  { href: '/', key: 'nav.home', Icon: House },
  { href: '/search', key: 'nav.search', Icon: Search },
  { href: '/#add', key: 'nav.add', Icon: Plus },
  { href: '/t', key: 'nav.tags', Icon: Tag },
  { href: '/settings', key: 'nav.me', Icon: User },
] as const

const isHere = (href: string, path: string) => (href === '/' ? path === '/' : path.startsWith(href))

export function BottomBar() {
  const t = useT()
  const path = usePathname()
  return (
    <nav
      aria-label={t('nav.main')}
      className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-5 border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {PLACES.map(({ href, key, Icon }) => (
        <Link
          key={href}
          href={href}
          data-shortcut={href === '/#add' ? 'add' : undefined}
          aria-current={isHere(href, path) ? 'page' : undefined}
          className="flex min-h-14 flex-col items-center justify-center gap-0.5 text-xs text-muted aria-[current=page]:font-medium aria-[current=page]:text-accent"
        >
          <Icon
            aria-hidden
            className={classNames(
              'size-7',
              href === '/#add' ? 'rounded-full bg-accent p-1.5 text-on-accent' : 'p-1',
            )}
          />
          {t(key)}
        </Link>
      ))}
    </nav>
  )
}
