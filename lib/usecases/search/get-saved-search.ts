// One saved search.
import { savedSearchIdInput, savedSearchView } from '#lib/contract/saved-search.ts'
import { findSavedSearch } from '#lib/db/saved-searches.ts'
import { defineUseCase } from '../define-use-case.ts'
import { savedSearchViewOf } from './saved-search-view.ts'

/** @throws AppError `not_found` */
export const getSavedSearch = defineUseCase({
  name: 'searches.get',
  scope: 'links:read',
  input: savedSearchIdInput,
  output: savedSearchView,
  run: async ({ db, actor }, { id }) => savedSearchViewOf(await findSavedSearch(db, actor.libraryId, id)),
})
