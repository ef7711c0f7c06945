// Applies a rule to the links that are there.
import { operationView } from '#lib/contract/operation.ts'
import { ruleIdInput } from '#lib/contract/rule.ts'
import { inTransaction } from '#lib/db/client.ts'
import { findRule } from '#lib/db/rules.ts'
import { lockTags } from '#lib/db/tags.ts'
import { beginOperation } from '#lib/tagging/begin-operation.ts'
import { findTarget } from '#lib/tagging/find-target.ts'
import { makeTags } from '#lib/tagging/make-tags.ts'
import { defineUseCase } from '../define-use-case.ts'
import { operationViewOf } from '../operations/operation-view.ts'

/**
 * Does to all links that fit what the rule does to new ones, at once or by a worker; the operation can be undone.
 *
 * @throws AppError `not_found`
 */
export const applyRule = defineUseCase({
  name: 'rules.apply',
  scope: 'links:write',
  input: ruleIdInput,
  output: operationView,
  async run(ctx, { id }) {
    const { libraryId } = ctx.actor
    const operation = await inTransaction(ctx.db, async (tx) => {
      await lockTags(tx, libraryId, 'exclusive')
      const { q, urlPattern, addTags, visibility } = await findRule(tx, libraryId, id)
      const target = await findTarget(tx, libraryId, { filters: { q }, urlPattern, now: ctx.now() })
      const made = await makeTags(tx, libraryId, addTags)
      const { linksTotal = target.ids?.length ?? 0, ...which } = target
      return beginOperation(tx, ctx, libraryId, {
        kind: 'rule.apply',
        plan: {
          type: 'edit',
          ...which,
          add: made.ids,
          remove: [],
          visibility: visibility ?? undefined,
          after: null,
        },
        subject: { into: addTags, query: [q, urlPattern].filter(Boolean).join(' · ') },
        tagsBefore: made.tagsBefore,
        linksTotal,
      })
    })
    return operationViewOf(operation, ctx.now())
  },
})
