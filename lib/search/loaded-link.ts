// Links with their texts: what matches are verified on, ranked by and marked in.
import type { Highlight } from '#lib/contract/link.ts'
import type { TextMatches } from '#lib/contract/text-matches.ts'
import type { Tx } from '#lib/db/client.ts'
import { joinSql, sql } from '#lib/db/sql.ts'
import { MAX_LISTED_MATCHES } from '#lib/kernel/limits.ts'
import type { CompiledQuery } from './compile-query.ts'
import { highlightPlaces } from './highlight.ts'
import type { Search } from './matches.ts'
import { codeRanges, findPlaces, toMatches } from './places.ts'
import { FoldedTexts, type LoadedLink, type LoadedRow } from './loaded-row.ts'
import { ALL_FIELDS, type TextField } from './searched-texts.ts'
import { score } from './score.ts'

/** Texts that are loaded at once, and as many as fit beyond: 200 of the usual length have a tenth of it. */
const MAX_LOADED_BYTES = 8 * 1024 * 1024

type Searched = Pick<Search, 'tx' | 'query'> & Partial<Pick<Search, 'limit' | 'kept'>>

/** The first of these links, as many as are loaded at once; texts that are not wanted are empty. */
async function load(
  { tx, query }: Searched,
  ids: readonly string[],
  wanted: ReadonlySet<TextField>,
): Promise<LoadedRow[]> {
  const [row] = await tx.$queryRaw<[{ links: string }]>(
    sql`SELECT "searchTexts"(${ids}::uuid[], ${[...wanted]}::text[], ${MAX_LOADED_BYTES}::int) AS "links"`,
  )
  const rows: Omit<LoadedRow, 'answers'>[] = JSON.parse(row.links)
  const answers = await answersOf(tx, query, ids)
  return rows
    .sort((a, b) => a.place - b.place)
    .map((link) => ({ ...link, answers: answers.get(link.linkId) ?? [] }))
}

/** What the database says of each leaf, by link. */
async function answersOf(
  tx: Tx,
  { leafConditions }: CompiledQuery,
  ids: readonly string[],
): Promise<ReadonlyMap<string, boolean[]>> {
  if (leafConditions.length === 0) return new Map()
  // As one value: it takes the client longer to read rows.
  const [row] = await tx.$queryRaw<[{ answers: string | null }]>(sql`
    SELECT json_agg(json_build_array(l."id", ARRAY[${joinSql(leafConditions)}]::boolean[]))::text AS "answers"
    FROM "Link" l LEFT JOIN "SearchDocument" d ON d."linkId" = l."id" WHERE l."id" = ANY(${ids}::uuid[])`)
  return new Map<string, boolean[]>(JSON.parse(row.answers ?? '[]'))
}

/** What a hit is ranked by and shown with: everything, and code where it is asked for. */
const shownFields = ({ marks, verified }: CompiledQuery): ReadonlySet<TextField> =>
  new Set([...ALL_FIELDS, ...verified, ...marks.flatMap(({ fields }) => fields)])

/** In the given order; a link that is gone is left out. */
async function* loadAll(
  search: Searched,
  ids: readonly string[],
  wanted: ReadonlySet<TextField>,
): AsyncGenerator<LoadedLink> {
  for (let at = 0; at < ids.length;) {
    const rows = await load(search, ids.slice(at), wanted)
    for (const row of rows) yield { ...row, folded: new FoldedTexts(row) }
    at = rows.length === 0 ? ids.length : at + rows.at(-1)!.place
  }
}

/** Those of the matches that the query is really true of, in the given order. */
export async function verify(search: Searched, ids: readonly string[]): Promise<string[]> {
  const { query, kept, limit = 0 } = search
  const { isExact, accepts, verified } = query
  if (isExact) return [...ids]
  const isAllLoaded = [...shownFields(query)].every((field) => verified.has(field))
  const accepted: string[] = []
  for await (const link of loadAll(search, ids, verified)) {
    if (!accepts(link.answers, link.folded)) continue
    accepted.push(link.linkId)
    if (kept && isAllLoaded && kept.size < limit) kept.set(link.linkId, link)
  }
  return accepted
}

interface Ranked {
  linkId: string
  score: number
}
const byRank = (a: Ranked, b: Ranked) => b.score - a.score || (a.linkId < b.linkId ? 1 : -1)

/**
 * The same with their scores, the best first; of equals the newer. The best of those that are left for the page are
 * kept as they were loaded.
 */
export async function rank(
  search: Search,
  ids: readonly string[],
  isLeft: (ranked: Ranked) => boolean,
): Promise<Ranked[]> {
  const { query, kept, limit } = search
  const ranked: Ranked[] = []
  let best: (Ranked & { link: LoadedLink })[] = []
  const keepBest = () => {
    best = best.sort(byRank).slice(0, limit)
  }
  for await (const link of loadAll(search, ids, shownFields(query))) {
    if (!query.isExact && !query.accepts(link.answers, link.folded)) continue
    const one = { linkId: link.linkId, score: score(query, link.folded) }
    ranked.push(one)
    if (isLeft(one)) best.push({ ...one, link })
    if (best.length > 2 * limit) keepBest()
  }
  keepBest()
  for (const { linkId, link } of best) kept.set(linkId, link)
  return ranked.sort(byRank)
}

/** Why a link was found. */
export interface Reasons {
  /** The pieces of its texts that show it. */
  highlights: Highlight[]
  /** The places in its article. */
  matches: TextMatches
}

export async function reasonsOf(
  search: Pick<Search, 'tx' | 'query' | 'kept'>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Reasons>> {
  const reasons = new Map<string, Reasons>()
  if (search.query.marks.length === 0) return reasons
  const { kept, query } = search
  const missing = ids.filter((id) => !kept.has(id))
  for await (const link of loadAll(search, missing, shownFields(query))) kept.set(link.linkId, link)
  for (const id of ids) {
    const link = kept.get(id)
    if (link) reasons.set(id, reasonsFor(query, link))
  }
  return reasons
}

function reasonsFor({ marks }: CompiledQuery, link: LoadedLink): Reasons {
  const needlesOf = (field: Highlight['field']) =>
    marks.filter(({ fields }) => fields.includes(field)).map(({ needle }) => needle)
  const cut = (
    field: Highlight['field'],
    { text, folded, windowCharacters }: { text: string; folded?: string; windowCharacters?: number },
  ): Highlight[] => {
    const needles = needlesOf(field)
    const snippet = highlightPlaces(text, findPlaces(text, needles, [], folded), windowCharacters)
    return snippet ? [{ field, ...snippet }] : []
  }
  const { folded } = link
  const ofText = needlesOf('text')
  const ofCode = needlesOf('code')
  const places = findPlaces(link.text, ofText, [], folded.text)
  const snippet = highlightPlaces(link.text, places)
  const inArticle: Highlight[] = snippet ? [{ field: 'text', ...snippet }] : []
  const code = highlightPlaces(link.code, findPlaces(link.code, ofCode, [[0, link.code.length]], folded.code))
  const inCode: Highlight[] = code ? [{ field: 'code', ...code }] : []
  const highlights = [
    ...cut('title', { text: link.title, folded: folded.title, windowCharacters: Infinity }),
    ...(inArticle.length > 0 ? inArticle : cut('text', { text: link.rest, folded: folded.rest })),
    ...inCode,
    ...cut('note', { text: link.note, folded: folded.note }),
    ...cut('url', { text: link.url, folded: folded.url }),
    ...link.tag.split('\n').flatMap((path) => cut('tag', { text: path, windowCharacters: Infinity })),
  ]
  const all =
    ofCode.length === 0
      ? places
      : findPlaces(link.text, [...ofText, ...ofCode], codeRanges(link.text, link.code))
  return { highlights, matches: toMatches(link.text, all, MAX_LISTED_MATCHES) }
}
