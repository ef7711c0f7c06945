// Deletes a tag; the links that bore it stay.
import { z } from 'zod'
import { tagIdInput } from '#lib/contract/tag.ts'
import { inTransaction } from '#lib/db/client.ts'
import * as tags from '#lib/db/tag-tree.ts'
import { defineUseCase } from '../define-use-case.ts'
import { reindexLinks, taggedLinkIds } from './reindex-tagged.ts'

/**
 * Deletes a tag and those below it.
 *
 * @throws AppError `not_found`
 */
export const deleteTag = defineUseCase({
  name: 'tags.delete',
  scope: 'links:write',
  input: tagIdInput,
  output: z.void(),
  async run({ db, actor }, { id }) {
    const { libraryId } = actor
    const linkIds = await inTransaction(db, async (tx) => {
      const { key } = await tags.findTag(tx, libraryId, id)
      const bearers = await taggedLinkIds(tx, libraryId, key)
      await tags.deleteTag(tx, libraryId, id)
      return bearers
    })
    await reindexLinks(db, libraryId, linkIds)
  },
})
