// Renames, recolours and re-aliases a tag.
import { tagView, updateTagInput } from '#lib/contract/tag.ts'
import { inTransaction } from '#lib/db/client.ts'
import * as tags from '#lib/db/tag-tree.ts'
import { defineUseCase } from '../define-use-case.ts'
import { reindexLinks, taggedLinkIds } from './reindex-tagged.ts'
import { tagViewOf } from './tag-view.ts'

/**
 * Changes what is given and leaves the rest; tags below move along with a new path.
 *
 * @throws AppError `not_found`; `conflict` when a path or alias is taken; `invalid_request` when a tag below would
 *         become too long or too deep
 */
export const updateTag = defineUseCase({
  name: 'tags.update',
  scope: 'links:write',
  input: updateTagInput,
  output: tagView,
  async run({ db, actor }, { id, ...change }) {
    const { libraryId } = actor
    const row = await inTransaction(db, (tx) => tags.updateTag(tx, libraryId, id, change))
    // Search finds links by the names of their tags.
    if (change.path !== undefined)
      await reindexLinks(db, libraryId, await taggedLinkIds(db, libraryId, row.key))
    return tagViewOf(row)
  },
})
