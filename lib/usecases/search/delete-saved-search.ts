// Forgets a saved search with its feeds; the links that it finds stay.
import { operationView } from '#lib/contract/operation.ts'
import { savedSearchIdInput } from '#lib/contract/saved-search.ts'
import { insertAudit } from '#lib/db/audit.ts'
import { inTransaction } from '#lib/db/client.ts'
import { rememberSavedSearch } from '#lib/db/saved-searches.ts'
import { lockTags } from '#lib/db/tags.ts'
import { beginOperation } from '#lib/tagging/begin-operation.ts'
import { defineUseCase } from '../define-use-case.ts'
import { operationViewOf } from '../operations/operation-view.ts'

/**
 * The addresses of its feeds end at once. The operation can be undone: then both are as they were.
 *
 * @throws AppError `not_found`
 */
export const deleteSavedSearch = defineUseCase({
  name: 'searches.delete',
  scope: 'links:write',
  input: savedSearchIdInput,
  output: operationView,
  async run(ctx, { id }) {
    const { libraryId, userId: actorId } = ctx.actor
    const operation = await inTransaction(ctx.db, async (tx) => {
      // Operations of a library come one after the other.
      await lockTags(tx, libraryId, 'exclusive')
      const forgotten = await rememberSavedSearch(tx, libraryId, id)
      const { name: subject } = forgotten.search
      for (const _ of forgotten.feeds) await insertAudit(tx, { kind: 'feed_revoked', actorId, subject })
      return beginOperation(tx, ctx, libraryId, {
        kind: 'search.delete',
        plan: { type: 'forget', ...forgotten },
        subject: { searches: [subject] },
        linksTotal: 0,
      })
    })
    return operationViewOf(operation, ctx.now())
  },
})
