// A list of links with its total, its empty form and its endless end: for the library, a tag and a search.
import { Hourglass } from 'lucide-react'
import type { ReactNode } from 'react'
import { formatTotal } from '#lib/i18n/format.ts'
import { errorMessage } from '#lib/i18n/translate.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { listLinks } from '#lib/usecases/links/list-links.ts'
import { CardSkeletons, GRID_CLASS } from '#components/link/link-grid.tsx'
import { RowSkeletons, ROWS_CLASS } from '#components/link/link-rows.tsx'
import { linkState } from '#components/link/link-state.ts'
import { MoreLinks } from '#components/link/more-links.tsx'
import { SelectionBar } from '#components/link/selection-bar.tsx'
import { SelectionProvider } from '#components/link/selection.tsx'
import { QueryChips } from '#components/search/query-chips.tsx'
import { LiveLibrary } from '#components/snapshot/live-library.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { knownTagPaths } from './all-tags.ts'
import { requestContext } from './context.ts'
import { LinkItems, type LinkFilters } from './link-items.tsx'
import { loadMoreLinks } from './load-more-links.tsx'
import { deleteLinksAction, editLinksAction, recaptureLinksAction, undoAction } from './operation-actions.ts'
import { requestTranslate } from './preferences.ts'

interface LinkListProps {
  filters: LinkFilters
  cursor?: string
  /** Address of this list without a cursor. */
  href: string
  /** The address of another query. Given, the query is shown as it was understood. */
  hrefOf?(query: string): string
  /** What stands above a list of more than one. */
  beside?: ReactNode
  /** What to show instead of an empty list. */
  empty: ReactNode
}

/** A search that was stopped is no broken page: the box stays, and so does what was typed. */
function unlessTooSlow(thrown: unknown): null {
  if (thrown instanceof AppError && thrown.code === 'search_too_slow') return null
  throw thrown
}

export async function LinkList({ filters, cursor, href, hrefOf, beside, empty }: LinkListProps) {
  const [t, ctx] = await Promise.all([requestTranslate(), requestContext()])
  const page = await listLinks(ctx, { ...filters, cursor }).catch(unlessTooSlow)
  if (!page) return <EmptyState icon={<Hourglass />} title={errorMessage(t, 'search_too_slow')} />
  const chips = hrefOf && page.query && <QueryChips t={t} query={page.query} hrefOf={hrefOf} />
  if (page.items.length === 0)
    return (
      <>
        {chips}
        {empty}
      </>
    )
  const total = formatTotal(t, page.total)
  const { q, tag, status } = filters
  // What is shown is edited and marked, also where it was found by other words than those that were typed.
  const words = page.fallback?.text ?? q
  const editable = { q: words, tag, ...(status === 'failed' && { status }) }
  return (
    <LiveLibrary isRunning={page.items.some((link) => linkState(link).running)}>
      <SelectionProvider>
        {chips}
        {page.fallback && (
          <output className="mb-4 block max-w-3xl">
            {t(`search.fallback_${page.fallback.kind}`, { query: page.fallback.text })}
          </output>
        )}
        {page.items.length > 1 && beside}
        <p className="mb-4 text-sm text-muted">
          {t(filters.q ? 'search.total' : 'library.total', { count: total })}
        </p>
        <ul className={filters.q ? ROWS_CLASS : GRID_CLASS}>
          <LinkItems words={words} links={page.items} />
          {page.nextCursor && (
            // Another first page, another continuation: nothing is shown twice, nothing is left out.
            <MoreLinks
              key={page.nextCursor}
              nextCursor={page.nextCursor}
              href={href}
              load={loadMoreLinks.bind(null, filters, words)}
              skeleton={filters.q ? <RowSkeletons /> : <CardSkeletons />}
            />
          )}
        </ul>
        <SelectionBar
          total={total}
          filters={editable}
          knownTags={await knownTagPaths()}
          edit={editLinksAction}
          recapture={recaptureLinksAction}
          remove={deleteLinksAction}
          undo={undoAction}
        />
      </SelectionProvider>
    </LiveLibrary>
  )
}
