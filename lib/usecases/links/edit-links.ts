// Tags and visibility of many links at once: of those named, or of all that a query finds.
import { editLinksInput, operationView } from '#lib/contract/operation.ts'
import { inTransaction, type Tx } from '#lib/db/client.ts'
import { tagKey } from '#lib/db/tag-key.ts'
import { findTagByPath } from '#lib/db/tag-tree.ts'
import { lockTags } from '#lib/db/tags.ts'
import { beginOperation } from '#lib/tagging/begin-operation.ts'
import { findTarget } from '#lib/tagging/find-target.ts'
import { makeTags } from '#lib/tagging/make-tags.ts'
import { defineUseCase } from '../define-use-case.ts'
import { operationViewOf } from '../operations/operation-view.ts'
import { describeFilters } from './describe-filters.ts'

async function knownTagIds(tx: Tx, libraryId: string, paths: readonly string[]): Promise<string[]> {
  const ids = []
  for (const path of paths) {
    const tag = await findTagByPath(tx, libraryId, path)
    if (tag) ids.push(tag.id)
  }
  return ids
}

/**
 * Adds and takes off tags, and shows or hides links; a tag that is both added and taken off is added. Ids that are no links
 * of the library are passed over. More than 10,000 links are a worker's.
 *
 * @throws AppError `invalid_request`
 */
export const editLinks = defineUseCase({
  name: 'links.edit',
  scope: 'links:write',
  input: editLinksInput,
  output: operationView,
  async run(ctx, { ids, filters, addTags, removeTags, visibility }) {
    const { libraryId } = ctx.actor
    const added = new Set(addTags.map(tagKey))
    const removed = removeTags.filter((path) => !added.has(tagKey(path)))
    const operation = await inTransaction(ctx.db, async (tx) => {
      await lockTags(tx, libraryId, 'exclusive')
      const remove = await knownTagIds(tx, libraryId, removed)
      const made = await makeTags(tx, libraryId, addTags)
      const target = ids
        ? { ids: [...new Set(ids)] }
        : await findTarget(tx, libraryId, { filters: filters ?? {}, now: ctx.now() })
      const { linksTotal = target.ids?.length ?? 0, ...which } = target
      return beginOperation(tx, ctx, libraryId, {
        kind: 'links.edit',
        plan: {
          type: 'edit',
          ...which,
          add: made.ids,
          remove: remove.filter((id) => !made.ids.includes(id)),
          visibility,
          after: null,
        },
        subject: { tags: removed, into: addTags, query: filters ? describeFilters(filters) : null },
        tagsBefore: made.tagsBefore,
        linksTotal,
      })
    })
    return operationViewOf(operation, ctx.now())
  },
})
