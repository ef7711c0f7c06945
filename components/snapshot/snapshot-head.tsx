// The top of a snapshot page: title, where it is from, who wrote it, when it was archived.
import { ExternalLink } from 'lucide-react'
import type { LinkView } from '#lib/contract/link.ts'
import type { SnapshotView } from '#lib/contract/snapshot.ts'
import { formatDate, readingMinutes } from '#lib/i18n/format.ts'
import type { Translate } from '#lib/i18n/translate.ts'
import { Address } from '#components/ui/address.tsx'
import { LocalTime } from '#components/ui/local-time.tsx'

interface SnapshotHeadProps {
  t: Translate
  link: LinkView
  snapshot: SnapshotView
}

export function SnapshotHead({ t, link, snapshot }: SnapshotHeadProps) {
  const { byline, publishedAt, wordCount, capturedAt } = snapshot
  return (
    <header className="space-y-3">
      <p className="text-sm">
        <a
          href={snapshot.url}
          rel="noreferrer noopener"
          target="_blank"
          title={t('library.open_original')}
          className="inline-flex min-h-6 items-center gap-1.5 text-accent hover:underline"
        >
          {snapshot.siteName ?? link.site}
          <ExternalLink aria-hidden className="size-3.5" />
        </a>
      </p>
      <h1
        className="text-2xl leading-snug font-semibold tracking-tight sm:text-[1.75rem]"
        lang={snapshot.lang ?? undefined}
      >
        {link.title ?? snapshot.title ?? <Address url={snapshot.url} />}
      </h1>
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-sm text-muted">
        {byline && <span>{t('snapshot.by', { name: byline })}</span>}
        {publishedAt && <span>{t('snapshot.published', { date: formatDate(t, publishedAt) })}</span>}
        {capturedAt && (
          <span>
            {t('facts.captured')} <LocalTime iso={capturedAt} />
          </span>
        )}
        {wordCount && snapshot.artifacts.article ? (
          <span>{t('format.reading_minutes', { count: readingMinutes(t, wordCount) })}</span>
        ) : null}
      </p>
    </header>
  )
}
