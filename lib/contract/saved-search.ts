// SavedSearch: a query that a person keeps under a name.
import { z } from 'zod'
import { MAX_QUERY_CHARACTERS, MAX_SAVED_SEARCH_NAME_CHARACTERS } from '#lib/kernel/limits.ts'
import { plainText } from '#lib/kernel/plain-text.ts'
import { entityId, pageInput, pageOf } from './fields.ts'
import { queryView, searchSort } from './link.ts'

/** One line: runs of blanks are one blank. */
export const savedSearchName = z
  .string()
  .transform((text) => plainText(text).normalize('NFC').replace(/\s+/g, ' '))
  .pipe(z.string().trim().min(1, 'required').max(MAX_SAVED_SEARCH_NAME_CHARACTERS, 'too_long'))

/** In the language of the search box, kept as typed: what the parser makes of it is no reason to refuse it. */
export const savedQuery = z
  .string()
  .transform(plainText)
  .pipe(z.string().trim().min(1, 'required').max(MAX_QUERY_CHARACTERS, 'too_long'))

export const savedSearchView = z
  .object({
    id: z.string(),
    name: z.string(),
    /** As typed. */
    q: z.string(),
    sort: searchSort,
    /** How `q` is understood; without parts it has no condition, and all links are found. */
    query: queryView,
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: 'SavedSearch' })
export type SavedSearchView = z.output<typeof savedSearchView>

export const savedSearchPage = pageOf(savedSearchView).meta({ id: 'SavedSearchPage' })
export const listSavedSearchesInput = z.strictObject(pageInput)
export const savedSearchIdInput = z.strictObject({ id: entityId })

export const createSavedSearchInput = z.strictObject({
  name: savedSearchName,
  q: savedQuery,
  sort: searchSort.default('relevance'),
})
export type NewSavedSearch = z.output<typeof createSavedSearchInput>

/** What is left out stays as it is. */
export const updateSavedSearchInput = z
  .strictObject({ name: savedSearchName, q: savedQuery, sort: searchSort })
  .partial()
  .extend({ id: entityId })

export const lookupSavedSearchInput = z.strictObject({ name: savedSearchName })
