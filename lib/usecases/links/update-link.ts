// What a person says about a link: its title, note, visibility and tags.
import { linkView, updateLinkInput } from '#lib/contract/link.ts'
import { inTransaction } from '#lib/db/client.ts'
import * as links from '#lib/db/links.ts'
import { lockTags, setTags } from '#lib/db/tags.ts'
import { defineUseCase } from '../define-use-case.ts'
import { loadLink } from './get-link.ts'
import { indexLink } from '#lib/search/index-link.ts'

/**
 * Changes what is given and leaves the rest; `tags` replaces all tags. The link is found by its new words when this
 * returns.
 *
 * @throws AppError `not_found`
 */
export const updateLink = defineUseCase({
  name: 'links.update',
  scope: 'links:write',
  input: updateLinkInput,
  output: linkView,
  async run(ctx, { id, tags, title, ...fields }) {
    const { libraryId } = ctx.actor
    await inTransaction(ctx.db, async (tx) => {
      // Before the link: who changes many of them at once does it in this order.
      await lockTags(tx, libraryId, 'shared')
      // An empty title is none: the page's own is shown again.
      await links.updateLink(tx, libraryId, id, { ...fields, title: title === '' ? null : title })
      if (tags) await setTags(tx, libraryId, id, tags)
      await indexLink(tx, libraryId, id)
    })
    return loadLink(ctx, id)
  },
})
