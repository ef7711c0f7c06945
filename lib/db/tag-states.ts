// How tags were before they were renamed, merged or deleted, and making them so again.
import type { TagBefore } from '#lib/contract/operation.ts'
import { newId } from '#lib/kernel/ids.ts'
import type { Tx } from './client.ts'
import { sql } from './sql.ts'
import { ancestorsOf, tagKey } from './tag-key.ts'

type KnownTag = Exclude<TagBefore, { made: true }>
const isKnown = (tag: TagBefore): tag is KnownTag => !('made' in tag)

/** Tags as they are now, with their names, colours and other names. */
export async function tagStates(tx: Tx, ids: readonly string[]): Promise<TagBefore[]> {
  const tags = await tx.tag.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, path: true, color: true, aliases: { select: { name: true } } },
  })
  return tags.map(({ aliases, ...tag }) => ({ ...tag, aliases: aliases.map(({ name }) => name) }))
}

/** Adds how tags were to what an operation knows already: the earliest state counts. */
export function withStates(before: readonly TagBefore[], states: readonly TagBefore[]): TagBefore[] {
  const known = new Set(before.map(({ id }) => id))
  return [...before, ...states.filter(({ id }) => !known.has(id))]
}

/**
 * Makes tags as they were: those that are gone come back with their ids, those that were renamed get their names back,
 * unless somebody else has them now. The caller holds the library's tags.
 *
 * @returns ids of tags that cannot come back, with the tags that have their names now
 */
export async function restoreTags(
  tx: Tx,
  libraryId: string,
  before: readonly TagBefore[],
): Promise<Map<string, string>> {
  const wanted = before.filter(isKnown)
  const ids = wanted.map(({ id }) => id)
  const present = new Map((await tx.tag.findMany({ where: { id: { in: ids } } })).map((tag) => [tag.id, tag]))
  // Other names are made anew last: one of them may be the name that a tag gets back.
  await tx.tagAlias.deleteMany({ where: { tagId: { in: ids } } })
  const others = await tx.tag.findMany({
    where: { libraryId, key: { in: wanted.map(({ path }) => tagKey(path)) }, id: { notIn: ids } },
    select: { id: true, key: true },
  })
  const aliases = await tx.tagAlias.findMany({
    where: { libraryId, key: { in: wanted.map(({ path }) => tagKey(path)) } },
    select: { tagId: true, key: true },
  })
  const holderOf = new Map([
    ...aliases.map(({ key, tagId }) => [key, tagId] as const),
    ...others.map(({ key, id }) => [key, id] as const),
  ])
  const replaced = new Map<string, string>()
  for (const { id, path, color } of wanted) {
    const key = tagKey(path)
    const holder = holderOf.get(key)
    const tag = present.get(id)
    if (tag) {
      await tx.tag.update({ where: { id }, data: holder ? { color } : { path, key, color } })
    } else if (holder) {
      replaced.set(id, holder)
    } else {
      await tx.tag.create({ data: { id, libraryId, path, key, color } })
    }
  }
  await restoreAliases(tx, libraryId, wanted, replaced)
  return replaced
}

async function restoreAliases(
  tx: Tx,
  libraryId: string,
  tags: readonly KnownTag[],
  replaced: ReadonlyMap<string, string>,
): Promise<void> {
  const names = tags.flatMap(({ id, aliases }) =>
    replaced.has(id) ? [] : aliases.map((name) => ({ tagId: id, name, key: tagKey(name) })),
  )
  if (names.length === 0) return
  const keys = names.map(({ key }) => key)
  const taken = await tx.tag.findMany({ where: { libraryId, key: { in: keys } }, select: { key: true } })
  const takenKeys = new Set(taken.map(({ key }) => key))
  await tx.tagAlias.createMany({
    data: names.filter(({ key }) => !takenKeys.has(key)).map((name) => ({ ...name, id: newId(), libraryId })),
    skipDuplicates: true,
  })
}

/** Steps of an operation that speak of one tag speak of another from now on. */
export async function retellSteps(
  tx: Tx,
  operationId: string,
  replaced: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [from, to] of replaced)
    await tx.$executeRaw(sql`
      UPDATE "OperationStep" SET "tagId" = ${to}::uuid
      WHERE "operationId" = ${operationId}::uuid AND "tagId" = ${from}::uuid AND "change" = 'untagged'`)
}

/** Deletes those of the tags that an operation made and that nobody uses: no link, no tag below, no other name. */
export async function dropUnusedTags(tx: Tx, libraryId: string, before: readonly TagBefore[]): Promise<void> {
  const ids = before.filter((tag) => !isKnown(tag)).map(({ id }) => id)
  const made = await tx.tag.findMany({
    where: { libraryId, id: { in: ids } },
    select: { id: true, key: true },
  })
  // The lowest first: with it gone, the one above may be unused.
  for (const { id } of made.toSorted((a, b) => b.key.length - a.key.length))
    await tx.$executeRaw(sql`
      DELETE FROM "Tag" t WHERE t."id" = ${id}::uuid AND t."linkCount" = 0
        AND NOT EXISTS (SELECT FROM "TagAlias" a WHERE a."tagId" = t."id")
        AND NOT EXISTS (SELECT FROM "Tag" c WHERE c."libraryId" = t."libraryId" AND starts_with(c."key", t."key" || '/'))`)
}

/** Which of these paths, and of those above them, have no tag yet. */
export async function missingKeys(tx: Tx, libraryId: string, paths: readonly string[]): Promise<Set<string>> {
  const keys = [...new Set(paths.flatMap((path) => [...ancestorsOf(path), path]).map(tagKey))]
  const tags = await tx.tag.findMany({ where: { libraryId, key: { in: keys } }, select: { key: true } })
  const known = new Set(tags.map(({ key }) => key))
  return new Set(keys.filter((key) => !known.has(key)))
}
