// Suggests tags of the library for a link, offline: by what links like it bear, by its site, and by names that stand in it.
import type { Tx } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import { fold } from '#lib/search/tokenize.ts'
import { linkFeatures } from './link-features.ts'
import { newWords } from './new-words.ts'
import { scoreTags, type NamedTag, type ScoredTag } from './score-tags.ts'
import { readEvidence } from './tag-evidence.ts'

export interface LinkToTag {
  linkId: string
  site: string
  title: string
  text: string
}

/** What a tag is called, for finding it in a text. */
interface TagNames {
  id: string
  path: string
  aliases: string[]
}

const WORD_CHARACTER = /[\p{L}\p{N}]/u
const LATIN = /^[\x21-\x7e]+$/

/** Does a name stand in a folded text? Latin ones as words: `go` is not in `google`. */
function stands(name: string, folded: string): boolean {
  for (let at = folded.indexOf(name); at >= 0; at = folded.indexOf(name, at + 1)) {
    if (!LATIN.test(name)) return true
    const around = [folded[at - 1] ?? ' ', folded[at + name.length] ?? ' ']
    if (around.every((character) => !WORD_CHARACTER.test(character) || !LATIN.test(character))) return true
  }
  return false
}

function whereNamed({ id, path, aliases }: TagNames, title: string, text: string): NamedTag {
  const names = [path.split('/').at(-1) ?? path, ...aliases].map(fold).filter((name) => [...name].length >= 2)
  if (names.some((name) => stands(name, title))) return { id, named: 'title' }
  return { id, named: names.some((name) => stands(name, text)) ? 'text' : null }
}

/** The words of a text as people see them, folded as the index folds them. */
function wordsOf(text: string): Set<string> {
  const segments = new Intl.Segmenter('zh', { granularity: 'word' }).segment(fold(text))
  return new Set([...segments].filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment))
}

/** Tags whose names are looked for: those that are used most. */
const MAX_NAMES = 1_000
const TEXT_CHARACTERS = 3_000

/**
 * Tags for a link, best first, each with the reason. Nothing is asked of anybody outside.
 *
 * @param limit  suggestions, at most
 */
export async function suggestTags(
  tx: Tx,
  libraryId: string,
  link: LinkToTag,
  limit: number,
): Promise<{ tags: ScoredTag[]; newWords: { word: string; links: number }[] }> {
  const features = linkFeatures(link)
  const evidence = await readEvidence(tx, libraryId, { ...link, grams: features.map(({ gram }) => gram) })
  const tags = await tx.$queryRaw<TagNames[]>(sql`
    SELECT t."id"::text, t."path", ARRAY(SELECT a."name" FROM "TagAlias" a WHERE a."tagId" = t."id") AS "aliases"
    FROM "Tag" t WHERE t."libraryId" = ${libraryId}::uuid AND t."linkCount" > 0
    ORDER BY t."linkCount" DESC LIMIT ${MAX_NAMES}::int`)
  const [title, text] = [fold(link.title), fold(link.text.slice(0, TEXT_CHARACTERS))]
  const words = wordsOf(`${link.title}\n${link.text.slice(0, TEXT_CHARACTERS)}`)
  const named = tags.map((tag) => whereNamed(tag, title, text))
  return {
    tags: scoreTags(features, evidence, named, (gram) => words.has(gram)).slice(0, limit),
    newWords: await newWords(tx, libraryId, link.title, evidence),
  }
}
