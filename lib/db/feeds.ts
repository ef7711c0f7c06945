// Feeds of a library: of their secret addresses digests only.
import type { ForgottenSearch } from '#lib/contract/operation.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { newId } from '#lib/kernel/ids.ts'
import { MAX_FEEDS } from '#lib/kernel/limits.ts'
import type { DbOrTx, Tx } from './client.ts'
import type { Prisma } from './generated/client.ts'
import { rowsFor, toPage, type Page } from './page.ts'
import { sql } from './sql.ts'

const view = {
  id: true,
  libraryId: true,
  savedSearchId: true,
  name: true,
  q: true,
  createdAt: true,
  lastUsedAt: true,
  contentDigest: true,
  changedAt: true,
  savedSearch: { select: { name: true, q: true } },
} as const satisfies Prisma.FeedSelect

export interface FeedRow {
  id: string
  libraryId: string
  savedSearchId: string | null
  /** Its own, or that of the saved search as it is now. */
  name: string
  q: string
  createdAt: Date
  lastUsedAt: Date | null
  contentDigest: string | null
  changedAt: Date
}

function rowOf({ savedSearch, name, q, ...feed }: Prisma.FeedGetPayload<{ select: typeof view }>): FeedRow {
  return { ...feed, name: savedSearch?.name ?? name ?? '', q: savedSearch?.q ?? q ?? '' }
}

/** In the order in which they were made. */
export async function listFeedRows(
  db: DbOrTx,
  libraryId: string,
  { limit, cursor }: { limit: number; cursor?: string },
): Promise<Page<FeedRow>> {
  const rows = await db.feed.findMany({
    where: { libraryId, ...(cursor && { id: { gt: cursor } }) },
    orderBy: { id: 'asc' },
    take: rowsFor(limit),
    select: view,
  })
  const count = await db.feed.count({ where: { libraryId } })
  return toPage(rows.map(rowOf), limit, { count, exact: true }, ({ id }) => id)
}

/** Those that follow a saved search, as they can be brought back. */
export async function listFeedsOf(
  db: DbOrTx,
  libraryId: string,
  savedSearchId: string,
): Promise<ForgottenSearch['feeds']> {
  const rows = await db.feed.findMany({ where: { libraryId, savedSearchId }, orderBy: { id: 'asc' } })
  return rows.map(({ id, digest, createdAt, lastUsedAt, contentDigest, changedAt }) => ({
    id,
    digest,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
    contentDigest,
    changedAt: changedAt.toISOString(),
  }))
}

export type FeedSource = { savedSearchId: string } | { name: string; q: string }

/**
 * @throws AppError `not_found` when the library has no such saved search; `limit_reached` `{ count }` when it has MAX_FEEDS
 *         already
 */
export async function insertFeed(
  tx: Tx,
  libraryId: string,
  source: FeedSource,
  digest: Digest,
): Promise<FeedRow> {
  // Two who make one at once would both be the last that there is room for; and a saved search may go meanwhile.
  await tx.$queryRaw(sql`SELECT FROM "Library" WHERE "id" = ${libraryId}::uuid FOR NO KEY UPDATE`)
  if ('savedSearchId' in source) {
    const rows = await tx.$queryRaw<unknown[]>(sql`SELECT 1 FROM "SavedSearch"
      WHERE "id" = ${source.savedSearchId}::uuid AND "libraryId" = ${libraryId}::uuid FOR KEY SHARE`)
    if (rows.length === 0) throw new AppError('not_found')
  }
  await assertRoom(tx, libraryId, 1)
  return rowOf(await tx.feed.create({ data: { ...source, id: newId(), libraryId, digest }, select: view }))
}

async function assertRoom(tx: Tx, libraryId: string, wanted: number): Promise<void> {
  const count = await tx.feed.count({ where: { libraryId } })
  if (count + wanted > MAX_FEEDS) throw new AppError('limit_reached', { count: MAX_FEEDS })
}

/**
 * Brings feeds back with their saved search; the caller holds the library's searches.
 *
 * @throws AppError `limit_reached` `{ count }`
 */
export async function insertForgottenFeeds(
  tx: Tx,
  libraryId: string,
  savedSearchId: string,
  feeds: ForgottenSearch['feeds'],
): Promise<void> {
  await assertRoom(tx, libraryId, feeds.length)
  await tx.feed.createMany({ data: feeds.map((feed) => ({ ...feed, libraryId, savedSearchId })) })
}

/** @throws AppError `not_found` when the library has no such feed */
export async function findFeed(db: DbOrTx, libraryId: string, id: string): Promise<FeedRow> {
  const row = await db.feed.findFirst({ where: { id, libraryId }, select: view })
  if (!row) throw new AppError('not_found')
  return rowOf(row)
}

/** @throws AppError `not_found` when the library has no such feed */
export async function changeFeedDigest(tx: Tx, libraryId: string, id: string, digest: Digest): Promise<void> {
  const { count } = await tx.feed.updateMany({ where: { id, libraryId }, data: { digest, lastUsedAt: null } })
  if (count === 0) throw new AppError('not_found')
}

/** @throws AppError `not_found` when the library has no such feed */
export async function deleteFeed(tx: Tx, libraryId: string, id: string): Promise<void> {
  const { count } = await tx.feed.deleteMany({ where: { id, libraryId } })
  if (count === 0) throw new AppError('not_found')
}

/** The feed of this address, while its person is there; null for all others. */
export async function findFeedByDigest(db: DbOrTx, digest: Digest): Promise<FeedRow | null> {
  const row = await db.feed.findFirst({
    where: { digest, library: { ownerId: { not: null } } },
    select: view,
  })
  return row && rowOf(row)
}

/** Remembers when the feed was last read. */
export async function touchFeed(db: DbOrTx, id: string, at: Date): Promise<void> {
  await db.feed.updateMany({ where: { id }, data: { lastUsedAt: at } })
}

/**
 * Remembers what the feed holds from now on. Of several who see it first, one is believed.
 *
 * @returns since when it has held that
 */
export async function noteFeedContent(
  db: DbOrTx,
  id: string,
  { contentDigest, changedAt }: { contentDigest: Digest; changedAt: Date },
): Promise<Date> {
  await db.feed.updateMany({
    where: { id, OR: [{ contentDigest: null }, { contentDigest: { not: contentDigest } }] },
    data: { contentDigest, changedAt, lastUsedAt: changedAt },
  })
  const row = await db.feed.findUnique({ where: { id }, select: { changedAt: true } })
  return row?.changedAt ?? changedAt
}
