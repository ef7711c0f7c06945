// The door to search: what every index must do, whatever stands behind it. Today that is PostgreSQL.
import type { DbOrTx } from '#lib/db/client.ts'
import { countFacets, type FacetOptions, type Facets } from './facets.ts'
import { indexDocument, removeDocument, type SearchableLink } from './index-document.ts'
import type { Query } from './query.ts'
import { searchLinks, type SearchOptions, type SearchPage } from './search-index.ts'
import { suggest, type Suggestions } from './suggest.ts'

/** An index over links. test/search-index-suite.ts says what each implementation has to hold to. */
export interface SearchIndex {
  /** Makes a link findable by these words, and by no earlier ones. Doing it twice does it once. */
  put(tx: DbOrTx, link: SearchableLink): Promise<void>
  /** The link is found by nothing any more. */
  remove(tx: DbOrTx, linkId: string): Promise<void>
  /**
   * Hits are ids of links of this library alone; who shows them reads the rows again, under the same library.
   *
   * @throws AppError `invalid_cursor`, `search_too_slow`
   */
  search(db: DbOrTx, libraryId: string, query: Query, options: SearchOptions): Promise<SearchPage>
  /** How the matches of a query are spread; bounded, and honest about it. */
  facets(db: DbOrTx, libraryId: string, query: Query, options: FacetOptions): Promise<Facets>
  /** What is offered for a text that is still being typed; never an error. */
  suggest(db: DbOrTx, libraryId: string, typed: string, limit: number): Promise<Suggestions>
}

export const postgresIndex: SearchIndex = {
  put: indexDocument,
  remove: removeDocument,
  search: searchLinks,
  facets: countFacets,
  suggest,
}
