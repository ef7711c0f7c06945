// Suggestions for the search box.
import { suggestInput, suggestions } from '#lib/contract/suggestion.ts'
import { postgresIndex } from '#lib/search/postgres-index.ts'
import { suggestSavedSearches } from '#lib/search/suggest-saved-searches.ts'
import { defineUseCase } from '../define-use-case.ts'

/** Titles, tags and saved searches (also by pinyin), and sites of the actor's library that what is typed may become; never an error. */
export const suggestSearches = defineUseCase({
  name: 'search.suggest',
  scope: 'links:read',
  input: suggestInput,
  output: suggestions,
  async run({ db, actor: { libraryId } }, { q, limit }) {
    const [found, searches] = await Promise.all([
      postgresIndex.suggest(db, libraryId, q, limit),
      suggestSavedSearches(db, libraryId, q, limit),
    ])
    return { ...found, searches }
  },
})
