// Gives a saved search another name, query or order.
import { savedSearchView, updateSavedSearchInput } from '#lib/contract/saved-search.ts'
import { inTransaction } from '#lib/db/client.ts'
import * as savedSearches from '#lib/db/saved-searches.ts'
import { defineUseCase } from '../define-use-case.ts'
import { savedSearchViewOf } from './saved-search-view.ts'

/**
 * Changes what is given and leaves the rest.
 *
 * @throws AppError `not_found`, `name_taken` `{ name }`
 */
export const updateSavedSearch = defineUseCase({
  name: 'searches.update',
  scope: 'links:write',
  input: updateSavedSearchInput,
  output: savedSearchView,
  run: async ({ db, actor }, { id, ...change }) =>
    savedSearchViewOf(
      await inTransaction(db, (tx) => savedSearches.updateSavedSearch(tx, actor.libraryId, id, change)),
    ),
})
