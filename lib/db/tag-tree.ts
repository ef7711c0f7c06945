// The tags of a library as a tree: listed with what lies below them, renamed and deleted with it.
import { MAX_TAG_CHARACTERS, MAX_TAG_DEPTH } from '#lib/kernel/limits.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { newId } from '#lib/kernel/ids.ts'
import type { DbOrTx, Tx } from './client.ts'
import type { Tag } from './generated/client.ts'
import { ROWS_TO_COUNT, rowsFor, toPage, toTotal, type Page } from './page.ts'
import { emptySql, sql } from './sql.ts'
import { isWithin, tagKey } from './tag-key.ts'
import { ensureTags, lockTags } from './tags.ts'

export interface TagRow {
  id: string
  path: string
  key: string
  color: string | null
  /** Links that bear this very tag. */
  linkCount: number
  /** Links that bear this tag or one below it, each counted once. */
  totalCount: number
  aliases: string[]
}

/** Rows of tags with roll-up totals and aliases; a tag without others below it needs no counting. */
const tagRows = (libraryId: string, ids: readonly string[]) => sql`
  SELECT t."id", t."path", t."key", t."color", t."linkCount",
    CASE WHEN below.has_any THEN (
      SELECT count(DISTINCT lt."linkId")::int FROM "Tag" c JOIN "LinkTag" lt ON lt."tagId" = c."id"
      WHERE c."libraryId" = ${libraryId}::uuid AND (c."id" = t."id" OR starts_with(c."key", t."key" || '/')))
    ELSE t."linkCount" END AS "totalCount",
    ARRAY(SELECT a."name" FROM "TagAlias" a WHERE a."tagId" = t."id" ORDER BY a."key") AS "aliases"
  FROM unnest(${[...ids]}::uuid[]) WITH ORDINALITY AS wanted("id", position)
  JOIN "Tag" t ON t."id" = wanted."id"
  CROSS JOIN LATERAL (SELECT EXISTS (
    SELECT FROM "Tag" c WHERE c."libraryId" = ${libraryId}::uuid AND starts_with(c."key", t."key" || '/')
  ) AS has_any) below
  ORDER BY wanted.position`

const encodeCursor = (key: string) => Buffer.from(key).toString('base64url')
function decodeCursor(cursor: string): string {
  const key = Buffer.from(cursor, 'base64url').toString()
  if (key === '' || key.includes('\0') || encodeCursor(key) !== cursor) throw new AppError('invalid_cursor')
  return key
}

/**
 * Tags by their folded path, so that a tag is followed by those below it.
 *
 * @param options.q       part of a path or of an alias, folded like them
 * @param options.cursor  `nextCursor` of the page before
 * @throws AppError `invalid_cursor`
 */
export async function listTags(
  db: DbOrTx,
  libraryId: string,
  options: { q?: string; limit: number; cursor?: string },
): Promise<Page<TagRow>> {
  const { q, limit, cursor } = options
  const part = q ? tagKey(q.trim()) : ''
  const filter = sql`t."libraryId" = ${libraryId}::uuid ${
    part === ''
      ? emptySql
      : sql`AND (strpos(t."key", ${part}) > 0 OR EXISTS (
          SELECT FROM "TagAlias" a WHERE a."tagId" = t."id" AND strpos(a."key", ${part}) > 0))`
  }`
  // "C" sorts alike on every server, and by bytes of UTF-8 a "/" comes before what continues a word.
  const after = cursor === undefined ? emptySql : sql`AND t."key" COLLATE "C" > ${decodeCursor(cursor)}`
  const found = await db.$queryRaw<{ id: string }[]>(sql`
    SELECT t."id" FROM "Tag" t WHERE ${filter} ${after} ORDER BY t."key" COLLATE "C" LIMIT ${rowsFor(limit)}`)
  const counted = await db.$queryRaw<{ count: number }[]>(sql`
    SELECT count(*)::int AS count FROM (SELECT FROM "Tag" t WHERE ${filter} LIMIT ${ROWS_TO_COUNT}) counted`)
  const rows = await db.$queryRaw<TagRow[]>(
    tagRows(
      libraryId,
      found.map(({ id }) => id),
    ),
  )
  return toPage(rows, limit, toTotal(counted[0]?.count ?? 0), (row) => encodeCursor(row.key))
}

/** @throws AppError `not_found` when the library has no such tag */
export async function findTag(db: DbOrTx, libraryId: string, tagId: string): Promise<TagRow> {
  const owned = await db.tag.findFirst({ where: { id: tagId, libraryId }, select: { id: true } })
  const [tag] = owned ? await db.$queryRaw<TagRow[]>(tagRows(libraryId, [tagId])) : []
  if (!tag) throw new AppError('not_found')
  return tag
}

/** The tag of a path or an alias, or null. */
export async function findTagByPath(db: DbOrTx, libraryId: string, path: string): Promise<TagRow | null> {
  const key = tagKey(path)
  const tag = await db.tag.findUnique({ where: { libraryId_key: { libraryId, key } }, select: { id: true } })
  const alias = tag ? null : await db.tagAlias.findUnique({ where: { libraryId_key: { libraryId, key } } })
  const id = tag?.id ?? alias?.tagId
  return id ? findTag(db, libraryId, id) : null
}

/** @throws AppError `tag_taken` when the path is a tag or an alias already */
export async function createTag(
  tx: Tx,
  libraryId: string,
  { path, color }: { path: string; color?: string | null },
): Promise<TagRow> {
  await lockTags(tx, libraryId, 'exclusive')
  await assertFree(tx, libraryId, [tagKey(path)], [])
  const id = (await ensureTags(tx, libraryId, [path])).get(tagKey(path)) ?? ''
  if (color !== undefined) await tx.tag.update({ where: { id }, data: { color } })
  return findTag(tx, libraryId, id)
}

/**
 * Renames (with everything below), recolours, and replaces the aliases of a tag; what is left out stays.
 *
 * @throws AppError `not_found`; `tag_taken` by another one or its other name; `tag_within_itself`;
 *         `invalid_request` with the field `path` when a tag below would become too long or too deep
 */
export async function updateTag(
  tx: Tx,
  libraryId: string,
  tagId: string,
  change: { path?: string; color?: string | null; aliases?: readonly string[] },
): Promise<TagRow> {
  await lockTags(tx, libraryId, 'exclusive')
  const tag = await tx.tag.findFirst({ where: { id: tagId, libraryId } })
  if (!tag) throw new AppError('not_found')
  if (change.color !== undefined) await tx.tag.update({ where: { id: tagId }, data: { color: change.color } })
  if (change.aliases) await replaceAliases(tx, tag, change.aliases)
  if (change.path !== undefined && change.path !== tag.path) await moveTag(tx, tag, change.path)
  return findTag(tx, libraryId, tagId)
}

/** A tag, first, and those below it; nothing when the library has no such tag. */
export async function listSubtree(
  tx: Tx,
  libraryId: string,
  tagId: string,
): Promise<{ id: string; path: string }[]> {
  const tag = await tx.tag.findFirst({ where: { id: tagId, libraryId } })
  return tag ? [{ id: tag.id, path: tag.path }, ...(await listBelow(tx, tag))] : []
}

/** Tags below this one. Not by LIKE: a "%" or "_" in a tag is a letter. */
function listBelow(tx: Tx, tag: Tag): Promise<{ id: string; path: string }[]> {
  return tx.$queryRaw(sql`
    SELECT "id", "path" FROM "Tag"
    WHERE "libraryId" = ${tag.libraryId}::uuid AND starts_with("key", ${tag.key} || '/')`)
}

/** @throws AppError `tag_taken` `{ path }` when one of the keys belongs to a tag other than `ownIds`, or to an alias */
async function assertFree(
  tx: Tx,
  libraryId: string,
  keys: readonly string[],
  ownIds: readonly string[],
): Promise<void> {
  const key = { in: [...keys] }
  const notOwn = { notIn: [...ownIds] }
  const tag = await tx.tag.findFirst({ where: { libraryId, key, id: notOwn } })
  const alias = await tx.tagAlias.findFirst({ where: { libraryId, key } })
  const path = tag?.path ?? alias?.name
  if (path !== undefined) throw new AppError('tag_taken', { path })
}

async function replaceAliases(tx: Tx, tag: Tag, names: readonly string[]): Promise<void> {
  const { id: tagId, libraryId } = tag
  const nameByKey = new Map(names.map((name) => [tagKey(name), name]))
  nameByKey.delete(tag.key)
  await tx.tagAlias.deleteMany({ where: { tagId } })
  await assertFree(tx, libraryId, [...nameByKey.keys()], [])
  await tx.tagAlias.createMany({
    data: [...nameByKey].map(([key, name]) => ({ id: newId(), libraryId, tagId, name, key })),
  })
}

async function moveTag(tx: Tx, tag: Tag, newPath: string): Promise<void> {
  const { libraryId } = tag
  const newKey = tagKey(newPath)
  if (newKey !== tag.key && isWithin(newKey, tag.key)) throw new AppError('tag_within_itself')
  const below = await listBelow(tx, tag)
  const depth = tag.path.split('/').length
  const moved = [tag, ...below].map(({ id, path }) => {
    const rest = path.split('/').slice(depth)
    return { id, path: [newPath, ...rest].join('/') }
  })
  for (const { path } of moved) {
    const problem =
      path.length > MAX_TAG_CHARACTERS
        ? 'too_long'
        : path.split('/').length > MAX_TAG_DEPTH
          ? 'too_deep'
          : null
    if (problem) throw new AppError('invalid_request', {}, { fields: [{ path: 'path', message: problem }] })
  }
  // What was its other name is its name now.
  await tx.tagAlias.deleteMany({ where: { tagId: tag.id, key: newKey } })
  await assertFree(
    tx,
    libraryId,
    moved.map(({ path }) => tagKey(path)),
    moved.map(({ id }) => id),
  )
  for (const { id, path } of moved) await tx.tag.update({ where: { id }, data: { path, key: tagKey(path) } })
  // The new place in the tree needs its own way up.
  await ensureTags(tx, libraryId, [newPath])
}
