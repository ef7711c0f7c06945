// Browse and search are one list: without words it goes by age, with words by relevance.
import { linkPage, listLinksInput } from '#lib/contract/link.ts'
import { listLinksByIds } from '#lib/db/links.ts'
import { parseQuery } from '#lib/search/parse-query.ts'
import { printQuery } from '#lib/search/query.ts'
import { queryParts } from '#lib/search/query-parts.ts'
import { postgresIndex } from '#lib/search/postgres-index.ts'
import { defineUseCase } from '../define-use-case.ts'
import { linkViewOf } from './link-view.ts'

const momentOf = (text: string | undefined) => (text === undefined ? undefined : new Date(text))

/**
 * A page of the library. With words in `q` each item says in `highlights` and `matches` where they stand, and the page
 * in `query` how it was read.
 *
 * @throws AppError `invalid_cursor`
 */
export const listLinks = defineUseCase({
  name: 'links.list',
  scope: 'links:read',
  input: listLinksInput,
  output: linkPage,
  async run(ctx, { q = '', tag, site, from, to, status, visibility, sort, limit, cursor = null }) {
    const { libraryId } = ctx.actor
    const query = parseQuery(q)
    const parts = queryParts(query)
    const found = await postgresIndex.search(ctx.db, libraryId, query, {
      order: sort ?? 'relevance',
      filters: { tag, site, from: momentOf(from), to: momentOf(to), status, visibility },
      limit,
      cursor,
      now: ctx.now(),
    })
    const links = await listLinksByIds(
      ctx.db,
      libraryId,
      found.hits.map(({ linkId }) => linkId),
    )
    const reasons = new Map(found.hits.map((hit) => [hit.linkId, hit.reasons ?? { highlights: [] }]))
    return {
      items: links.map((parts) =>
        linkViewOf(ctx, parts, q.trim() === '' ? undefined : reasons.get(parts.link.id)),
      ),
      nextCursor: found.nextCursor,
      total: found.total,
      ...(found.fallback && {
        fallback: { kind: found.fallback.kind, text: printQuery(found.fallback.query) },
      }),
      ...(parts.length > 0 && { query: { text: printQuery(query), parts } }),
    }
  },
})
