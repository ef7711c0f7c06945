// What a feed holds: the newest links that its query is true of.
import { feedContent, readFeedInput, type FeedContent } from '#lib/contract/feed.ts'
import { findFeedByDigest, noteFeedContent, touchFeed, type FeedRow } from '#lib/db/feeds.ts'
import { listLinksByIds, type LinkWithParts } from '#lib/db/links.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { FEED_ENTRIES, FEED_TOUCH_MS } from '#lib/kernel/limits.ts'
import { parseQuery } from '#lib/search/parse-query.ts'
import { postgresIndex } from '#lib/search/postgres-index.ts'
import { defineUseCase, type Ctx } from '../define-use-case.ts'
import { countFeedGuess, countFeedRead } from './count-feed-reads.ts'
import { feedDigest } from './feed-address.ts'

/** Rises with every change of how feeds are written: what readers have is old then. */
const FEED_VERSION = 1

/**
 * Reads the feed of a secret address, with all links of its library, public or not. What it says of a page is text: title
 * and excerpt; a note is not told.
 *
 * @throws AppError `not_found` for an address that is none, was revoked, or whose person was removed; `rate_limited`
 *         `{ seconds }`; `search_too_slow`
 */
export const readFeed = defineUseCase({
  name: 'feeds.read',
  scope: 'public',
  input: readFeedInput,
  output: feedContent,
  async run(ctx, { token, address }) {
    const feed = await findFeedByDigest(ctx.db, feedDigest(token))
    if (!feed) {
      countFeedGuess(ctx, address)
      throw new AppError('not_found')
    }
    countFeedRead(ctx, feed.id)
    const { baseUrl } = ctx.config
    const content = {
      id: feed.id,
      title: feed.name,
      homeUrl: `${baseUrl}/search?${new URLSearchParams({ q: feed.q, sort: 'newest' })}`,
      entries: (await linksOf(ctx, feed)).map((parts) => entryOf(parts, baseUrl)),
    }
    const digest = sha256(JSON.stringify([FEED_VERSION, content]))
    return { ...content, digest, changedAt: await changedSince(ctx, feed, digest) }
  },
})

async function linksOf({ db, now }: Ctx, { libraryId, q }: FeedRow): Promise<LinkWithParts[]> {
  const { hits } = await postgresIndex.search(db, libraryId, parseQuery(q), {
    order: 'newest',
    filters: {},
    limit: FEED_ENTRIES,
    cursor: null,
    now: now(),
    isLiteral: true,
  })
  const ids = hits.map(({ linkId }) => linkId)
  return listLinksByIds(db, libraryId, ids)
}

function entryOf({ link, tags, front }: LinkWithParts, baseUrl: string): FeedContent['entries'][number] {
  const updatedMs = Math.max(link.updatedAt.getTime(), front?.capturedAt?.getTime() ?? 0)
  return {
    id: link.id,
    title: link.title || front?.title || link.originalUrl,
    url: link.originalUrl,
    snapshotUrl: front && `${baseUrl}/s/${front.id}`,
    summary: front?.excerpt ?? '',
    tags: tags.map(({ path }) => path),
    addedAt: link.createdAt.toISOString(),
    updatedAt: new Date(updatedMs).toISOString(),
  }
}

/** Writes only when the feed holds something else than before, or was not read for an hour. */
async function changedSince({ db, now }: Ctx, feed: FeedRow, contentDigest: string): Promise<Date> {
  const at = now()
  if (feed.contentDigest !== contentDigest) {
    // Times of HTTP have seconds: two states of one second could not be told apart (RFC 9110, 8.8.2.2).
    const changedAt = new Date(Math.max(at.getTime(), feed.changedAt.getTime() + 1_000))
    return noteFeedContent(db, feed.id, { contentDigest, changedAt })
  }
  const isOld = feed.lastUsedAt === null || at.getTime() - feed.lastUsedAt.getTime() >= FEED_TOUCH_MS
  if (isOld) await touchFeed(db, feed.id, at)
  return feed.changedAt
}
