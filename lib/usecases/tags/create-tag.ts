// A tag before its first link.
import { createTagInput, tagView } from '#lib/contract/tag.ts'
import { inTransaction } from '#lib/db/client.ts'
import * as tags from '#lib/db/tag-tree.ts'
import { defineUseCase } from '../define-use-case.ts'
import { tagViewOf } from './tag-view.ts'

/**
 * Makes a tag, and those above it where they are missing.
 *
 * @throws AppError `tag_taken` when the path is a tag or an alias already
 */
export const createTag = defineUseCase({
  name: 'tags.create',
  scope: 'links:write',
  input: createTagInput,
  output: tagView,
  async run({ db, actor }, input) {
    return tagViewOf(await inTransaction(db, (tx) => tags.createTag(tx, actor.libraryId, input)))
  },
})
