// The parts of the settings, as links: on a phone a row that scrolls.
import Link from 'next/link'
import type { MessageKey, Translate } from '#lib/i18n/translate.ts'
import { buttonClass } from '#components/ui/button.tsx'

export const SETTINGS_PARTS = {
  '/settings': 'settings.nav_general',
  '/settings/security': 'settings.nav_security',
} as const satisfies Record<string, MessageKey>

export type SettingsPath = keyof typeof SETTINGS_PARTS

interface SettingsNavProps {
  t: Translate
  current: SettingsPath
}

export function SettingsNav({ t, current }: SettingsNavProps) {
  return (
    <nav aria-label={t('settings.nav')} className="-mx-1 flex gap-1 overflow-x-auto p-1">
      {Object.entries(SETTINGS_PARTS).map(([path, key]) => (
        <Link
          key={path}
          href={path}
          aria-current={path === current ? 'page' : undefined}
          className={buttonClass({ look: path === current ? 'plain' : 'ghost', size: 'small' })}
        >
          {t(key)}
        </Link>
      ))}
    </nav>
  )
}
