// The searches that the library keeps, in the column beside it.
import { Bookmark, Settings2 } from 'lucide-react'
import { Link } from '#components/ui/link.tsx'
import type { SavedSearchView } from '#lib/contract/saved-search.ts'
import type { Translate } from '#lib/i18n/translate.ts'
import { ROW_CLASS } from '#components/tag/tag-tree.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { searchHref } from './search-href.ts'

interface SavedSearchLinksProps {
  t: Translate
  searches: readonly SavedSearchView[]
}

/** Nothing while none is kept. */
export function SavedSearchLinks({ t, searches }: SavedSearchLinksProps) {
  if (searches.length === 0) return null
  return (
    <div>
      <div className="flex items-center justify-between ps-3">
        <h2 className="pb-1 text-sm font-medium text-muted">{t('saved.title')}</h2>
        <Link
          href="/settings/searches"
          aria-label={t('saved.manage')}
          title={t('saved.manage')}
          className={buttonClass({ look: 'ghost', size: 'icon' }, '-my-1 md:size-7')}
        >
          <Settings2 aria-hidden />
        </Link>
      </div>
      <ul>
        {searches.map(({ id, name, q, sort }) => (
          <li key={id}>
            <Link href={searchHref(q, sort)} title={q} className={ROW_CLASS}>
              <Bookmark aria-hidden className="size-4 shrink-0 text-muted" />
              <span className="truncate">{name}</span>
            </Link>
          </li>
        ))}
      </ul>
    </div>
  )
}
