// Suggestions for the search box.
import { suggestInput, suggestions } from '#lib/contract/suggestion.ts'
import { suggest } from '#lib/search/suggest.ts'
import { defineUseCase } from '../define-use-case.ts'

/** Titles, tags (also by pinyin) and sites of the actor's library that what is typed may become; never an error. */
export const suggestSearches = defineUseCase({
  name: 'search.suggest',
  scope: 'links:read',
  input: suggestInput,
  output: suggestions,
  run: ({ db, actor }, { q, limit }) => suggest(db, actor.libraryId, q, limit),
})
