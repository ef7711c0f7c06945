// All links that a query is true of, a lot at a time: for whoever does something to each of them.
import type { Tx } from '#lib/db/client.ts'
import { emptySql, sql, type Sql } from '#lib/db/sql.ts'
import { compileQuery } from './compile-query.ts'
import { findKnownTags } from './known-tags.ts'
import type { LinkFilters } from './link-filters.ts'
import { verify } from './loaded-link.ts'
import { NO_MARKS } from './marks.ts'
import { forgetPrices, tellPrices } from './prepare-search.ts'
import type { Query } from './query.ts'

export interface MatchOptions {
  filters?: LinkFilters
  /** Only of these links. */
  ids?: readonly string[]
  /** Only links that bear this very tag. */
  bearing?: string
  /** Of the address without its scheme; `*` and `?` stand for anything, capitals for themselves and small letters. */
  urlPattern?: string | null
  /** Links looked at, at most. */
  limit: number
  /** Only links that are older than this one. */
  after?: string | null
  now?: Date
}

/** A pattern with `*` and `?` as LIKE reads it (PostgreSQL 18, 9.7.1), which needs no more than text times pattern. */
function likePattern(pattern: string): string {
  return pattern
    .replace(/^https?:\/\//i, '')
    .toLowerCase()
    .replace(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_')
}

function hasAddress(pattern: string): Sql {
  const like = likePattern(pattern)
  const fits = (column: Sql) => sql`lower(substr(${column}, strpos(${column}, '://') + 3)) LIKE ${like}`
  // By itself: where words alone are asked for, `l` has no addresses.
  return sql`AND EXISTS (SELECT FROM "Link" a WHERE a."id" = l."id"
    AND (${fits(sql`a."originalUrl"`)} OR ${fits(sql`a."canonicalUrl"`)}))`
}

/**
 * Links that a query is true of, newest first, out of the next `limit` candidates. They are verified, never loosened;
 * behind `after` they go on, and null says that there are no more.
 */
export async function matchLinks(
  tx: Tx,
  libraryId: string,
  query: Query,
  options: MatchOptions,
): Promise<{ ids: string[]; after: string | null }> {
  const { filters = {}, ids, bearing, urlPattern, limit, after = null, now = new Date() } = options
  const tags = await findKnownTags(tx, libraryId, { query, filters, marks: NO_MARKS })
  const compiled = compileQuery(query, { libraryId, filters, tags, marks: NO_MARKS, now, isAlone: false })
  const isOfFew = ids !== undefined || bearing !== undefined
  if (!isOfFew) await tellPrices(tx)
  const candidates = await tx.$queryRaw<{ id: string }[]>(sql`
    SELECT l."id" ${compiled.from} WHERE ${compiled.where}
    ${ids ? sql`AND ${compiled.id} = ANY(${[...ids]}::uuid[])` : emptySql}
    ${bearing ? sql`AND ${compiled.id} IN (SELECT b."linkId" FROM "LinkTag" b WHERE b."tagId" = ${bearing}::uuid)` : emptySql}
    ${urlPattern ? hasAddress(urlPattern) : emptySql}
    ${after === null ? emptySql : sql`AND l."id" < ${after}::uuid`}
    ORDER BY l."id" DESC LIMIT ${limit + 1}::int`)
  // What is asked next in this transaction is no search.
  if (!isOfFew) await forgetPrices(tx)
  const looked = candidates.slice(0, limit).map(({ id }) => id)
  return {
    ids: await verify({ tx, query: compiled }, looked),
    after: candidates.length > limit ? (looked.at(-1) ?? null) : null,
  }
}
