// Takes back what was done to many links or tags at once, or stops it.
import { operationIdInput, operationView } from '#lib/contract/operation.ts'
import { inTransaction } from '#lib/db/client.ts'
import * as tagging from '#lib/tagging/begin-operation.ts'
import { defineUseCase } from '../define-use-case.ts'
import { operationViewOf } from './operation-view.ts'

/**
 * Gives tags their names and links their tags back, and calls captures off that wait; what was deleted since stays away, and
 * so does what was captured. A large operation is undone by a worker.
 *
 * @throws AppError `not_found`; `conflict` when it cannot be stopped while it runs, was undone, or is older than 30 days
 */
export const undoOperation = defineUseCase({
  name: 'operations.undo',
  scope: 'links:write',
  input: operationIdInput,
  output: operationView,
  async run(ctx, { id }) {
    const now = ctx.now()
    return operationViewOf(
      await inTransaction(ctx.db, (tx) => tagging.undoOperation(tx, ctx, ctx.actor.libraryId, { id, now })),
      now,
    )
  },
})
