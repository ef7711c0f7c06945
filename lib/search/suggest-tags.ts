// Tags that the word being typed may mean: by their letters, their other names, or how they sound.
import type { Tx } from '#lib/db/client.ts'
import { emptySql, sql } from '#lib/db/sql.ts'
import { storable } from '#lib/db/storable.ts'
import { tagKey } from '#lib/db/tag-key.ts'
import { isLetters, soundsLike, soundsOf } from './pinyin.ts'

/** Tags that are looked at, the most used first: nobody has named more by hand. */
const MAX_TAGS = 5_000

interface NamedTag {
  path: string
  key: string
  aliases: string[]
}

/**
 * Tags that hold the word in their key or another name, and of letters those that are not written in letters, with the
 * other names that hold it. The most used first.
 */
async function listNear(tx: Tx, libraryId: string, wanted: string): Promise<NamedTag[]> {
  const maySound = isLetters(wanted) ? sql`OR octet_length(t."key") > length(t."key")` : emptySql
  const inOrder = sql`ORDER BY t."linkCount" DESC, t."key"`
  // Three values instead of thousands of rows; a row as an array of JSON would cost the database as much again.
  const [row] = await tx.$queryRaw<[{ [K in keyof NamedTag]: NamedTag[K][] | null }]>(sql`
    WITH named AS MATERIALIZED (
      SELECT a."tagId", json_agg(a."key") AS "keys" FROM "TagAlias" a
      WHERE a."libraryId" = ${libraryId}::uuid AND strpos(a."key", ${wanted}) > 0 GROUP BY a."tagId"
    )
    SELECT json_agg(t."path" ${inOrder}) AS "path", json_agg(t."key" ${inOrder}) AS "key",
      json_agg(coalesce(named."keys", '[]') ${inOrder}) AS "aliases"
    FROM (SELECT t."id", t."path", t."key", t."linkCount" FROM "Tag" t
      WHERE t."libraryId" = ${libraryId}::uuid ${inOrder} LIMIT ${MAX_TAGS}::int) t
    LEFT JOIN named ON named."tagId" = t."id"
    WHERE strpos(t."key", ${wanted}) > 0 OR named."tagId" IS NOT NULL ${maySound}`)
  const { key, aliases } = row
  return (row.path ?? []).map((path, at) => ({ path, key: key![at]!, aliases: aliases![at]! }))
}

type Sounding = (part: string) => ReturnType<typeof soundsLike>

/** How near a tag is to what was typed: 0 is nearest, null is not at all. */
function nearness({ key, aliases }: NamedTag, wanted: string, soundOf: Sounding): number | null {
  if (key.startsWith(wanted)) return 0
  const parts = key.split('/')
  if ([...parts, ...aliases].some((name) => name.startsWith(wanted))) return 1
  const sounds = new Set([key, ...parts].map(soundOf))
  if (sounds.has('all')) return 2
  if (sounds.has('beginning')) return 3
  return [key, ...aliases].some((name) => name.includes(wanted)) ? 4 : null
}

/** Paths of tags, the nearest first, of these the most used. */
export async function suggestTags(tx: Tx, libraryId: string, word: string, limit: number): Promise<string[]> {
  const wanted = tagKey(word)
  // What the database cannot store is in no tag.
  if (wanted === '' || wanted !== storable(wanted)) return []
  const tags = await listNear(tx, libraryId, wanted)
  const parts = isLetters(wanted) ? [...new Set(tags.flatMap(({ key }) => [key, ...key.split('/')]))] : []
  const sounds = await soundsOf(parts)
  const soundOf: Sounding = (part) => {
    const sound = sounds.get(part)
    return sound ? soundsLike(sound, wanted) : null
  }
  return tags
    .flatMap((tag, place) => {
      const near = nearness(tag, wanted, soundOf)
      return near === null ? [] : { path: tag.path, near, place }
    })
    .sort((a, b) => a.near - b.near || a.place - b.place)
    .slice(0, limit)
    .map(({ path }) => path)
}
