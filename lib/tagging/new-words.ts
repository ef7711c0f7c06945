// Words of a title that could become tags: only offered as new, never among the tags of the library.
import type { Tx } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import { tagKey } from '#lib/db/tag-key.ts'
import { fold } from '#lib/search/tokenize.ts'

const MAX_NEW_WORDS = 2
/** Links that hold a word, before it is worth a tag; and so many that it says nothing. */
const MIN_LINKS = 3
const MAX_SHARE = 0.3

const CAPITALISED = /^[A-Z][A-Za-z0-9.+#-]{1,23}$/

/** Words of the title that look like names: Latin ones with a capital, Chinese ones of two characters or more. */
function candidatesOf(title: string): string[] {
  const words = [...new Intl.Segmenter('zh', { granularity: 'word' }).segment(title)]
    .filter(({ isWordLike }) => isWordLike)
    .map(({ segment }) => segment)
  return [...new Set(words)].filter((word) => CAPITALISED.test(word) || /^\p{sc=Han}{2,8}$/u.test(word))
}

/**
 * @param linksByGram  how many other links hold each gram of the link, as far as was asked
 * @param size         links of the library, counted as far
 */
export async function newWords(
  tx: Tx,
  libraryId: string,
  title: string,
  { linksByGram, size }: { linksByGram: ReadonlyMap<string, readonly string[]>; size: number },
): Promise<{ word: string; links: number }[]> {
  const words = candidatesOf(title)
    .map((word) => ({ word, links: linksByGram.get(fold(word))?.length ?? 0 }))
    .filter(({ links }) => links >= MIN_LINKS && links <= size * MAX_SHARE)
  const known = await tx.$queryRaw<{ key: string }[]>(sql`
    SELECT t."key" FROM "Tag" t WHERE t."libraryId" = ${libraryId}::uuid
      AND regexp_replace(t."key", '^.*/', '') = ANY(${words.map(({ word }) => tagKey(word))}::text[])
    UNION SELECT a."key" FROM "TagAlias" a WHERE a."libraryId" = ${libraryId}::uuid
      AND a."key" = ANY(${words.map(({ word }) => tagKey(word))}::text[])`)
  const keys = new Set(known.map(({ key }) => key.split('/').at(-1)))
  return words
    .filter(({ word }) => !keys.has(tagKey(word)))
    .sort((a, b) => b.links - a.links)
    .slice(0, MAX_NEW_WORDS)
}
