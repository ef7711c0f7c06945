// The tags that a query names, looked up before it is compiled: how many links bear them decides how they are asked for.
import type { DbOrTx } from '#lib/db/client.ts'
import { sql, type Sql } from '#lib/db/sql.ts'
import { tagKey } from '#lib/db/tag-key.ts'
import { filterPaths, type LinkFilters } from './link-filters.ts'
import type { ReliableMarks } from './marks.ts'
import type { Query } from './query.ts'

/** Of so many links the ids are read at once; of more, each link is asked for its tags. */
const MAX_LINKS_READ = 2_000

/** A tag with those below it. */
interface KnownTag {
  /** Of the tag itself: as it was named, and that whose other name it is. Marks tell by them who bears it. */
  keys: string[]
  ids: string[]
  /** Links that bear them; one that bears several counts as often. */
  links: number
}

/** Tags by the folded path that names them; a path that names none is not there, or no link is marked with it. */
export type KnownTags = ReadonlyMap<string, KnownTag>

function queryPaths(query: Query): string[] {
  if (query.kind === 'not') return queryPaths(query.child)
  if ('children' in query) return query.children.flatMap(queryPaths)
  return query.kind === 'field' && query.field === 'tag' ? [query.value] : []
}

/**
 * Finds the tags that the query and the filters name, by their paths or aliases, with those below them.
 *
 * @param marks  where these tell who bears a tag, its keys are all that is looked up
 */
export async function findKnownTags(
  db: DbOrTx,
  libraryId: string,
  { query, filters, marks }: { query: Query; filters: LinkFilters; marks: ReliableMarks },
): Promise<KnownTags> {
  const keys = [...new Set([...queryPaths(query), ...filterPaths(filters)].map(tagKey))]
  if (keys.length === 0) return new Map()
  const rows = await db.$queryRaw<({ key: string } & KnownTag)[]>(
    marks.ofTags ? keysOf(libraryId, keys) : withThoseBelow(libraryId, keys),
  )
  return new Map(rows.map(({ key, ...tag }) => [key, tag]))
}

/** Keys alone, of themselves and of the tags whose other names they are. */
const keysOf = (libraryId: string, keys: readonly string[]) => sql`
  SELECT named AS "key", '{}'::text[] AS "ids", 0 AS "links", named || ARRAY(
    SELECT t."key" FROM "TagAlias" a JOIN "Tag" t ON t."id" = a."tagId"
    WHERE a."libraryId" = ${libraryId}::uuid AND a."key" = named) AS "keys"
  FROM unnest(${keys}::text[]) AS named`

const withThoseBelow = (libraryId: string, keys: readonly string[]) => sql`
  WITH wanted AS (
    SELECT named, named AS key FROM unnest(${keys}::text[]) AS named
    UNION SELECT a."key", t."key" FROM "TagAlias" a JOIN "Tag" t ON t."id" = a."tagId"
      WHERE a."libraryId" = ${libraryId}::uuid AND a."key" = ANY(${keys}::text[])
  ), found AS (
    SELECT DISTINCT wanted.named, t."id", t."linkCount" FROM wanted JOIN "Tag" t ON t."libraryId" = ${libraryId}::uuid
      AND (t."key" = wanted.key OR starts_with(t."key", wanted.key || '/'))
  )
  SELECT named AS "key", ARRAY(SELECT wanted.key FROM wanted WHERE wanted.named = found.named) AS "keys",
    array_agg("id"::text) AS "ids", sum("linkCount")::int AS "links" FROM found GROUP BY named`

/** Does one link bear the tag? */
function bears({ ids }: KnownTag): Sql {
  // A subquery of this shape is asked once for each link, from its own few tags: never turned into a join with all links,
  // and `IS TRUE` keeps the planner from asking the index once for every tag below.
  return sql`coalesce((SELECT TRUE FROM "LinkTag" lt WHERE lt."linkId" = l."id"
    AND (lt."tagId" = ANY(${ids}::uuid[])) IS TRUE LIMIT 1), FALSE)`
}

/** Links that bear a tag, or one below it, as their rows say: all of them, asked at once or one by one, or one link. */
export function bearsTag(tag: KnownTag): { all: Sql; one: Sql; isRare: boolean } {
  const one = bears(tag)
  if (tag.links > MAX_LINKS_READ) return { all: one, one, isRare: false }
  const all = sql`(d."linkId" = ANY(ARRAY(SELECT lt."linkId" FROM "LinkTag" lt WHERE lt."tagId" = ANY(${tag.ids}::uuid[]))))`
  return { all, one, isRare: true }
}

/** The tag of one id alone through which links are reached best: the one with the fewest links. */
export function drivingTag(tags: KnownTags, paths: readonly string[]): string | null {
  const known = paths.flatMap((path) => tags.get(tagKey(path)) ?? [])
  const [rarest] = known.toSorted((a, b) => a.links - b.links)
  return rarest?.ids.length === 1 ? rarest.ids[0]! : null
}
