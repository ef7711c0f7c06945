// Tags of links: set in one transaction with the counters that lists show.
import { AppError } from '#lib/kernel/errors.ts'
import { newId } from '#lib/kernel/ids.ts'
import type { Tx } from './client.ts'
import { sql } from './sql.ts'
import { ancestorsOf, tagKey } from './tag-key.ts'

/**
 * Holds the shape of a library's tags until the transaction ends: links may be tagged by many at once (`shared`), while
 * renaming, deleting and aliases have the tags for themselves.
 */
export async function lockTags(tx: Tx, libraryId: string, mode: 'shared' | 'exclusive'): Promise<void> {
  const key = `tags ${libraryId}`
  await tx.$queryRaw(
    mode === 'shared'
      ? sql`SELECT pg_advisory_xact_lock_shared(hashtextextended(${key}, 2))::text`
      : sql`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 2))::text`,
  )
}

/**
 * Makes the tags of these paths where they are missing, with those above them, and gives their ids by key. An alias
 * stands for its tag.
 */
export async function ensureTags(
  tx: Tx,
  libraryId: string,
  paths: readonly string[],
): Promise<Map<string, string>> {
  const pathByKey = new Map(
    paths.flatMap((path) => [...ancestorsOf(path), path]).map((path) => [tagKey(path), path]),
  )
  const keys = [...pathByKey.keys()]
  const aliases = await tx.tagAlias.findMany({ where: { libraryId, key: { in: keys } } })
  const idByKey = new Map(aliases.map((alias) => [alias.key, alias.tagId]))
  const data = keys
    .filter((key) => !idByKey.has(key))
    // In one order for everybody, so that two transactions cannot wait for each other's new tags in a circle.
    .sort()
    .map((key) => ({ id: newId(), libraryId, path: pathByKey.get(key) ?? key, key }))
  await tx.tag.createMany({ data, skipDuplicates: true })
  const tags = await tx.tag.findMany({
    where: { libraryId, key: { in: keys } },
    select: { id: true, key: true },
  })
  for (const { key, id } of tags) idByKey.set(key, id)
  return idByKey
}

/**
 * Counts a link out of tags and into others: all in one statement and in the order of their ids, so that no two
 * transactions wait for each other.
 */
async function moveCounts(tx: Tx, goneIds: readonly string[], newIds: readonly string[]): Promise<void> {
  if (goneIds.length + newIds.length === 0) return
  await tx.$executeRaw(sql`
    WITH counted AS (
      SELECT "id" FROM "Tag" WHERE "id" = ANY(${[...goneIds, ...newIds]}::uuid[]) ORDER BY "id" FOR NO KEY UPDATE)
    UPDATE "Tag" SET "linkCount" = "linkCount" + CASE WHEN counted."id" = ANY(${[...newIds]}::uuid[]) THEN 1 ELSE -1 END
    FROM counted WHERE "Tag"."id" = counted."id"`)
}

async function lockLink(tx: Tx, libraryId: string, linkId: string): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>(sql`
    SELECT FROM "Link" WHERE "id" = ${linkId}::uuid AND "libraryId" = ${libraryId}::uuid FOR NO KEY UPDATE`)
  if (rows.length === 0) throw new AppError('not_found')
}

async function replaceTags(tx: Tx, linkId: string, wantedIds: ReadonlySet<string>): Promise<void> {
  const present = await tx.linkTag.findMany({ where: { linkId }, select: { tagId: true } })
  const presentIds = new Set(present.map(({ tagId }) => tagId))
  const goneIds = [...presentIds].filter((id) => !wantedIds.has(id))
  const newIds = [...wantedIds].filter((id) => !presentIds.has(id))
  // First: a row of LinkTag holds its tag for itself as a foreign key, and who holds a row already does not get in line for
  // more of it, so that two would wait for each other.
  await moveCounts(tx, goneIds, newIds)
  await tx.linkTag.deleteMany({ where: { linkId, tagId: { in: goneIds } } })
  await tx.linkTag.createMany({ data: newIds.map((tagId) => ({ linkId, tagId })) })
}

/**
 * Makes these the tags of a link, and only these. Missing tags are made; aliases stand for their tags.
 *
 * @param paths  as checked by `tagPaths` of lib/contract/fields.ts
 * @throws AppError `not_found` when the library has no such link
 */
export async function setTags(
  tx: Tx,
  libraryId: string,
  linkId: string,
  paths: readonly string[],
): Promise<void> {
  await lockTags(tx, libraryId, 'shared')
  await lockLink(tx, libraryId, linkId)
  const idByKey = await ensureTags(tx, libraryId, paths)
  const wantedIds = paths.flatMap((path) => idByKey.get(tagKey(path)) ?? [])
  await replaceTags(tx, linkId, new Set(wantedIds))
}

/** Adds tags to those that a link has: what submitting a known link again does. */
export async function addTags(
  tx: Tx,
  libraryId: string,
  linkId: string,
  paths: readonly string[],
): Promise<void> {
  if (paths.length === 0) return
  await lockTags(tx, libraryId, 'shared')
  await lockLink(tx, libraryId, linkId)
  const idByKey = await ensureTags(tx, libraryId, paths)
  const present = await tx.linkTag.findMany({ where: { linkId }, select: { tagId: true } })
  const wantedIds = paths.flatMap((path) => idByKey.get(tagKey(path)) ?? [])
  await replaceTags(tx, linkId, new Set([...present.map(({ tagId }) => tagId), ...wantedIds]))
}

/**
 * Takes all tags off a link that goes away.
 *
 * @throws AppError `not_found` when the library has no such link
 */
export async function dropTags(tx: Tx, libraryId: string, linkId: string): Promise<void> {
  await lockTags(tx, libraryId, 'shared')
  await lockLink(tx, libraryId, linkId)
  await replaceTags(tx, linkId, new Set())
}
