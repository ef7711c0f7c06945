// The next links of an operation: those that are named, or that its query finds, newest first.
import type { OperationPlan } from '#lib/contract/operation.ts'
import type { Tx } from '#lib/db/client.ts'
import { matchLinks } from '#lib/search/match-links.ts'
import { parseQuery } from '#lib/search/parse-query.ts'

type Chosen = Pick<Extract<OperationPlan, { type: 'edit' }>, 'ids' | 'filters' | 'after'> & {
  bearing?: string
  urlPattern?: string | null
}

/** They, and behind which one the step after goes on; null: these were the last. */
export async function nextLinks(
  tx: Tx,
  libraryId: string,
  plan: Chosen,
  limit: number,
): Promise<{ ids: string[]; after: string | null }> {
  if (plan.ids) {
    const sorted = plan.ids.toSorted().toReversed()
    const left = plan.after === null ? sorted : sorted.filter((id) => id < plan.after!)
    const ids = left.slice(0, limit)
    return { ids, after: left.length > limit ? ids.at(-1)! : null }
  }
  const { q = '', ...filters } = plan.filters ?? {}
  return matchLinks(tx, libraryId, parseQuery(q), {
    filters,
    bearing: plan.bearing,
    urlPattern: plan.urlPattern,
    limit,
    after: plan.after,
  })
}
