// Ends a feed at once.
import { z } from 'zod'
import { feedIdInput } from '#lib/contract/feed.ts'
import { insertAudit } from '#lib/db/audit.ts'
import { inTransaction } from '#lib/db/client.ts'
import { deleteFeed, findFeed } from '#lib/db/feeds.ts'
import { defineUseCase } from '../define-use-case.ts'

/**
 * Its address leads nowhere from then on.
 *
 * @throws AppError `not_found`
 */
export const revokeFeed = defineUseCase({
  name: 'feeds.revoke',
  scope: 'links:write',
  input: feedIdInput,
  output: z.void(),
  run: ({ db, actor: { libraryId, userId: actorId } }, { id }) =>
    inTransaction(db, async (tx) => {
      const { name: subject } = await findFeed(tx, libraryId, id)
      await deleteFeed(tx, libraryId, id)
      await insertAudit(tx, { kind: 'feed_revoked', actorId, subject })
    }),
})
