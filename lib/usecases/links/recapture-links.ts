// Captures many links again: those named, or all that a query finds.
import { manyLinksInput, operationView } from '#lib/contract/operation.ts'
import { inTransaction } from '#lib/db/client.ts'
import { lockTags } from '#lib/db/tags.ts'
import { beginOperation } from '#lib/tagging/begin-operation.ts'
import { defineUseCase } from '../define-use-case.ts'
import { operationViewOf } from '../operations/operation-view.ts'
import { chooseLinks } from './choose-links.ts'
import { countSubmission } from './submit-limit.ts'

/**
 * Queues a version of each link that has none waiting; one that failed is tried again. It counts as one submission, and its
 * captures begin no faster than submissions may come. More than 100 links are a worker's.
 *
 * @throws AppError `invalid_request`, `rate_limited` `{ seconds }`, `quota_exceeded`
 */
export const recaptureLinks = defineUseCase({
  name: 'links.recaptureMany',
  scope: 'links:write',
  input: manyLinksInput,
  output: operationView,
  async run(ctx, input) {
    const { libraryId } = ctx.actor
    countSubmission(ctx)
    const operation = await inTransaction(ctx.db, async (tx) => {
      await lockTags(tx, libraryId, 'exclusive')
      const { which, linksTotal, query } = await chooseLinks(ctx, tx, input)
      return beginOperation(tx, ctx, libraryId, {
        kind: 'links.recapture',
        plan: { type: 'recapture', ...which },
        subject: { query },
        linksTotal,
      })
    })
    return operationViewOf(operation, ctx.now())
  },
})
