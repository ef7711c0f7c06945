// The next links by age among which matches are looked for one by one: how many, and as which statement.
import type { Tx } from '#lib/db/client.ts'
import { emptySql, joinSql, sql, type Sql } from '#lib/db/sql.ts'
import type { CompiledQuery } from './compile-query.ts'
import type { Standing } from './prepare-search.ts'

/**
 * Links that are looked into one by one, at most: a vector takes 4 to 10 µs. The more links there are, the more the index
 * takes: of each it reads the words.
 */
const windowRows = ({ documents }: Standing) => Math.round(Math.min(Math.max(2_000, documents / 250), 4_000))
/** The same where titles decide: they lie in the rows themselves, 1 to 2 µs each. */
export const TITLE_WINDOW_ROWS = 5_000
export const MARGIN = 1.5

export interface Wanted {
  limit: number
  /** Behind this link, in the direction of the walk. */
  after?: string | null
  /** This link and older ones. */
  upTo?: string | null
  /** This link and newer ones. */
  downTo?: string | null
  /** Not these. */
  except?: readonly string[]
  oldestFirst?: boolean
}

export const ordered = ({ oldestFirst = false, limit }: Wanted) =>
  sql`ORDER BY "id" ${oldestFirst ? sql`ASC` : sql`DESC`} LIMIT ${limit}::int`

/** The range of the walk as a condition on `l."id"`, with its AND. */
export function rangeOf({ after, upTo, downTo, except = [], oldestFirst = false }: Wanted): Sql {
  return joinSql(
    [
      emptySql,
      ...(after ? [oldestFirst ? sql`l."id" > ${after}::uuid` : sql`l."id" < ${after}::uuid`] : []),
      ...(upTo ? [sql`l."id" <= ${upTo}::uuid`] : []),
      ...(downTo ? [sql`l."id" >= ${downTo}::uuid`] : []),
      ...(except.length > 0 ? [sql`l."id" <> ALL(${except}::uuid[])`] : []),
    ],
    ' AND ',
  )
}

/** The next links that should hold so many matches, with some to spare. */
export const rowsFor = (matches: number, share: number) => Math.ceil((MARGIN * matches) / share)

export const maxRows = ({ isOfTitles }: CompiledQuery, standing: Standing) =>
  isOfTitles ? TITLE_WINDOW_ROWS : windowRows(standing)

/** Matches among so many next links, each of which is looked into until there are enough: in the order of the window. */
export function inWindow(query: CompiledQuery, where: Sql, wanted: Wanted & { rows: number }): Sql {
  const direction = wanted.oldestFirst ? sql`ASC` : sql`DESC`
  const window = query.window({ range: rangeOf(wanted), direction, rows: wanted.rows })
  return sql`SELECT l."id" ${window} WHERE ${where} ORDER BY d."linkId" ${direction} LIMIT ${wanted.limit}::int`
}

export const readIds = async (tx: Tx, statement: Sql) =>
  (await tx.$queryRaw<{ id: string }[]>(statement)).map(({ id }) => id)
