// Tags that the word being typed may mean: by their letters, their other names, or how they sound.
import type { Tx } from '#lib/db/client.ts'
import { emptySql, sql, type Sql } from '#lib/db/sql.ts'
import { storable } from '#lib/db/storable.ts'
import { tagKey } from '#lib/db/tag-key.ts'
import { isLetters, soundsLike, soundsOf } from './pinyin.ts'

/** Tags that are looked at; of more the most used: nobody has named more by hand. */
const MAX_TAGS = 5_000

interface NamedTag {
  path: string
  key: string
  links: number
  /** Another name of it that holds the word; a tag with several is there once for each. */
  alias?: string
}

/**
 * Tags that hold the word in their key, and of letters those that are not written in letters; then those of which another
 * name holds it. In no order: to sort a few of them here is cheaper than all of them there.
 */
async function listNear(
  tx: Tx,
  libraryId: string,
  wanted: string,
  inOrder: Sql = emptySql,
): Promise<NamedTag[]> {
  const maySound = isLetters(wanted) ? sql`octet_length(t."key") > length(t."key") OR` : emptySql
  // Few values instead of thousands of rows; arrays of JSON would cost the database half as much again.
  const [row] = await tx.$queryRaw<
    [{ keys: string | null; paths: string; links: string; named: [string, string, number, string][] | null }]
  >(sql`
    SELECT string_agg(t."key", chr(10)) AS "keys", string_agg(t."linkCount"::text, chr(10)) AS "links",
      string_agg(CASE WHEN t."path" = t."key" THEN '' ELSE t."path" END, chr(10)) AS "paths",
      (SELECT json_agg(json_build_array(t."path", t."key", t."linkCount", a."key"))
        FROM "TagAlias" a JOIN "Tag" t ON t."id" = a."tagId"
        WHERE a."libraryId" = ${libraryId}::uuid AND strpos(a."key", ${wanted}) > 0) AS "named"
    FROM (SELECT t."path", t."key", t."linkCount" FROM "Tag" t
      WHERE t."libraryId" = ${libraryId}::uuid AND (${maySound} strpos(t."key", ${wanted}) > 0)
      ${inOrder} LIMIT ${MAX_TAGS}::int) t`)
  const keys = row.keys?.split('\n') ?? []
  if (keys.length === MAX_TAGS && inOrder === emptySql)
    return listNear(tx, libraryId, wanted, sql`ORDER BY t."linkCount" DESC, t."key"`)
  const [paths, links] = [row.paths?.split('\n'), row.links?.split('\n')]
  return [
    ...keys.map((key, at) => ({ path: paths[at] || key, key, links: Number(links[at]) })),
    ...(row.named ?? []).map(([path, key, count, alias]) => ({ path, key, links: count, alias })),
  ]
}

type Sounding = (part: string) => ReturnType<typeof soundsLike>

/** How near a tag is to what was typed: 0 is nearest, null is not at all. */
function nearness({ key, alias }: NamedTag, wanted: string, soundOf: Sounding): number | null {
  if (key.startsWith(wanted)) return 0
  const parts = key.split('/')
  const names = alias === undefined ? [] : [alias]
  if ([...parts, ...names].some((name) => name.startsWith(wanted))) return 1
  const sounds = new Set([key, ...parts].map(soundOf))
  if (sounds.has('all')) return 2
  if (sounds.has('beginning')) return 3
  return [key, ...names].some((name) => name.includes(wanted)) ? 4 : null
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
  const near = tags.flatMap((tag) => {
    const distance = nearness(tag, wanted, soundOf)
    return distance === null ? [] : { ...tag, distance }
  })
  near.sort(
    (a, b) => a.distance - b.distance || b.links - a.links || (a.key < b.key ? -1 : Number(a.key > b.key)),
  )
  return [...new Set(near.map(({ path }) => path))].slice(0, limit)
}
