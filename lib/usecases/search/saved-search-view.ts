// How a saved search is shown: as typed, and as it is understood.
import { searchSort } from '#lib/contract/link.ts'
import type { SavedSearchView } from '#lib/contract/saved-search.ts'
import type { SavedSearchRow } from '#lib/db/saved-searches.ts'
import { parseQuery } from '#lib/search/parse-query.ts'
import { printQuery } from '#lib/search/query.ts'
import { queryParts } from '#lib/search/query-parts.ts'

/** The view of a row. */
export function savedSearchViewOf({
  id,
  name,
  q,
  sort,
  createdAt,
  updatedAt,
}: SavedSearchRow): SavedSearchView {
  const query = parseQuery(q)
  return {
    id,
    name,
    q,
    sort: searchSort.parse(sort),
    query: { text: printQuery(query), parts: queryParts(query) },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}
