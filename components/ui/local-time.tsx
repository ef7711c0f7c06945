'use client'
// A moment in the reader's own zone; the server, which does not know the zone, draws it in UTC.
import { useSyncExternalStore } from 'react'
import { useT } from '#components/i18n-provider.tsx'
import { formatDateTime } from '#lib/i18n/format.ts'

const never = () => () => {}

export function LocalTime({ iso }: { iso: string }) {
  const t = useT()
  const isBrowser = useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
  const utc = t('format.utc', { time: formatDateTime(t.locale, iso, 'UTC') })
  return (
    <time dateTime={iso} title={utc}>
      {isBrowser ? formatDateTime(t.locale, iso) : utc}
    </time>
  )
}
