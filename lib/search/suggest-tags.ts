// Tags that the word being typed may mean: by their letters, their other names, or how they sound.
import type { Tx } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import { tagKey } from '#lib/db/tag-key.ts'
import { isLetters, soundsLike, soundsOf } from './pinyin.ts'

/** Tags that are looked at, the most used first: nobody has named more by hand. */
const MAX_TAGS = 5_000

interface NamedTag {
  path: string
  key: string
  aliases: string[]
}

async function listNamed(tx: Tx, libraryId: string): Promise<NamedTag[]> {
  // One value instead of thousands of rows.
  const [row] = await tx.$queryRaw<{ tags: [string, string, string[] | null][] | null }[]>(sql`
    SELECT json_agg(json_build_array(t."path", t."key", t.aliases)) AS "tags" FROM (
      SELECT t."path", t."key", (SELECT array_agg(a."key") FROM "TagAlias" a WHERE a."tagId" = t."id") AS aliases
      FROM "Tag" t WHERE t."libraryId" = ${libraryId}::uuid ORDER BY t."linkCount" DESC, t."key" LIMIT ${MAX_TAGS}::int) t`)
  return (row?.tags ?? []).map(([path, key, aliases]) => ({ path, key, aliases: aliases ?? [] }))
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
  if (wanted === '') return []
  const tags = await listNamed(tx, libraryId)
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
