// Which links an edit speaks of, when a query names them.
import type { OperationPlan } from '#lib/contract/operation.ts'
import type { Tx } from '#lib/db/client.ts'
import { MAX_LINKS_AT_ONCE } from '#lib/kernel/limits.ts'
import { matchLinks } from '#lib/search/match-links.ts'
import { parseQuery } from '#lib/search/parse-query.ts'
import { queryParts } from '#lib/search/query-parts.ts'

type EditPlan = Extract<OperationPlan, { type: 'edit' }>

/** Texts of a query's words are looked at one by one: so many in one transaction. */
const MAX_LINKS_LOOKED_AT = 2_000

interface Wanted {
  filters: NonNullable<EditPlan['filters']>
  urlPattern?: string | null
  now: Date
}

/** All links of a query that are few enough are named at once: what is changed must not decide what is found. */
export async function findTarget(
  tx: Tx,
  libraryId: string,
  { filters, urlPattern, now }: Wanted,
): Promise<Pick<EditPlan, 'ids' | 'filters' | 'urlPattern'> & { linksTotal?: number }> {
  const { q = '', ...others } = filters
  const query = parseQuery(q)
  const hasWords = queryParts(query).some(({ kind }) => kind !== 'field')
  const limit = hasWords ? MAX_LINKS_LOOKED_AT : MAX_LINKS_AT_ONCE
  const found = await matchLinks(tx, libraryId, query, { filters: others, urlPattern, limit, now })
  if (found.after === null) return { ids: found.ids }
  // A worker goes on asking, page after page; relative times are those of its own clock then.
  return { filters, urlPattern, linksTotal: MAX_LINKS_AT_ONCE + 1 }
}
