// The library: the field for new links, the filters beside it, and the list. For home and for tag pages.
import { Inbox, ListFilter } from 'lucide-react'
import { Link } from '#components/ui/link.tsx'
import type { ReactNode } from 'react'
import { LibraryNav } from '#components/link/library-nav.tsx'
import { LinkForm } from '#components/link/link-form.tsx'
import { buildTagTree } from '#components/tag/build-tag-tree.ts'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Sheet } from '#components/ui/sheet.tsx'
import { allTags, knownTagPaths } from './all-tags.ts'
import { Frame } from './frame.tsx'
import { addLinksAction } from './link-actions.ts'
import { Holdup } from './holdup.tsx'
import { LinkList } from './link-list.tsx'
import { requestTranslate } from './preferences.ts'
import { savedSearches } from './saved-searches.ts'

interface LibraryProps {
  filters: { tag?: string; status?: 'failed' }
  cursor?: string
  href: string
  /** Text that waits to be saved. */
  pasted?: string
  heading: ReactNode
}

export async function Library({ filters, cursor, href, pasted, heading }: LibraryProps) {
  const [t, tags, known, searches] = await Promise.all([
    requestTranslate(),
    allTags(),
    knownTagPaths(),
    savedSearches(),
  ])
  const nav = <LibraryNav t={t} tags={buildTagTree(tags)} searches={searches} current={filters} />
  const isFiltered = Boolean(filters.tag || filters.status)
  return (
    <Frame>
      <div className="gap-8 lg:grid lg:grid-cols-[14rem_minmax(0,1fr)]">
        <aside className="hidden lg:block">
          {/* What scrolls is a little larger than what it holds, for the outline of the focus. */}
          <div className="sticky top-23 -m-1 max-h-[calc(100dvh-7rem)] overflow-y-auto p-1 pb-8">{nav}</div>
        </aside>
        <div className="min-w-0">
          <Holdup />
          <LinkForm
            action={addLinksAction}
            knownTags={known}
            initialText={pasted}
            initialTags={filters.tag ? [filters.tag] : undefined}
          />
          <div className="mt-8 mb-3 flex items-center justify-between gap-3">
            {heading}
            <div className="lg:hidden">
              <Sheet
                title={t('library.filters')}
                trigger={
                  <Button size="small">
                    <ListFilter aria-hidden />
                    {t('library.filters')}
                  </Button>
                }
              >
                {nav}
              </Sheet>
            </div>
          </div>
          <LinkList
            filters={filters}
            cursor={cursor}
            href={href}
            empty={
              <EmptyState
                icon={<Inbox />}
                title={t(isFiltered ? 'library.empty_filter' : 'library.empty')}
                why={isFiltered ? undefined : t('library.empty_why')}
                action={
                  isFiltered && (
                    <Link href="/" className={buttonClass()}>
                      {t('library.clear_filter')}
                    </Link>
                  )
                }
              />
            }
          />
        </div>
      </div>
    </Frame>
  )
}
