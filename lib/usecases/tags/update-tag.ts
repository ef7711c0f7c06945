// Renames, recolours and re-aliases a tag.
import { changedTagView, updateTagInput } from '#lib/contract/tag.ts'
import { inTransaction } from '#lib/db/client.ts'
import * as tags from '#lib/db/tag-tree.ts'
import { missingKeys, tagStates } from '#lib/db/tag-states.ts'
import { ancestorsOf, tagKey } from '#lib/db/tag-key.ts'
import { lockTags } from '#lib/db/tags.ts'
import { beginOperation } from '#lib/tagging/begin-operation.ts'
import { bringToSearch } from '#lib/tagging/bring-to-search.ts'
import { defineUseCase } from '../define-use-case.ts'
import { taggedLinkIds } from './tagged-link-ids.ts'
import { tagViewOf } from './tag-view.ts'

/**
 * Changes what is given and leaves the rest; tags below move along with a new path. What was changed can be undone.
 *
 * @throws AppError `not_found`; `tag_taken`; `tag_within_itself`; `invalid_request` when a tag below would
 *         become too long or too deep
 */
export const updateTag = defineUseCase({
  name: 'tags.update',
  scope: 'links:write',
  input: updateTagInput,
  output: changedTagView,
  async run(ctx, { id, ...change }) {
    const { libraryId } = ctx.actor
    return inTransaction(ctx.db, async (tx) => {
      await lockTags(tx, libraryId, 'exclusive')
      const subtree = await tags.listSubtree(tx, libraryId, id)
      const before = await tagStates(
        tx,
        subtree.map((tag) => tag.id),
      )
      const newParents = change.path === undefined ? [] : ancestorsOf(change.path)
      const missing = await missingKeys(tx, libraryId, newParents)
      const row = await tags.updateTag(tx, libraryId, id, change)
      const made = await tx.tag.findMany({
        where: { libraryId, key: { in: newParents.map(tagKey).filter((key) => missing.has(key)) } },
        select: { id: true },
      })
      const operation = await beginOperation(tx, ctx, libraryId, {
        kind: 'tag.change',
        plan: { type: 'change' },
        subject: { tags: subtree.slice(0, 1).map(({ path }) => path), into: [row.path] },
        tagsBefore: [...before, ...made.map((tag) => ({ id: tag.id, made: true as const }))],
        linksTotal: 0,
      })
      if (change.path !== undefined)
        await bringToSearch(tx, libraryId, await taggedLinkIds(tx, libraryId, row.key))
      return { ...tagViewOf(row), operationId: operation.id }
    })
  },
})
