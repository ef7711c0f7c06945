// What `field:value` and the filters of a list mean in SQL. Aliases: `l` is Link, `d` is SearchDocument.
import { sql, type Sql } from '#lib/db/sql.ts'
import { allOf, anyOf, grams, linkCondition, sqlCondition, type Condition } from './condition.ts'
import { bearsTag, type KnownTags } from './known-tags.ts'
import { filterPaths, type LinkFilters } from './link-filters.ts'
import { parseMoment } from './moment.ts'
import { LINK_POSSESSIONS, LINK_STATES } from './query.ts'
import { quoteLexeme } from './terms.ts'
import { foldCase, pairs, plainWord, segments } from './tokenize.ts'

/** Ids have 48 bits for their moment (RFC 9562, 5.7). */
const MAX_ID_MS = 2 ** 48 - 1
/** Too many words begin with a letter or two: those are looked for as words. */
const MIN_BEGINNING = 3

/** What a field or filter means. */
export interface Meaning {
  condition: Condition
  /** The same, asked best of few links; as `condition` when it is left out. */
  ofOne?: Condition
  /** Is there an index that gives its links without reading all? */
  isIndexed: boolean
}

/** The document's grams hold the words of its site: they find it, the column says whether it is the one. */
function isOnSite(site: string): Meaning {
  const host = foldCase(site).replace(/^www\./, '')
  const isIt = sqlCondition(
    sql`coalesce(d."site" = ${host} OR right(d."site", length(${host}) + 1) = ${`.${host}`}, FALSE)`,
  )
  const expression = gramsOf(host).join(' & ')
  if (expression === '') return { condition: isIt, isIndexed: false }
  return { condition: allOf([grams('title', expression), isIt]), isIndexed: true }
}

function hasLanguage(lang: string): Condition {
  const folded = foldCase(lang)
  return sqlCondition(
    sql`coalesce(lower(d."lang") = ${folded} OR starts_with(lower(d."lang"), ${`${folded}-`}), FALSE)`,
  )
}

function newestStatusIs(statuses: LinkFilters['status'][]): Condition {
  return sqlCondition(sql`coalesce((SELECT s."status"::text FROM "Snapshot" s WHERE s."linkId" = l."id"
    ORDER BY s."id" DESC LIMIT 1) = ANY(${statuses}::text[]), FALSE)`)
}

function isInState(state: (typeof LINK_STATES)[number]): Condition {
  switch (state) {
    case 'untagged':
      return sqlCondition(sql`NOT EXISTS (SELECT 1 FROM "LinkTag" lt WHERE lt."linkId" = l."id")`)
    case 'pending':
      return newestStatusIs(['queued', 'capturing'])
    case 'ready':
    case 'failed':
      return newestStatusIs([state])
    case 'public':
    case 'private':
      return linkCondition(sql`l."visibility"::text = ${state}`)
  }
}

function hasArtifact(condition: Sql): Condition {
  return linkCondition(
    sql`EXISTS (SELECT 1 FROM "Artifact" a WHERE a."snapshotId" = l."frontId" AND ${condition})`,
  )
}

function possesses(thing: (typeof LINK_POSSESSIONS)[number]): Condition {
  switch (thing) {
    case 'note':
      return linkCondition(sql`l."note" <> ''`)
    case 'tag':
      return sqlCondition(sql`EXISTS (SELECT 1 FROM "LinkTag" lt WHERE lt."linkId" = l."id")`)
    case 'copy':
      return linkCondition(sql`l."frontId" IS NOT NULL`)
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

/** Ids carry the moment at which a link was added: its place in the order of all. */
const addedFrom = (date: Date) => sqlCondition(sql`(l."id" >= ${firstIdAt(date)}::uuid)`)
const addedBefore = (date: Date) => sqlCondition(sql`(l."id" < ${firstIdAt(date)}::uuid)`)

/** The least id of this moment; a moment that no id can name is that of the first or the last one. */
function firstIdAt(date: Date): string {
  const ms = Math.min(Math.max(date.getTime(), 0), MAX_ID_MS)
  const hex = ms.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

/** The address holds the text anywhere, as it is typed or as an address spells it (`%E7%BD%91`). */
function addressHolds(spelt: readonly string[]): Condition {
  return linkCondition(sql`EXISTS (SELECT 1 FROM unnest(${spelt}::text[]) AS w(part)
    WHERE strpos(lower(l."originalUrl"), part) > 0 OR strpos(lower(l."canonicalUrl"), part) > 0)`)
}

/**
 * The address holds the text from the beginning of a word on, as it is typed or as an address spells it (`%E7%BD%91`).
 * The words are looked for in the index, the last of them as the beginning of one; the address itself decides.
 */
export function urlContains(text: string): Meaning {
  const plain = foldCase(text)
  const spelt = [...new Set([plain, encodeURI(plain).toLowerCase()])]
  const expressions = spelt.map((part) => gramsOf(part, { isBegun: true }).join(' & '))
  const holds = addressHolds(spelt)
  if (expressions.includes('')) return { condition: holds, isIndexed: false }
  const found = anyOf(expressions.map((expression) => grams('body', expression)))
  return { condition: allOf([found, holds]), isIndexed: true }
}

/** The grams of a text that must all be there; of a text that ends within a word, what that word may begin with. */
function gramsOf(text: string, { isBegun = false } = {}): string[] {
  const parts = [...segments(text)]
  const last = parts.at(-1)
  const isOpen =
    isBegun && last?.kind === 'word' && text.endsWith(last.text) && last.text.length >= MIN_BEGINNING
  return parts.flatMap((part) => {
    if (part.kind === 'word')
      return `${quoteLexeme(plainWord(part.text))}${isOpen && part === last ? ':*' : ''}`
    const pieces = pairs(part.text)
    return pieces.length === 1 ? [`${quoteLexeme(pieces[0]!)}:*`] : pieces.slice(0, -1).map(quoteLexeme)
  })
}

type PlainField = 'tag' | 'site' | 'lang' | 'before' | 'after' | 'is' | 'has'

const NOTHING: Meaning = { condition: false, isIndexed: false }
const plainly = (condition: Condition): Meaning => ({ condition, isIndexed: false })

/** What a field that is a condition on the link alone means. Relative times count back from `now`. */
export function fieldMeaning(tags: KnownTags, field: PlainField, value: string, now: Date): Meaning {
  switch (field) {
    case 'tag': {
      const bearing = bearsTag(tags, value)
      if (!bearing) return NOTHING
      const { all, one, isRare } = bearing
      return { condition: sqlCondition(all), ofOne: sqlCondition(one), isIndexed: isRare }
    }
    case 'site':
      return isOnSite(value)
    case 'lang':
      return plainly(hasLanguage(value))
    case 'is': {
      const state = LINK_STATES.find((state) => state === value)
      return state ? plainly(isInState(state)) : NOTHING
    }
    case 'has': {
      const thing = LINK_POSSESSIONS.find((thing) => thing === value)
      return thing ? plainly(possesses(thing)) : NOTHING
    }
    case 'before':
    case 'after': {
      const moment = parseMoment(value, now)
      if (!moment) return NOTHING
      return plainly(field === 'before' ? addedBefore(moment) : addedFrom(moment))
    }
  }
}

/** The filters of a list, all of which must hold. */
export function filterMeanings(tags: KnownTags, filters: LinkFilters): Meaning[] {
  const now = new Date(0) // no filter is relative to it
  const meanings = filterPaths(filters).map((path) => fieldMeaning(tags, 'tag', path, now))
  if (filters.site) meanings.push(isOnSite(filters.site))
  if (filters.from) meanings.push(plainly(addedFrom(filters.from)))
  if (filters.to) meanings.push(plainly(addedBefore(filters.to)))
  if (filters.status) meanings.push(plainly(newestStatusIs([filters.status])))
  if (filters.visibility) meanings.push(plainly(isInState(filters.visibility)))
  return meanings
}
