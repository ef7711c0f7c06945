// What `field:value` and the filters of a list mean in SQL. Aliases: `l` is Link, `d` is SearchDocument.
import type { z } from 'zod'
import type { visibility } from '#lib/contract/fields.ts'
import type { snapshotStatus } from '#lib/contract/snapshot.ts'
import { joinSql, sql, type Sql } from '#lib/db/sql.ts'
import { tagKey } from '#lib/db/tag-key.ts'
import { parseMoment } from './moment.ts'
import { LINK_POSSESSIONS, LINK_STATES } from './query.ts'
import { foldCase } from './tokenize.ts'

export interface LinkFilters {
  /** Tag path; several, separated by commas, must all be there. Children and aliases count. */
  tag?: string
  /** Host; its subdomains count. */
  site?: string
  /** Added at this moment or later. */
  from?: Date
  /** Added before this moment. */
  to?: Date
  /** State of the newest version. */
  status?: z.infer<typeof snapshotStatus>
  visibility?: z.infer<typeof visibility>
}

/** Links that bear the tag of this path or alias, or one below it. */
function hasTag(libraryId: string, path: string): Sql {
  const key = tagKey(path)
  return sql`(l."id" IN (
    WITH wanted AS (
      SELECT ${key}::text AS key
      UNION SELECT t."key" FROM "TagAlias" a JOIN "Tag" t ON t."id" = a."tagId"
        WHERE a."libraryId" = ${libraryId}::uuid AND a."key" = ${key}
    )
    SELECT lt."linkId" FROM wanted
      JOIN "Tag" t ON t."libraryId" = ${libraryId}::uuid
        AND (t."key" = wanted.key OR starts_with(t."key", wanted.key || '/'))
      JOIN "LinkTag" lt ON lt."tagId" = t."id"))`
}

function isOnSite(site: string): Sql {
  const host = foldCase(site).replace(/^www\./, '')
  return sql`(l."site" = ${host} OR right(l."site", length(${host}) + 1) = ${`.${host}`})`
}

function hasLanguage(lang: string): Sql {
  const folded = foldCase(lang)
  return sql`coalesce(lower(d."lang") = ${folded} OR starts_with(lower(d."lang"), ${`${folded}-`}), FALSE)`
}

function newestStatusIs(statuses: LinkFilters['status'][]): Sql {
  return sql`coalesce((SELECT s."status"::text FROM "Snapshot" s WHERE s."linkId" = l."id"
    ORDER BY s."id" DESC LIMIT 1) = ANY(${statuses}::text[]), FALSE)`
}

function isInState(state: (typeof LINK_STATES)[number]): Sql {
  switch (state) {
    case 'untagged':
      return sql`NOT EXISTS (SELECT 1 FROM "LinkTag" lt WHERE lt."linkId" = l."id")`
    case 'pending':
      return newestStatusIs(['queued', 'capturing'])
    case 'ready':
    case 'failed':
      return newestStatusIs([state])
    case 'public':
    case 'private':
      return sql`l."visibility"::text = ${state}`
  }
}

function hasArtifact(condition: Sql): Sql {
  return sql`EXISTS (SELECT 1 FROM "Artifact" a WHERE a."snapshotId" = l."frontId" AND ${condition})`
}

function possesses(thing: (typeof LINK_POSSESSIONS)[number]): Sql {
  switch (thing) {
    case 'note':
      return sql`l."note" <> ''`
    case 'tag':
      return sql`EXISTS (SELECT 1 FROM "LinkTag" lt WHERE lt."linkId" = l."id")`
    case 'copy':
      return sql`l."frontId" IS NOT NULL`
    case 'article':
    case 'screenshot':
    case 'file':
      return hasArtifact(sql`a."kind" = ${thing}`)
    case 'pdf':
      return hasArtifact(
        sql`(a."kind" = 'pdf' OR (a."kind" = 'file' AND starts_with(a."contentType", 'application/pdf')))`,
      )
  }
}

const addedFrom = (date: Date) => sql`l."createdAt" >= ${date}::timestamptz`
const addedBefore = (date: Date) => sql`l."createdAt" < ${date}::timestamptz`

/** The address holds the text anywhere, as it is typed or as an address spells it (`%E7%BD%91`). */
export function urlContains(text: string): Sql {
  const plain = foldCase(text)
  const spelt = [...new Set([plain, encodeURI(plain).toLowerCase()])]
  return sql`EXISTS (SELECT 1 FROM unnest(${spelt}::text[]) AS w(part)
    WHERE strpos(lower(l."originalUrl"), part) > 0 OR strpos(lower(l."canonicalUrl"), part) > 0)`
}

type PlainField = 'tag' | 'site' | 'lang' | 'before' | 'after' | 'is' | 'has'

/** The SQL of a field that is a condition on the link alone; never NULL. Relative times count back from `now`. */
export function fieldCondition(libraryId: string, field: PlainField, value: string, now: Date): Sql {
  switch (field) {
    case 'tag':
      return hasTag(libraryId, value)
    case 'site':
      return isOnSite(value)
    case 'lang':
      return hasLanguage(value)
    case 'is': {
      const state = LINK_STATES.find((state) => state === value)
      return state ? isInState(state) : sql`FALSE`
    }
    case 'has': {
      const thing = LINK_POSSESSIONS.find((thing) => thing === value)
      return thing ? possesses(thing) : sql`FALSE`
    }
    case 'before':
    case 'after': {
      const moment = parseMoment(value, now)
      if (!moment) return sql`FALSE`
      return field === 'before' ? addedBefore(moment) : addedFrom(moment)
    }
  }
}

/** All filters of a list as one condition. */
export function filterCondition(libraryId: string, filters: LinkFilters): Sql {
  const parts: Sql[] = [sql`l."libraryId" = ${libraryId}::uuid`]
  for (const path of filters.tag?.split(',').map((part) => part.trim()) ?? [])
    if (path !== '') parts.push(hasTag(libraryId, path))
  if (filters.site) parts.push(isOnSite(filters.site))
  if (filters.from) parts.push(addedFrom(filters.from))
  if (filters.to) parts.push(addedBefore(filters.to))
  if (filters.status) parts.push(newestStatusIs([filters.status]))
  if (filters.visibility) parts.push(isInState(filters.visibility))
  return joinSql(parts, ' AND ')
}
