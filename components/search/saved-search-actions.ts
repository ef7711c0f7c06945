// What a saved search is made of, and what can be asked of searches and their feeds.
import type { SavedSearchView } from '#lib/contract/saved-search.ts'
import type { FormResult } from '#components/form-result.ts'

export type NewSearch = Pick<SavedSearchView, 'name' | 'q' | 'sort'>
export type SaveSearch = (search: NewSearch) => Promise<FormResult>

/** What a feed follows: a saved search, or what was typed. */
export type FeedSource = { savedSearchId: string } | { q: string }

/** A new address is told this once. */
export type FeedAddress = { status: 'created'; url: string } | Extract<FormResult, { status: 'refused' }>
