// The last resort for a query that finds nothing: words in Latin letters that the library does not have, as they may have
// been meant. Pinyin becomes the Chinese that is in titles and tags, a slip of the finger the word next to it.
import type { Tx } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import { editDistance } from './edit-distance.ts'
import { libraryLexeme } from './index-document.ts'
import { findSaid, isLetters } from './pinyin.ts'
import type { Query } from './query.ts'
import { askFor, quoteLexeme } from './lexeme.ts'
import { stem } from './stem.ts'

/** Newest links whose titles are searched for what may be meant. */
const LINKS_READ = 3_000
const TITLES_SAID = 1_000
const MAX_WORDS = 4
/** Shorter words are next to too many others. */
const MIN_LETTERS = 4
/** From so many letters on two slips are forgiven. */
const LONG_LETTERS = 8

export interface Correction {
  kind: 'pinyin' | 'spelling'
  query: Query
}

function latinWords(query: Query): string[] {
  if (query.kind === 'word') return isLetters(query.text.toLowerCase()) ? [query.text.toLowerCase()] : []
  return 'children' in query ? query.children.flatMap(latinWords) : []
}

function replaced(query: Query, words: ReadonlyMap<string, string>): Query {
  if (query.kind === 'word') return { ...query, text: words.get(query.text.toLowerCase()) ?? query.text }
  if (!('children' in query)) return query
  return { ...query, children: query.children.map((child) => replaced(child, words)) }
}

async function isKnown(tx: Tx, libraryId: string, word: string): Promise<boolean> {
  const expression = `${askFor(stem(word), { vector: 'body', isCurrent: false })} & ${quoteLexeme(libraryLexeme(libraryId))}`
  const rows = await tx.$queryRaw<unknown[]>(sql`
    SELECT 1 FROM "SearchDocument" d WHERE d."bodyVector" @@ (SELECT ${expression}::tsquery) LIMIT 1`)
  return rows.length > 0
}

/** What titles and tags say in letters that sound so; null when nothing does. */
async function meantByPinyin(tx: Tx, libraryId: string, word: string): Promise<string | null> {
  const tags = await tx.$queryRaw<{ text: string }[]>(sql`
    SELECT "path" AS "text" FROM "Tag" WHERE "libraryId" = ${libraryId}::uuid ORDER BY "linkCount" DESC LIMIT ${TITLES_SAID}::int`)
  const titles = await tx.$queryRaw<{ text: string }[]>(sql`
    SELECT t."title" AS "text" FROM (SELECT d."linkId" FROM "SearchDocument" d WHERE d."libraryId" = ${libraryId}::uuid
      ORDER BY d."linkId" DESC LIMIT ${TITLES_SAID}::int) d JOIN "SearchText" t ON t."linkId" = d."linkId"`)
  return findSaid(
    [...tags, ...titles].map(({ text }) => text),
    word,
  )
}

/** The word of titles and tags that is nearest, of several the most frequent; null when none is near. */
async function meantBySpelling(tx: Tx, libraryId: string, word: string): Promise<string | null> {
  const limit = word.length >= LONG_LETTERS ? 2 : 1
  const like = `^[a-z]{${word.length - limit},${word.length + limit}}$`
  const rows = await tx.$queryRaw<{ word: string; count: number }[]>(sql`
    SELECT lexeme AS "word", count(*)::int AS "count" FROM (
      SELECT d."titleVector" FROM "SearchDocument" d WHERE d."libraryId" = ${libraryId}::uuid
      ORDER BY d."linkId" DESC LIMIT ${LINKS_READ}::int) d, unnest(tsvector_to_array(d."titleVector")) AS lexeme
    WHERE lexeme ~ ${like} GROUP BY lexeme`)
  const [nearest] = rows
    .map((row) => ({ ...row, slips: editDistance(word, row.word, limit) }))
    .filter(({ slips }) => slips <= limit)
    .sort((a, b) => a.slips - b.slips || b.count - a.count || b.word.length - a.word.length)
  return nearest?.word ?? null
}

/** The query with its unknown words as they may be meant; null when all are known, or nothing is near them. */
export async function correctQuery(tx: Tx, libraryId: string, query: Query): Promise<Correction | null> {
  const words = new Map<string, string>()
  let kind: Correction['kind'] = 'spelling'
  for (const word of [...new Set(latinWords(query))].slice(0, MAX_WORDS)) {
    if (word.length < MIN_LETTERS || (await isKnown(tx, libraryId, word))) continue
    const said = await meantByPinyin(tx, libraryId, word)
    const meant = said ?? (await meantBySpelling(tx, libraryId, word))
    if (meant === null) continue
    if (said !== null) kind = 'pinyin'
    words.set(word, meant)
  }
  return words.size > 0 ? { kind, query: replaced(query, words) } : null
}
