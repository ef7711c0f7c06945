// Which rules fit a link.
import type { Tx } from '#lib/db/client.ts'
import type { RuleRow } from '#lib/db/rules.ts'
import { matchLinks } from '#lib/search/match-links.ts'
import { parseQuery } from '#lib/search/parse-query.ts'

/** Those of the rules that fit the link as it is indexed, in their order. */
export async function fittingRules(
  tx: Tx,
  libraryId: string,
  linkId: string,
  rules: readonly RuleRow[],
): Promise<RuleRow[]> {
  const fitting = []
  for (const rule of rules) {
    const { ids } = await matchLinks(tx, libraryId, parseQuery(rule.q), {
      ids: [linkId],
      urlPattern: rule.urlPattern,
      limit: 1,
    })
    if (ids.length > 0) fitting.push(rule)
  }
  return fitting
}
