// The tags of the library, each followed by those below it.
import { listTagsInput, tagPage } from '#lib/contract/tag.ts'
import * as tags from '#lib/db/tag-tree.ts'
import { defineUseCase } from '../define-use-case.ts'
import { tagViewOf } from './tag-view.ts'

/**
 * A page of tags by their path; `q` is part of a path or of an alias.
 *
 * @throws AppError `invalid_cursor`
 */
export const listTags = defineUseCase({
  name: 'tags.list',
  scope: 'links:read',
  input: listTagsInput,
  output: tagPage,
  async run({ db, actor }, options) {
    const page = await tags.listTags(db, actor.libraryId, options)
    return { ...page, items: page.items.map(tagViewOf) }
  },
})
