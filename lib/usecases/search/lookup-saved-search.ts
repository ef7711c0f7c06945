// The saved search of a name.
import { lookupSavedSearchInput, savedSearchView } from '#lib/contract/saved-search.ts'
import { findSavedSearchByName } from '#lib/db/saved-searches.ts'
import { defineUseCase } from '../define-use-case.ts'
import { savedSearchViewOf } from './saved-search-view.ts'

/**
 * However the name is written: in capitals, full-width.
 *
 * @throws AppError `not_found`
 */
export const lookupSavedSearch = defineUseCase({
  name: 'searches.lookup',
  scope: 'links:read',
  input: lookupSavedSearchInput,
  output: savedSearchView,
  run: async ({ db, actor }, { name }) =>
    savedSearchViewOf(await findSavedSearchByName(db, actor.libraryId, name)),
})
