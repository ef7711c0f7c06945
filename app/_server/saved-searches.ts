// The searches that the library keeps, by name: Chinese ones by pinyin in every language, as tags are.
import { cache } from 'react'
import type { SavedSearchView } from '#lib/contract/saved-search.ts'
import { MAX_SAVED_SEARCHES } from '#lib/kernel/limits.ts'
import { listSavedSearches } from '#lib/usecases/search/list-saved-searches.ts'
import { requestContext } from './context.ts'

export const savedSearches = cache(async (): Promise<SavedSearchView[]> => {
  const { items } = await listSavedSearches(await requestContext(), { limit: MAX_SAVED_SEARCHES })
  const { compare } = new Intl.Collator('zh-CN', { numeric: true })
  return items.toSorted((a, b) => compare(a.name, b.name))
})
