// Makes one tag of several.
import { operationView } from '#lib/contract/operation.ts'
import { mergeTagsInput } from '#lib/contract/tag.ts'
import { inTransaction } from '#lib/db/client.ts'
import { countBearers } from '#lib/db/tag-pairs.ts'
import { findTag } from '#lib/db/tag-tree.ts'
import { lockTags } from '#lib/db/tags.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { beginOperation } from '#lib/tagging/begin-operation.ts'
import { planMerge } from '#lib/tagging/merge-step.ts'
import { defineUseCase } from '../define-use-case.ts'
import { operationViewOf } from '../operations/operation-view.ts'

/**
 * Links of the merged tags, and of those below them, get the tag that stays, or the one of the same name below it. What
 * they were called becomes its other names.
 *
 * @throws AppError `not_found`; `tag_within_itself`; `conflict` of a tag with itself; `invalid_request` when a path becomes too long
 */
export const mergeTags = defineUseCase({
  name: 'tags.merge',
  scope: 'links:write',
  input: mergeTagsInput,
  output: operationView,
  async run(ctx, { from, into, keepNames }) {
    const { libraryId } = ctx.actor
    const operation = await inTransaction(ctx.db, async (tx) => {
      await lockTags(tx, libraryId, 'exclusive')
      const target = await findTag(tx, libraryId, into)
      const merged = [...new Set(from)].filter((id) => id !== into)
      if (merged.length === 0) throw new AppError('conflict')
      const tags = []
      for (const id of merged) tags.push(await findTag(tx, libraryId, id))
      for (const { id } of tags) await planMerge(tx, libraryId, id, target)
      return beginOperation(tx, ctx, libraryId, {
        kind: 'tag.merge',
        plan: { type: 'merge', from: merged, into, keepNames },
        subject: { tags: tags.map(({ path }) => path), into: [target.path] },
        linksTotal: await countBearers(tx, libraryId, merged),
      })
    })
    return operationViewOf(operation, ctx.now())
  },
})
