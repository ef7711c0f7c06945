// What the library holds, what it takes, and how much of that sharing and compression saved.
import type { StatisticsView } from '#lib/contract/statistics.ts'
import { formatBytes, formatNumber, formatPercent } from '#lib/i18n/format.ts'
import type { Translate } from '#lib/i18n/translate.ts'

interface FigureProps {
  name: string
  value: string
  note?: string
}

function Figure({ name, value, note }: FigureProps) {
  return (
    <div className="min-w-0">
      <dt className="text-sm text-muted">{name}</dt>
      <dd className="mt-0.5 text-xl font-semibold tabular-nums">{value}</dd>
      {note && <dd className="mt-0.5 text-sm text-muted">{note}</dd>}
    </div>
  )
}

/** Nothing is saved of nothing, and a store that takes more than it was shown saves nothing either. */
const savedShare = (seenBytes: number, keptBytes: number) =>
  seenBytes === 0 ? 0 : Math.max(0, 1 - keptBytes / seenBytes)

interface FiguresProps {
  t: Translate
  title: string | null
  counted: { links: number; snapshots: { total: number }; seenBytes: number }
  keptBytes: number
  note?: string
}

function Figures({ t, title, counted, keptBytes, note }: FiguresProps) {
  const { links, snapshots, seenBytes } = counted
  const counts = { links: formatNumber(t, links), snapshots: formatNumber(t, snapshots.total) }
  return (
    <div>
      {title && <h3 className="mb-2 font-medium">{title}</h3>}
      <dl className="grid gap-x-6 gap-y-4 sm:grid-cols-3">
        <Figure
          name={t('settings.storage_seen')}
          value={formatBytes(t, seenBytes)}
          note={t('settings.storage_counts', counts)}
        />
        <Figure name={t('settings.storage_kept')} value={formatBytes(t, keptBytes)} note={note} />
        <Figure
          name={t('settings.storage_saved')}
          value={formatPercent(t, savedShare(seenBytes, keptBytes))}
        />
      </dl>
    </div>
  )
}

/** For admins also the whole store. */
export function StorageFigures({ t, statistics }: { t: Translate; statistics: StatisticsView }) {
  const { library, store } = statistics
  return (
    <>
      <Figures
        t={t}
        title={store && t('settings.storage_own')}
        counted={library}
        keptBytes={library.addedBytes}
        note={
          library.quotaBytes === null
            ? undefined
            : t('settings.storage_quota', { size: formatBytes(t, library.quotaBytes) })
        }
      />
      {store && (
        <Figures
          t={t}
          title={t('settings.storage_all')}
          counted={store}
          keptBytes={store.storedBytes}
          note={t('settings.storage_blobs', { count: formatNumber(t, store.blobs) })}
        />
      )}
    </>
  )
}
