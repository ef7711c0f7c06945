// Keeps a search under a name.
import { createSavedSearchInput, savedSearchView } from '#lib/contract/saved-search.ts'
import { inTransaction } from '#lib/db/client.ts'
import { insertSavedSearch } from '#lib/db/saved-searches.ts'
import { defineUseCase } from '../define-use-case.ts'
import { savedSearchViewOf } from './saved-search-view.ts'

/** @throws AppError `name_taken` `{ name }`, `limit_reached` `{ count }` */
export const createSavedSearch = defineUseCase({
  name: 'searches.create',
  scope: 'links:write',
  input: createSavedSearchInput,
  output: savedSearchView,
  run: async ({ db, actor }, search) =>
    savedSearchViewOf(await inTransaction(db, (tx) => insertSavedSearch(tx, actor.libraryId, search))),
})
