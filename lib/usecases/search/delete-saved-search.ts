// Forgets a saved search; the links that it finds stay.
import { z } from 'zod'
import { savedSearchIdInput } from '#lib/contract/saved-search.ts'
import * as savedSearches from '#lib/db/saved-searches.ts'
import { defineUseCase } from '../define-use-case.ts'

/** @throws AppError `not_found` */
export const deleteSavedSearch = defineUseCase({
  name: 'searches.delete',
  scope: 'links:write',
  input: savedSearchIdInput,
  output: z.void(),
  run: ({ db, actor }, { id }) => savedSearches.deleteSavedSearch(db, actor.libraryId, id),
})
