// Takes back what was done to many links or tags at once, or to a saved search, or stops it.
import { operationIdInput, operationPlan, operationView } from '#lib/contract/operation.ts'
import { insertAudit } from '#lib/db/audit.ts'
import { inTransaction } from '#lib/db/client.ts'
import * as tagging from '#lib/tagging/begin-operation.ts'
import { defineUseCase } from '../define-use-case.ts'
import { operationViewOf } from './operation-view.ts'

/**
 * Gives tags their names and links their tags back, brings a saved search back with its feeds, and calls captures off that
 * wait; what was deleted since stays away, and so does what was captured. A large operation is undone by a worker.
 *
 * @throws AppError `not_found`; `conflict` when it cannot be stopped while it runs, was undone, or is older than 30 days;
 *         `name_taken` `{ name }`, `limit_reached` `{ count }` when there is no room for the saved search any more
 */
export const undoOperation = defineUseCase({
  name: 'operations.undo',
  scope: 'links:write',
  input: operationIdInput,
  output: operationView,
  async run(ctx, { id }) {
    const { libraryId, userId: actorId } = ctx.actor
    const now = ctx.now()
    const row = await inTransaction(ctx.db, async (tx) => {
      const undone = await tagging.undoOperation(tx, ctx, libraryId, { id, now })
      const plan = operationPlan.parse(undone.plan)
      if (plan.type === 'forget')
        for (const _ of plan.feeds)
          await insertAudit(tx, { kind: 'feed_restored', actorId, subject: plan.search.name })
      return undone
    })
    return operationViewOf(row, now)
  },
})
