// Another address for a feed whose address was lost, or told too far.
import { createdFeed, feedIdInput } from '#lib/contract/feed.ts'
import { insertAudit } from '#lib/db/audit.ts'
import { inTransaction } from '#lib/db/client.ts'
import { changeFeedDigest, findFeed } from '#lib/db/feeds.ts'
import { defineUseCase, permit } from '../define-use-case.ts'
import { newFeedAddress } from './feed-address.ts'
import { feedViewOf } from './feed-view.ts'

/**
 * The new address is in this answer and nowhere else; the one before ends at once.
 *
 * @throws AppError `forbidden` `{ scope }`, `not_found`
 */
export const renewFeed = defineUseCase({
  name: 'feeds.renew',
  scope: 'links:write',
  input: feedIdInput,
  output: createdFeed,
  async run({ db, actor, config }, { id }) {
    permit(actor, 'links:read')
    const { url, digest } = newFeedAddress(config)
    const row = await inTransaction(db, async (tx) => {
      await changeFeedDigest(tx, actor.libraryId, id, digest)
      const feed = await findFeed(tx, actor.libraryId, id)
      await insertAudit(tx, { kind: 'feed_renewed', actorId: actor.userId, subject: feed.name })
      return feed
    })
    return { url, view: feedViewOf(row) }
  },
})
