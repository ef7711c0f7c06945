// The searches that the library keeps.
import { listSavedSearchesInput, savedSearchPage } from '#lib/contract/saved-search.ts'
import * as savedSearches from '#lib/db/saved-searches.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { isId } from '#lib/kernel/ids.ts'
import { defineUseCase } from '../define-use-case.ts'
import { savedSearchViewOf } from './saved-search-view.ts'

/**
 * In the order in which they were made.
 *
 * @throws AppError `invalid_cursor`
 */
export const listSavedSearches = defineUseCase({
  name: 'searches.list',
  scope: 'links:read',
  input: listSavedSearchesInput,
  output: savedSearchPage,
  async run({ db, actor }, { limit, cursor }) {
    if (cursor !== undefined && !isId(cursor)) throw new AppError('invalid_cursor')
    const page = await savedSearches.listSavedSearches(db, actor.libraryId, { limit, cursor })
    return { ...page, items: page.items.map(savedSearchViewOf) }
  },
})
