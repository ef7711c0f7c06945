// Which tag has this name?
import { lookupTagInput, tagView } from '#lib/contract/tag.ts'
import { findTagByPath } from '#lib/db/tag-tree.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { defineUseCase } from '../define-use-case.ts'
import { tagViewOf } from './tag-view.ts'

/**
 * The tag with this path, however it is written, or with this other name.
 *
 * @throws AppError `not_found`
 */
export const lookupTag = defineUseCase({
  name: 'tags.lookup',
  scope: 'links:read',
  input: lookupTagInput,
  output: tagView,
  async run({ db, actor }, { path }) {
    const row = await findTagByPath(db, actor.libraryId, path)
    if (!row) throw new AppError('not_found')
    return tagViewOf(row)
  },
})
