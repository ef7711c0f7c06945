// Links with their texts: what matches are verified on, ranked by and marked in.
import type { Highlight } from '#lib/contract/link.ts'
import type { TextMatches } from '#lib/contract/text-matches.ts'
import { joinSql, sql, type Sql } from '#lib/db/sql.ts'
import { MAX_LISTED_MATCHES } from '#lib/kernel/limits.ts'
import type { CompiledQuery } from './compile-query.ts'
import { highlight, highlightPlaces } from './highlight.ts'
import type { Search } from './matches.ts'
import { codeRanges, findPlaces, toMatches } from './places.ts'
import type { SearchedTexts, TextField } from './searched-texts.ts'
import { ALL_FIELDS } from './searched-texts.ts'
import { score } from './score.ts'
import { fold } from './tokenize.ts'

/** Texts in memory at once: of 200,000 characters each they weigh 40 MB, of the usual length less than one. */
const TEXTS_PER_LOAD = 100

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
  code: sql`coalesce(t."code", '')`,
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
  const texts = [...ALL_FIELDS, 'code' as const].map(
    (field) => sql`${wanted.has(field) ? COLUMNS[field] : sql`''`} AS ${NAMES[field]}`,
  )
  // As one value: it takes a fifth of the time in which the client makes rows of rows.
  const [row] = await search.tx.$queryRaw<[{ links: string }]>(sql`
    SELECT coalesce(json_agg(link), '[]')::text AS "links" FROM (
      SELECT l."id" AS "linkId", ${joinSql(texts)}, ${answers} AS "answers"
      FROM "Link" l LEFT JOIN "SearchDocument" d ON d."linkId" = l."id" LEFT JOIN "SearchText" t ON t."linkId" = l."id"
      WHERE l."id" = ANY(${ids}::uuid[])) AS link`)
  const rows: LoadedLink[] = JSON.parse(row.links)
  const byId = new Map(rows.map((row) => [row.linkId, row]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

const NAMES: Record<TextField, Sql> = {
  title: sql`"title"`,
  url: sql`"url"`,
  text: sql`"text"`,
  rest: sql`"rest"`,
  code: sql`"code"`,
  note: sql`"note"`,
  tag: sql`"tag"`,
}

/** What a hit is ranked by and shown with: everything, and code where it is asked for. */
const shownFields = ({ marks, verified }: CompiledQuery): ReadonlySet<TextField> =>
  new Set([...ALL_FIELDS, ...verified, ...marks.flatMap(({ fields }) => fields)])

async function* loadAll(search: Searched, ids: readonly string[], wanted: ReadonlySet<TextField>) {
  for (let at = 0; at < ids.length; at += TEXTS_PER_LOAD)
    yield* await load(search, ids.slice(at, at + TEXTS_PER_LOAD), wanted)
}

const foldTexts = (link: LoadedLink): SearchedTexts => ({
  title: fold(link.title),
  text: fold(link.text),
  rest: fold(link.rest),
  code: fold(link.code),
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
  for await (const link of loadAll(search, ids, shownFields(search.query))) {
    const texts = foldTexts(link)
    if (isExact || accepts(link.answers, texts))
      ranked.push({ linkId: link.linkId, score: score(search.query, texts) })
  }
  return ranked.sort((a, b) => b.score - a.score || (a.linkId < b.linkId ? 1 : -1))
}

/** Why a link was found. */
export interface Reasons {
  /** The pieces of its texts that show it. */
  highlights: Highlight[]
  /** The places in its article. */
  matches: TextMatches
}

export async function reasonsOf(
  search: Searched,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Reasons>> {
  const reasons = new Map<string, Reasons>()
  if (search.query.marks.length === 0) return reasons
  for await (const link of loadAll(search, ids, shownFields(search.query)))
    reasons.set(link.linkId, reasonsFor(search.query, link))
  return reasons
}

function reasonsFor({ marks }: CompiledQuery, link: LoadedLink): Reasons {
  const needlesOf = (field: Highlight['field']) =>
    marks.filter(({ fields }) => fields.includes(field)).map(({ needle }) => needle)
  const cut = (field: Highlight['field'], text: string, windowCharacters?: number): Highlight[] => {
    const snippet = highlight(text, needlesOf(field), windowCharacters)
    return snippet ? [{ field, ...snippet }] : []
  }
  const ofText = needlesOf('text')
  const ofCode = needlesOf('code')
  const places = findPlaces(link.text, ofText)
  const snippet = highlightPlaces(link.text, places)
  const inArticle: Highlight[] = snippet ? [{ field: 'text', ...snippet }] : []
  const code = highlightPlaces(link.code, findPlaces(link.code, ofCode, [[0, link.code.length]]))
  const inCode: Highlight[] = code ? [{ field: 'code', ...code }] : []
  const highlights = [
    ...cut('title', link.title, Infinity),
    ...(inArticle.length > 0 ? inArticle : cut('text', link.rest)),
    ...inCode,
    ...cut('note', link.note),
    ...cut('url', link.url),
    ...link.tag.split('\n').flatMap((path) => cut('tag', path, Infinity)),
  ]
  const all =
    ofCode.length === 0
      ? places
      : findPlaces(link.text, [...ofText, ...ofCode], codeRanges(link.text, link.code))
  return { highlights, matches: toMatches(link.text, all, MAX_LISTED_MATCHES) }
}
