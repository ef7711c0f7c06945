// Deletes a tag; the links that bore it stay.
import { operationView } from '#lib/contract/operation.ts'
import { tagIdInput } from '#lib/contract/tag.ts'
import { inTransaction } from '#lib/db/client.ts'
import { countBearers } from '#lib/db/tag-pairs.ts'
import { findTag } from '#lib/db/tag-tree.ts'
import { lockTags } from '#lib/db/tags.ts'
import { beginOperation } from '#lib/tagging/begin-operation.ts'
import { defineUseCase } from '../define-use-case.ts'
import { operationViewOf } from '../operations/operation-view.ts'

/**
 * Deletes a tag and those below it, at once or by a worker; the operation can be undone.
 *
 * @throws AppError `not_found`
 */
export const deleteTag = defineUseCase({
  name: 'tags.delete',
  scope: 'links:write',
  input: tagIdInput,
  output: operationView,
  async run(ctx, { id }) {
    const { libraryId } = ctx.actor
    const operation = await inTransaction(ctx.db, async (tx) => {
      await lockTags(tx, libraryId, 'exclusive')
      const { path } = await findTag(tx, libraryId, id)
      return beginOperation(tx, ctx, libraryId, {
        kind: 'tag.delete',
        plan: { type: 'delete', tagId: id },
        subject: { tags: [path] },
        linksTotal: await countBearers(tx, libraryId, [id]),
      })
    })
    return operationViewOf(operation, ctx.now())
  },
})
