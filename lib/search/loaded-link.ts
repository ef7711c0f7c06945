// Links with their texts: what matches are verified on, ranked by and marked in.
import type { Highlight } from '#lib/contract/link.ts'
import { joinSql, sql, type Sql } from '#lib/db/sql.ts'
import type { CompiledQuery } from './compile-query.ts'
import { highlight } from './highlight.ts'
import type { Search } from './matches.ts'
import type { SearchedTexts, TextField } from './searched-texts.ts'
import { ALL_FIELDS } from './searched-texts.ts'
import { score } from './score.ts'
import { fold } from './tokenize.ts'

/** Texts in memory at once: of 200,000 characters each they weigh 16 MB. */
const TEXTS_PER_LOAD = 40

type Searched = Pick<Search, 'tx' | 'query'>

interface LoadedLink extends Record<TextField, string> {
  linkId: string
  answers: boolean[]
}

const COLUMNS: Record<TextField, Sql> = {
  title: sql`coalesce(t."title", l."title", '')`,
  url: sql`l."originalUrl"`,
  text: sql`coalesce(t."text", '')`,
  rest: sql`coalesce(t."rest", '')`,
  note: sql`l."note"`,
  tag: sql`coalesce((SELECT string_agg(g."path", chr(10) ORDER BY g."path") FROM "LinkTag" lt JOIN "Tag" g ON g."id" = lt."tagId"
    WHERE lt."linkId" = l."id"), '')`,
}

/** In the given order; texts that are not wanted are empty. */
async function load(
  search: Searched,
  ids: readonly string[],
  wanted: ReadonlySet<TextField>,
): Promise<LoadedLink[]> {
  const { leafConditions, isExact } = search.query
  const answers = isExact ? sql`ARRAY[]::boolean[]` : sql`ARRAY[${joinSql(leafConditions)}]::boolean[]`
  const texts = ALL_FIELDS.map(
    (field) => sql`${wanted.has(field) ? COLUMNS[field] : sql`''`} AS ${NAMES[field]}`,
  )
  const rows = await search.tx.$queryRaw<LoadedLink[]>(sql`
    SELECT l."id" AS "linkId", ${joinSql(texts)}, ${answers} AS "answers"
    FROM "Link" l LEFT JOIN "SearchDocument" d ON d."linkId" = l."id" LEFT JOIN "SearchText" t ON t."linkId" = l."id"
    WHERE l."id" = ANY(${ids}::uuid[])`)
  const byId = new Map(rows.map((row) => [row.linkId, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

const NAMES: Record<TextField, Sql> = {
  title: sql`"title"`,
  url: sql`"url"`,
  text: sql`"text"`,
  rest: sql`"rest"`,
  note: sql`"note"`,
  tag: sql`"tag"`,
}

async function* loadAll(search: Searched, ids: readonly string[], wanted: ReadonlySet<TextField>) {
  for (let at = 0; at < ids.length; at += TEXTS_PER_LOAD)
    yield* await load(search, ids.slice(at, at + TEXTS_PER_LOAD), wanted)
}

const foldTexts = (link: LoadedLink): SearchedTexts => ({
  title: fold(link.title),
  text: fold(link.text),
  rest: fold(link.rest),
  url: fold(link.url),
  note: fold(link.note),
  tag: fold(link.tag),
})

/** Those of the matches that the query is really true of, in the given order. */
export async function verify(search: Searched, ids: readonly string[]): Promise<string[]> {
  const { isExact, accepts, verified } = search.query
  if (isExact) return [...ids]
  const kept: string[] = []
  for await (const link of loadAll(search, ids, verified))
    if (accepts(link.answers, foldTexts(link))) kept.push(link.linkId)
  return kept
}

/** The same with their scores, the best first; of equals the newer. */
export async function rank(
  search: Searched,
  ids: readonly string[],
): Promise<{ linkId: string; score: number }[]> {
  const { isExact, accepts } = search.query
  const ranked: { linkId: string; score: number }[] = []
  for await (const link of loadAll(search, ids, new Set(ALL_FIELDS))) {
    const texts = foldTexts(link)
    if (isExact || accepts(link.answers, texts))
      ranked.push({ linkId: link.linkId, score: score(search.query, texts) })
  }
  return ranked.sort((a, b) => b.score - a.score || (a.linkId < b.linkId ? 1 : -1))
}

/** The pieces of text that show why each link was found. */
export async function highlightsOf(
  search: Searched,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Highlight[]>> {
  const highlights = new Map<string, Highlight[]>()
  if (search.query.marks.length === 0) return highlights
  for await (const link of loadAll(search, ids, new Set(ALL_FIELDS)))
    highlights.set(link.linkId, marked(search.query, link))
  return highlights
}

function marked({ marks }: CompiledQuery, link: LoadedLink): Highlight[] {
  const cut = (field: Highlight['field'], text: string, windowCharacters?: number): Highlight[] => {
    const needles = marks.filter(({ fields }) => fields.includes(field)).map(({ needle }) => needle)
    const snippet = highlight(text, needles, windowCharacters)
    return snippet ? [{ field, ...snippet }] : []
  }
  const inArticle = cut('text', link.text)
  return [
    ...cut('title', link.title, Infinity),
    ...(inArticle.length > 0 ? inArticle : cut('text', link.rest)),
    ...cut('note', link.note),
    ...cut('url', link.url),
    ...link.tag.split('\n').flatMap((path) => cut('tag', path, Infinity)),
  ]
}
