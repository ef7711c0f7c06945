// Ends a feed at once.
import { z } from 'zod'
import { feedIdInput } from '#lib/contract/feed.ts'
import { insertAudit } from '#lib/db/audit.ts'
import { inTransaction, type Tx } from '#lib/db/client.ts'
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
  run: ({ db, actor }, { id }) => inTransaction(db, (tx) => revoke(tx, actor.libraryId, actor.userId, id)),
})

/** The same for a feed that goes with its saved search. @throws AppError `not_found` */
export async function revoke(tx: Tx, libraryId: string, actorId: string, id: string): Promise<void> {
  const { name: subject } = await findFeed(tx, libraryId, id)
  await deleteFeed(tx, libraryId, id)
  await insertAudit(tx, { kind: 'feed_revoked', actorId, subject })
}
