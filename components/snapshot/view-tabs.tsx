// The tabs of a snapshot: links, so that each view has an address.
import { BookOpen, Image, LayoutTemplate, Text } from 'lucide-react'
import { Link } from '#components/ui/link.tsx'
import type { SnapshotView } from '#lib/contract/snapshot.ts'
import type { Translate } from '#lib/i18n/translate.ts'
import { classNames } from '#components/ui/class-names.ts'
import { ARTIFACT_OF_VIEW, VIEWS, viewHref, type View } from './snapshot-views.ts'

const ICONS = { read: BookOpen, page: LayoutTemplate, screenshot: Image, text: Text } as const

interface ViewTabsProps {
  t: Translate
  snapshot: SnapshotView
  current: View
  /** The search whose words are marked. */
  words?: string
}

export function ViewTabs({ t, snapshot, current, words }: ViewTabsProps) {
  return (
    <nav aria-label={t('snapshot.tabs')} className="overflow-x-auto border-b border-line">
      <ul className="flex min-w-max gap-1">
        {VIEWS.map((view) => {
          const Icon = ICONS[view]
          return (
            <li key={view}>
              <Link
                href={viewHref(snapshot.id, view, words)}
                scroll={false}
                replace
                aria-current={view === current ? 'page' : undefined}
                className={classNames(
                  'flex min-h-11 items-center gap-2 border-b-2 border-transparent px-3 text-[0.9375rem] text-muted hover:text-ink sm:px-4',
                  'aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink',
                  !snapshot.artifacts[ARTIFACT_OF_VIEW[view]] && 'line-through decoration-1',
                )}
              >
                <Icon aria-hidden className="size-4 max-sm:hidden" />
                {t(`snapshot.tab_${view}`)}
              </Link>
            </li>
          )
        })}
      </ul>
    </nav>
  )
}
