// Counts beside a search: how its matches are spread over tags, sites, languages, years and kinds.
import { facets, facetsInput } from '#lib/contract/facet.ts'
import { parseQuery } from '#lib/search/parse-query.ts'
import { postgresIndex } from '#lib/search/postgres-index.ts'
import { defineUseCase } from '../define-use-case.ts'

const momentOf = (text: string | undefined) => (text === undefined ? undefined : new Date(text))

/**
 * The same query and filters as a page of links, counted.
 *
 * @throws AppError `search_too_slow`
 */
export const linkFacets = defineUseCase({
  name: 'links.facets',
  scope: 'links:read',
  input: facetsInput,
  output: facets,
  async run({ db, actor, now }, { q = '', tag, site, from, to, status, visibility }) {
    const filters = { tag, site, from: momentOf(from), to: momentOf(to), status, visibility }
    return postgresIndex.facets(db, actor.libraryId, parseQuery(q), { filters, now: now() })
  },
})
