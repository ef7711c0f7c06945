'use client'
// The parts of the settings, as links: on a phone a row that scrolls, with the present one in sight.
import { Link } from '#components/ui/link.tsx'
import type { MessageKey } from '#lib/i18n/translate.ts'
import { useT } from '#components/i18n-provider.tsx'
import { buttonClass } from '#components/ui/button.tsx'

const PARTS = {
  '/settings': 'settings.nav_general',
  '/settings/searches': 'settings.nav_searches',
  '/settings/rules': 'settings.nav_rules',
  '/settings/operations': 'settings.nav_operations',
  '/settings/security': 'settings.nav_security',
  '/settings/activity': 'settings.nav_activity',
  '/settings/people': 'settings.nav_people',
} as const satisfies Record<string, MessageKey>

export type SettingsPath = keyof typeof PARTS

interface SettingsNavProps {
  current: SettingsPath
  isAdmin: boolean
}

const FOR_ADMINS: ReadonlySet<string> = new Set(['/settings/people'])

const bringIntoRow = (link: HTMLAnchorElement | null) =>
  link?.scrollIntoView({ block: 'nearest', inline: 'center' })

export function SettingsNav({ current, isAdmin }: SettingsNavProps) {
  const t = useT()
  return (
    <nav aria-label={t('settings.nav')} className="-mx-1 flex gap-1 overflow-x-auto p-1">
      {Object.entries(PARTS)
        .filter(([path]) => isAdmin || !FOR_ADMINS.has(path))
        .map(([path, key]) => (
          <Link
            key={path}
            href={path}
            ref={path === current ? bringIntoRow : undefined}
            aria-current={path === current ? 'page' : undefined}
            className={buttonClass({ look: path === current ? 'plain' : 'ghost', size: 'small' })}
          >
            {t(key)}
          </Link>
        ))}
    </nav>
  )
}
