// The versions of a link on a time line, newest first.
import { Star } from 'lucide-react'
import { Link } from '#components/ui/link.tsx'
import type { SnapshotView } from '#lib/contract/snapshot.ts'
import type { Translate } from '#lib/i18n/translate.ts'
import { classNames } from '#components/ui/class-names.ts'
import { LocalTime } from '#components/ui/local-time.tsx'

interface VersionListProps {
  t: Translate
  versions: readonly SnapshotView[]
  currentId: string
  hasMore: boolean
}

const dotClass = ({ status, verdict }: SnapshotView) =>
  status === 'failed'
    ? 'bg-danger'
    : verdict === 'good'
      ? 'bg-accent'
      : status === 'ready'
        ? 'bg-warn'
        : 'bg-control'

function stateName(t: Translate, { status, verdict }: SnapshotView): string {
  return t(`versions.${status === 'ready' ? (verdict ?? 'good') : status}`)
}

export function VersionList({ t, versions, currentId, hasMore }: VersionListProps) {
  return (
    <section aria-labelledby="versions">
      <h2 id="versions" className="mb-2 font-semibold">
        {t('versions.title')}
      </h2>
      <ol className="relative before:absolute before:inset-y-5 before:start-[0.4375rem] before:w-px before:bg-line">
        {versions.map((version) => (
          <li key={version.id} className="relative">
            <Link
              href={`/s/${version.id}`}
              aria-current={version.id === currentId ? 'page' : undefined}
              className="group flex min-h-11 items-center gap-3 rounded-lg pe-2 text-sm hover:bg-sunken md:min-h-9"
            >
              <span
                aria-hidden
                className={classNames(
                  'relative size-3.5 shrink-0 rounded-full border-[3px] border-surface',
                  dotClass(version),
                )}
              />
              <span className="group-aria-[current=page]:font-semibold">
                <LocalTime iso={version.capturedAt ?? version.createdAt} />
              </span>
              <span className="ms-auto flex shrink-0 items-center gap-1.5 whitespace-nowrap text-muted">
                {version.isFront && (
                  <span title={t('versions.front')}>
                    <Star aria-hidden className="size-3.5 fill-current text-accent" />
                    <span className="sr-only">{t('versions.front')}</span>
                  </span>
                )}
                {stateName(t, version)}
              </span>
            </Link>
          </li>
        ))}
      </ol>
      {hasMore && <p className="mt-1 text-sm text-muted">{t('versions.more')}</p>}
    </section>
  )
}
