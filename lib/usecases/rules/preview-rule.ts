// What a rule would speak of among the links that are there: nothing is changed.
import { previewRuleInput, rulePreview } from '#lib/contract/rule.ts'
import { inTransaction } from '#lib/db/client.ts'
import { listLinksByIds } from '#lib/db/links.ts'
import { LINKS_SHOWN_IN_PREVIEW, MAX_LINKS_PREVIEWED } from '#lib/kernel/limits.ts'
import { matchLinks } from '#lib/search/match-links.ts'
import { parseQuery } from '#lib/search/parse-query.ts'
import { defineUseCase } from '../define-use-case.ts'
import { linkViewOf } from '../links/link-view.ts'

/** How many links fit, and the newest of them; of more than 1,000 candidates the count is a lower bound. */
export const previewRule = defineUseCase({
  name: 'rules.preview',
  scope: 'links:read',
  input: previewRuleInput,
  output: rulePreview,
  async run(ctx, { q, urlPattern }) {
    const { libraryId } = ctx.actor
    const options = { urlPattern, limit: MAX_LINKS_PREVIEWED, now: ctx.now() }
    const { ids, after } = await inTransaction(ctx.db, (tx) =>
      matchLinks(tx, libraryId, parseQuery(q), options),
    )
    const links = await listLinksByIds(ctx.db, libraryId, ids.slice(0, LINKS_SHOWN_IN_PREVIEW))
    return {
      total: { count: ids.length, exact: after === null },
      links: links.map((parts) => linkViewOf(ctx, parts)),
    }
  },
})
