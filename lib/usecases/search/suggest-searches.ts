// Suggestions for the search box.
import { suggestInput, suggestions } from '#lib/contract/suggestion.ts'
import { postgresIndex } from '#lib/search/postgres-index.ts'
import { defineUseCase } from '../define-use-case.ts'

/** Titles, tags (also by pinyin) and sites of the actor's library that what is typed may become; never an error. */
export const suggestSearches = defineUseCase({
  name: 'search.suggest',
  scope: 'links:read',
  input: suggestInput,
  output: suggestions,
  run: ({ db, actor }, { q, limit }) => postgresIndex.suggest(db, actor.libraryId, q, limit),
})
