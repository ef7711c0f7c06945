// What `field:value` and the filters of a list mean in SQL. Aliases: `l` is Link, `d` is SearchDocument.
import { sql, type Sql } from '#lib/db/sql.ts'
import {
  allOf,
  anyOf,
  documentCondition,
  grams,
  linkCondition,
  mark,
  noneOf,
  sqlCondition,
  type Condition,
} from './condition.ts'
import { tagKey } from '#lib/db/tag-key.ts'
import { bearsTag, type KnownTags } from './known-tags.ts'
import { filterPaths, type LinkFilters } from './link-filters.ts'
import {
  HAS_NOTE,
  isInLanguage,
  isOfSite,
  isMarked,
  ofAddress,
  isTagged,
  IS_UNTAGGED,
  type ReliableMarks,
} from './marks.ts'
import { firstIdAt, parseMoment } from './moment.ts'
import { LINK_POSSESSIONS, LINK_STATES } from './query.ts'
import { askFor, quoteLexeme } from './lexeme.ts'
import { foldCase, pairs, plainWord, segments } from './tokenize.ts'

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

/** What the meaning of a field depends on. */
export interface FieldSetting {
  /** Those that the query and the filters name. */
  tags: KnownTags
  marks: ReliableMarks
  /** What `after:7d` counts back from. */
  now: Date
}

/** Without marks, the words of a site in the document's grams find it, and the column says whether it is the one. */
function isOnSite(site: string, marks: ReliableMarks): Meaning {
  const host = foldCase(site).replace(/^www\./, '')
  const isIt = documentCondition(
    sql`coalesce(d."site" = ${host} OR right(d."site", length(${host}) + 1) = ${`.${host}`}, FALSE)`,
  )
  if (marks.ofDocuments && isMarked(host))
    return { condition: mark(isOfSite(host)), ofOne: isIt, isIndexed: true }
  const expression = gramsOf(host, { ask: askForTitle }).join(' & ')
  if (expression === '') return { condition: isIt, isIndexed: false }
  return { condition: allOf([grams('title', expression), isIt]), isIndexed: true }
}

function hasLanguage(lang: string, marks: ReliableMarks): Meaning {
  const folded = foldCase(lang)
  const isIt = documentCondition(
    sql`coalesce(lower(d."lang") = ${folded} OR starts_with(lower(d."lang"), ${`${folded}-`}), FALSE)`,
  )
  return marks.ofDocuments && isMarked(folded)
    ? { condition: mark(isInLanguage(folded)), ofOne: isIt, isIndexed: true }
    : plainly(isIt)
}

function newestStatusIs(statuses: LinkFilters['status'][]): Condition {
  return sqlCondition(sql`coalesce((SELECT s."status"::text FROM "Snapshot" s WHERE s."linkId" = l."id"
    ORDER BY s."id" DESC LIMIT 1) = ANY(${statuses}::text[]), FALSE)`)
}

const BEARS_ANY = sqlCondition(sql`EXISTS (SELECT 1 FROM "LinkTag" lt WHERE lt."linkId" = l."id")`)

function isUntagged(marks: ReliableMarks): Meaning {
  const ofOne = noneOf(BEARS_ANY)
  return marks.ofTags ? { condition: mark(IS_UNTAGGED), ofOne, isIndexed: true } : plainly(ofOne)
}

function isInState(state: (typeof LINK_STATES)[number], marks: ReliableMarks): Meaning {
  switch (state) {
    case 'untagged':
      return isUntagged(marks)
    case 'pending':
      return plainly(newestStatusIs(['queued', 'capturing']))
    case 'ready':
    case 'failed':
      return plainly(newestStatusIs([state]))
    case 'public':
    case 'private':
      return plainly(linkCondition(sql`l."visibility"::text = ${state}`))
  }
}

function hasArtifact(condition: Sql): Condition {
  return linkCondition(
    sql`EXISTS (SELECT 1 FROM "Artifact" a WHERE a."snapshotId" = l."frontId" AND ${condition})`,
  )
}

function possesses(thing: (typeof LINK_POSSESSIONS)[number], marks: ReliableMarks): Meaning {
  switch (thing) {
    case 'note': {
      const ofOne = linkCondition(sql`l."note" <> ''`)
      return marks.ofDocuments ? { condition: mark(HAS_NOTE), ofOne, isIndexed: true } : plainly(ofOne)
    }
    case 'tag':
      return marks.ofTags
        ? { condition: noneOf(mark(IS_UNTAGGED)), ofOne: BEARS_ANY, isIndexed: false }
        : plainly(BEARS_ANY)
    case 'copy':
      return plainly(linkCondition(sql`l."frontId" IS NOT NULL`))
    case 'article':
    case 'screenshot':
    case 'file':
      return plainly(hasArtifact(sql`a."kind" = ${thing}`))
    case 'pdf':
      return plainly(
        hasArtifact(
          sql`(a."kind" = 'pdf' OR (a."kind" = 'file' AND starts_with(a."contentType", 'application/pdf')))`,
        ),
      )
  }
}

/** Ids carry the moment at which a link was added: its place in the order of all. */
const addedFrom = (date: Date) => inOrder(date, sql`>=`)
const addedBefore = (date: Date) => inOrder(date, sql`<`)

/** Of a document, so that the index of ids is intersected with that of words. */
function inOrder(date: Date, operator: Sql): Meaning {
  const id = firstIdAt(date)
  return {
    condition: documentCondition(sql`(d."linkId" ${operator} ${id}::uuid)`),
    ofOne: sqlCondition(sql`(l."id" ${operator} ${id}::uuid)`),
    isIndexed: false,
  }
}

/** The address of link `l` holds the text anywhere, as it is typed or as an address spells it (`%E7%BD%91`). */
function addressHolds(spelt: readonly string[]): Sql {
  return sql`EXISTS (SELECT 1 FROM unnest(${spelt}::text[]) AS w(part)
    WHERE strpos(lower(l."originalUrl"), part) > 0 OR strpos(lower(l."canonicalUrl"), part) > 0)`
}

/**
 * The same of a document. Where its site holds the text its address does, and nobody looks at the link; a site of other
 * letters than ASCII is written otherwise in the address.
 */
function siteOrAddressHolds(text: string, spelt: readonly string[]): Condition {
  return documentCondition(sql`(coalesce(strpos(d."site", ${text}) > 0 AND octet_length(d."site") = length(d."site"), FALSE)
    OR coalesce((SELECT ${addressHolds(spelt)} FROM "Link" l WHERE l."id" = d."linkId"), FALSE))`)
}

/**
 * The address holds the text from the beginning of a word on, as it is typed or as an address spells it (`%E7%BD%91`).
 * The words are looked for in the index, the last of them as the beginning of one; the address itself decides.
 */
export function urlContains(text: string, marks: ReliableMarks): Meaning {
  const plain = foldCase(text)
  const spelt = [...new Set([plain, encodeURI(plain).toLowerCase()])]
  const asked = marks.ofDocuments ? [askForAddress] : [askForAddress, askForOldAddress]
  const expressions = spelt.flatMap((part) =>
    asked.map((ask) => gramsOf(part, { isBegun: true, ask }).join(' & ')),
  )
  if (expressions.includes('')) return plainly(linkCondition(addressHolds(spelt)))
  const found = anyOf(expressions.map((expression) => grams('body', expression)))
  return { condition: allOf([found, siteOrAddressHolds(plain, spelt)]), isIndexed: true }
}

type Ask = (gram: string, isBegun?: boolean) => string
const askForAddress: Ask = (gram, isBegun = false) => `${quoteLexeme(ofAddress(gram))}${isBegun ? ':*' : ''}`
/** Documents of tokenizer 7 and before held all forms of an address's words beside those of their texts. */
const askForOldAddress: Ask = (gram, isBegun = false) =>
  askFor(gram, { vector: 'body', isBegun, isCurrent: false })
/** Without marks, documents may be of any tokenizer. */
const askForTitle: Ask = (gram, isBegun = false) =>
  askFor(gram, { vector: 'title', isBegun, isCurrent: false })

/** The grams of a text that must all be there; of a text that ends within a word, what that word may begin with. */
function gramsOf(text: string, { isBegun = false, ask }: { isBegun?: boolean; ask: Ask }): string[] {
  const parts = [...segments(text)]
  const last = parts.at(-1)
  const isOpen =
    isBegun && last?.kind === 'word' && text.endsWith(last.text) && last.text.length >= MIN_BEGINNING
  return parts.flatMap((part) => {
    if (part.kind === 'word') {
      const isBegun = isOpen && part === last
      // The end of a host stands in very many addresses, and as a beginning all of them are read: its other words find it.
      if (isBegun && parts.length > 1 && text.endsWith(`.${part.text}`)) return []
      return ask(plainWord(part.text), isBegun)
    }
    const pieces = pairs(part.text)
    return pieces.length === 1 ? [ask(pieces[0]!, true)] : pieces.slice(0, -1).map((piece) => ask(piece))
  })
}

type PlainField = 'tag' | 'site' | 'lang' | 'before' | 'after' | 'is' | 'has'

const NOTHING: Meaning = { condition: false, isIndexed: false }
const plainly = (condition: Condition): Meaning => ({ condition, isIndexed: false })

/** What a field that is a condition on the link alone means. */
export function fieldMeaning({ tags, marks, now }: FieldSetting, field: PlainField, value: string): Meaning {
  switch (field) {
    case 'tag': {
      const tag = tags.get(tagKey(value))
      if (!tag) return NOTHING
      if (marks.ofTags) return { condition: mark(isTagged(tag.keys)), isIndexed: true }
      const { all, one, isRare } = bearsTag(tag)
      return {
        condition: isRare ? documentCondition(all) : sqlCondition(all),
        ofOne: sqlCondition(one),
        isIndexed: isRare,
      }
    }
    case 'site':
      return isOnSite(value, marks)
    case 'lang':
      return hasLanguage(value, marks)
    case 'is': {
      const state = LINK_STATES.find((state) => state === value)
      return state ? isInState(state, marks) : NOTHING
    }
    case 'has': {
      const thing = LINK_POSSESSIONS.find((thing) => thing === value)
      return thing ? possesses(thing, marks) : NOTHING
    }
    case 'before':
    case 'after': {
      const moment = parseMoment(value, now)
      if (!moment) return NOTHING
      return field === 'before' ? addedBefore(moment) : addedFrom(moment)
    }
  }
}

/** The filters of a list, all of which must hold. */
export function filterMeanings(setting: FieldSetting, filters: LinkFilters): Meaning[] {
  const { marks } = setting
  const meanings = filterPaths(filters).map((path) => fieldMeaning(setting, 'tag', path))
  if (filters.site) meanings.push(isOnSite(filters.site, marks))
  if (filters.from) meanings.push(addedFrom(filters.from))
  if (filters.to) meanings.push(addedBefore(filters.to))
  if (filters.status) meanings.push(plainly(newestStatusIs([filters.status])))
  if (filters.visibility) meanings.push(isInState(filters.visibility, marks))
  return meanings
}
