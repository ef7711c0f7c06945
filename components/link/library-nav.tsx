// What a library can be narrowed to: everything, failures, saved searches, and its tags.
import { CircleAlert, Library } from 'lucide-react'
import { Link } from '#components/ui/link.tsx'
import type { SavedSearchView } from '#lib/contract/saved-search.ts'
import type { Translate } from '#lib/i18n/translate.ts'
import { SavedSearchLinks } from '#components/search/saved-search-links.tsx'
import type { TagNode } from '#components/tag/build-tag-tree.ts'
import { ROW_CLASS, TagTree } from '#components/tag/tag-tree.tsx'

interface LibraryNavProps {
  t: Translate
  tags: readonly TagNode[]
  searches: readonly SavedSearchView[]
  current: { tag?: string; status?: string }
}

export function LibraryNav({ t, tags, searches, current }: LibraryNavProps) {
  const isAll = !current.tag && !current.status
  return (
    <nav aria-label={t('library.filters')} className="space-y-6">
      <ul>
        <li>
          <Link href="/" aria-current={isAll ? 'page' : undefined} className={ROW_CLASS}>
            <Library aria-hidden className="size-4 text-muted" />
            {t('library.all')}
          </Link>
        </li>
        <li>
          <Link
            href="/?status=failed"
            aria-current={current.status === 'failed' ? 'page' : undefined}
            className={ROW_CLASS}
          >
            <CircleAlert aria-hidden className="size-4 text-muted" />
            {t('library.failed')}
          </Link>
        </li>
      </ul>
      <SavedSearchLinks t={t} searches={searches} />
      <div>
        <h2 className="px-3 pb-1 text-sm font-medium text-muted">{t('tag.title')}</h2>
        {tags.length > 0 ? (
          <TagTree t={t} nodes={tags} current={current.tag} />
        ) : (
          <p className="px-3 text-sm text-muted">{t('tag.none')}</p>
        )}
      </div>
    </nav>
  )
}
