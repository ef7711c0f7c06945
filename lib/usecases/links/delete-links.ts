// Takes many links out of the library: those named, or all that a query finds.
import { manyLinksInput, operationView } from '#lib/contract/operation.ts'
import { inTransaction } from '#lib/db/client.ts'
import { lockTags } from '#lib/db/tags.ts'
import { beginOperation } from '#lib/tagging/begin-operation.ts'
import { defineUseCase } from '../define-use-case.ts'
import { operationViewOf } from '../operations/operation-view.ts'
import { chooseLinks } from './choose-links.ts'

/**
 * Deletes links with all their versions, for good. Ids that are no links of the library are passed over; more than 100 links
 * are a worker's.
 *
 * @throws AppError `invalid_request`
 */
export const deleteLinks = defineUseCase({
  name: 'links.deleteMany',
  scope: 'links:write',
  input: manyLinksInput,
  output: operationView,
  async run(ctx, input) {
    const { libraryId } = ctx.actor
    const operation = await inTransaction(ctx.db, async (tx) => {
      await lockTags(tx, libraryId, 'exclusive')
      const { which, linksTotal, query } = await chooseLinks(ctx, tx, input)
      return beginOperation(tx, ctx, libraryId, {
        kind: 'links.delete',
        plan: { type: 'remove', ...which },
        subject: { query },
        linksTotal,
      })
    })
    return operationViewOf(operation, ctx.now())
  },
})
