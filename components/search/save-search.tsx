'use client'
// The button above the results that keeps their search; of one that is kept, it changes it.
import { Bookmark } from 'lucide-react'
import type { SavedSearchView } from '#lib/contract/saved-search.ts'
import type { FormResult } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import type { NewSearch, SaveSearch } from './saved-search-actions.ts'
import { SavedSearchEditor } from './saved-search-editor.tsx'
import { nameOfSearch } from './name-of-search.ts'

interface SaveSearchButtonProps {
  query: string
  sort: SavedSearchView['sort']
  /** Under which it is kept. */
  kept: SavedSearchView | undefined
  save: SaveSearch
  update(id: string, search: NewSearch): Promise<FormResult>
}

export function SaveSearchButton({ query, sort, kept, save, update }: SaveSearchButtonProps) {
  const t = useT()
  return (
    <SavedSearchEditor
      trigger={
        <Button size="small" className="max-w-60">
          <Bookmark aria-hidden className={kept && 'fill-current'} />
          <span className="truncate">
            {kept ? t('saved.is_saved', { name: kept.name }) : t('saved.save')}
          </span>
        </Button>
      }
      title={t(kept ? 'saved.edit_title' : 'saved.save_title')}
      why={t(kept ? 'saved.edit_why' : 'saved.save_why')}
      search={kept ?? { name: nameOfSearch(query), q: query, sort }}
      save={({ name, q, sort: order }) =>
        kept ? update(kept.id, { name, q, sort: order }) : save({ name, q, sort: order })
      }
    />
  )
}
