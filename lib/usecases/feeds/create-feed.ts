// A feed for a program that reads without signing in.
import { createdFeed, createFeedInput } from '#lib/contract/feed.ts'
import { insertAudit } from '#lib/db/audit.ts'
import { inTransaction } from '#lib/db/client.ts'
import { insertFeed } from '#lib/db/feeds.ts'
import { MAX_SAVED_SEARCH_NAME_CHARACTERS } from '#lib/kernel/limits.ts'
import { defineUseCase, permit } from '../define-use-case.ts'
import { newFeedAddress } from './feed-address.ts'
import { feedViewOf } from './feed-view.ts'

const nameOf = (q: string) => q.slice(0, MAX_SAVED_SEARCH_NAME_CHARACTERS).toWellFormed()

/**
 * Makes a feed; its address is in this answer and nowhere else. Whoever has it reads: nobody can give away what they may
 * not read themselves.
 *
 * @throws AppError `forbidden` `{ scope }`; `not_found` for a saved search that is not there; `limit_reached` `{ count }`
 */
export const createFeed = defineUseCase({
  name: 'feeds.create',
  scope: 'links:write',
  input: createFeedInput,
  output: createdFeed,
  async run({ db, actor, config }, { savedSearchId, q = '', name = nameOf(q) }) {
    permit(actor, 'links:read')
    const { url, digest } = newFeedAddress(config)
    const row = await inTransaction(db, async (tx) => {
      const source = savedSearchId === undefined ? { name, q } : { savedSearchId }
      const feed = await insertFeed(tx, actor.libraryId, source, digest)
      await insertAudit(tx, { kind: 'feed_created', actorId: actor.userId, subject: feed.name })
      return feed
    })
    return { url, view: feedViewOf(row) }
  },
})
