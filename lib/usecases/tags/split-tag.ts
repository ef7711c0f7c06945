// Makes several tags of one, or moves those of its links that fit a query to another.
import { operationView } from '#lib/contract/operation.ts'
import { splitTagInput } from '#lib/contract/tag.ts'
import { inTransaction } from '#lib/db/client.ts'
import { findTag } from '#lib/db/tag-tree.ts'
import { lockTags } from '#lib/db/tags.ts'
import { beginOperation } from '#lib/tagging/begin-operation.ts'
import { makeTags } from '#lib/tagging/make-tags.ts'
import { defineUseCase } from '../define-use-case.ts'
import { operationViewOf } from '../operations/operation-view.ts'

/**
 * Links of the tag itself (not of those below it) that fit `q`, or all of them, get the tags of `into` and lose this one
 * unless it is to be kept. Without `q` the tag goes with its last link.
 *
 * @throws AppError `not_found`
 */
export const splitTag = defineUseCase({
  name: 'tags.split',
  scope: 'links:write',
  input: splitTagInput,
  output: operationView,
  async run(ctx, { id, into, q, keep }) {
    const { libraryId } = ctx.actor
    const operation = await inTransaction(ctx.db, async (tx) => {
      await lockTags(tx, libraryId, 'exclusive')
      const tag = await findTag(tx, libraryId, id)
      const made = await makeTags(tx, libraryId, into)
      const staysHere = keep || made.ids.includes(id)
      return beginOperation(tx, ctx, libraryId, {
        kind: 'tag.split',
        plan: {
          type: 'edit',
          filters: q ? { q } : {},
          bearing: id,
          add: made.ids.filter((tagId) => tagId !== id),
          remove: staysHere ? [] : [id],
          after: null,
          ...(!staysHere && !q && { deletes: id }),
        },
        subject: { tags: [tag.path], into, query: q ?? null },
        tagsBefore: made.tagsBefore,
        linksTotal: tag.linkCount,
      })
    })
    return operationViewOf(operation, ctx.now())
  },
})
