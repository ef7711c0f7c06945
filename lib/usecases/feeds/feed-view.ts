// How a feed is shown: never with its address.
import type { FeedView } from '#lib/contract/feed.ts'
import type { FeedRow } from '#lib/db/feeds.ts'

/** The view of a row. */
export function feedViewOf({ id, name, q, savedSearchId, createdAt, lastUsedAt }: FeedRow): FeedView {
  return {
    id,
    name,
    q,
    savedSearchId,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }
}
