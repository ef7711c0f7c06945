// Turns a query into what the database is asked (grams and conditions) and what is then checked on the texts.
import { joinSql, sql, type Sql } from '#lib/db/sql.ts'
import {
  allOf,
  askedOfEach,
  grams,
  isGram,
  isGrams,
  isMark,
  isOfTitle,
  looksAtLink,
  inWhole,
  toEstimate,
  toSql,
  type Condition,
} from './condition.ts'
import {
  approximate,
  askedBest,
  evaluate,
  inTitle,
  isConjunction,
  isReachable,
  type Tree,
} from './condition-tree.ts'
import { filterMeanings, type FieldSetting } from './fields.ts'
import { libraryLexeme } from './index-document.ts'
import { drivingTag } from './known-tags.ts'
import { filterPaths, type LinkFilters } from './link-filters.ts'
import type { Needle } from './needle.ts'
import type { Standing } from './prepare-search.ts'
import { fieldLeaf, scopeOf, stands, textLeaf, type Leaf } from './query-leaf.ts'
import type { Query } from './query.ts'
import type { SearchedTexts, TextField } from './searched-texts.ts'
import { quoteLexeme } from './lexeme.ts'
import { fold } from './tokenize.ts'

export interface CompiledQuery {
  /** All links of the library that the conditions are asked of, for the statement that takes what an index gives. */
  from: Sql
  /** The same among the next links by age alone, `rows` of them within the given range of ids, which begins with AND. */
  window(options: { range: Sql; direction: Sql; rows: number }): Sql
  /** The same of documents taken at random, block by block: so many of a hundred, the same ones each time. */
  sample(percent: number): Sql
  /** The id of the link, as indexes have it; `l."id"` may be hidden from them. */
  id: Sql
  /** Matches; more than the query means when `isExact` is false. */
  where: Sql
  /**
   * Matches whose title holds the words; null when the query has none. What else there is to them is hidden from the
   * index: of few titles it is soon asked.
   */
  titleWhere: Sql | null
  /** The same of links that are known to be matches. */
  titleHolds: Sql | null
  /** Its words as the planner is asked of them. */
  titleWords: Sql | null
  /** The words of `where` as the planner is asked how many links hold them; null when it has none. */
  words: Sql | null
  /**
   * Does such an estimate tell the number of matches? Only where there is nothing else to them, and no other library,
   * which may hold all of the words. Nor where words meet marks: those of one language are not spread over all.
   */
  isEstimable: boolean
  /**
   * All of `where` as one expression of tsquery over what the vectors of whole documents hold, of which a sample of all
   * documents tells the number of matches; null where there is more to it, or where other libraries have documents as well.
   */
  sampled: string | null
  /** Is that one gram, of which the planner knows how many links hold it? Of several it has to guess. */
  isOneGram: boolean
  /** Do the titles' vectors, which lie in the rows, tell the matches? */
  isOfTitles: boolean
  /** Does an index give the matches? Otherwise they can only be walked by age. */
  isReachable: boolean
  /** Do the matches of `where` need no look at their texts? */
  isExact: boolean
  /**
   * What the database has to say of each leaf for `accepts`, in its order. Nothing where matches need no look, or where
   * all leaves hold for every match: the index has said so.
   */
  leafConditions: Sql[]
  /** Is the query true of a link, given the database's answers for the leaves and the link's texts? */
  accepts(answers: readonly boolean[], texts: SearchedTexts): boolean
  /** Where words have to be looked for, to verify them. */
  verified: ReadonlySet<TextField>
  /** What a hit is marked and ranked by: the words that are not negated. */
  marks: { needle: Needle; fields: readonly TextField[] }[]
  /** The words that are not negated as one folded text, to be compared with titles. */
  wording: string
}

/** What a compiled query knows beside its text. */
export interface QuerySetting extends FieldSetting, Pick<Standing, 'isAlone'> {
  libraryId: string
  filters: LinkFilters
}

/**
 * The id of a document's link, in a form that no index has: over one on ids the planner would read all documents of a
 * range, or of the library, and look into each.
 */
const HIDDEN_ID = sql`coalesce(d."linkId", d."libraryId") AS "id"`

type Window = CompiledQuery['window']
type Sample = CompiledQuery['sample']

/**
 * Documents, with as much of the link's own row as is asked: without a look at it, a join with all links is spared.
 * In a window they are cut off before anything is asked of them, or the planner would ask the index instead.
 */
const documentsFirst = (libraryId: string, link: Sql) => {
  const window: Window = ({ range, direction, rows }) => sql`
    FROM (SELECT l.* FROM (SELECT s.*, s."linkId" AS "id" FROM "SearchDocument" s) l
      WHERE l."libraryId" = ${libraryId}::uuid ${range} ORDER BY l."id" ${direction} LIMIT ${rows}::int) d
    CROSS JOIN LATERAL (${link}) l`
  const sample: Sample = (percent) => sql`
    FROM "SearchDocument" d TABLESAMPLE SYSTEM (${percent}::real) REPEATABLE (0) CROSS JOIN LATERAL (${link}) l`
  return { from: sql`FROM "SearchDocument" d CROSS JOIN LATERAL (${link}) l`, window, sample }
}
const ID_ALONE = sql`SELECT ${HIDDEN_ID}`
const OWN_ROW = sql`SELECT ${HIDDEN_ID}, k."originalUrl", k."canonicalUrl", k."note", k."visibility", k."frontId"
  FROM "Link" k WHERE k."id" = d."linkId"`

/** Links, or those with one tag. */
const linksFirst = (tagId: string | null) =>
  tagId === null
    ? sql`FROM "Link" l`
    : sql`FROM "Link" l JOIN "LinkTag" driving ON l."id" = driving."linkId" AND driving."tagId" = ${tagId}::uuid`

/** Tags that every match bears. */
function requiredTags(query: Query, filters: LinkFilters): string[] {
  const nodes = query.kind === 'and' ? query.children : [query]
  return [
    ...nodes.flatMap((node) => (node.kind === 'field' && node.field === 'tag' ? [node.value] : [])),
    ...filterPaths(filters),
  ]
}

/** The lexeme that stands in all documents of the library, in a vector whose grams are asked for anyway. */
function ownDocuments(libraryId: string, leaves: readonly Leaf[]): Condition {
  const columns = leaves.flatMap(({ condition }) =>
    typeof condition === 'object' && condition.kind === 'grams' ? condition.column : [],
  )
  if (columns.length === 0) return true
  return grams(columns.includes('body') ? 'body' : 'title', quoteLexeme(libraryLexeme(libraryId)))
}

function hasMark(tree: Tree): boolean {
  if (tree.kind === 'leaf') return isMark(tree.leaf.condition)
  return tree.kind === 'not' ? hasMark(tree.child) : tree.children.some(hasMark)
}

const isMarkAlone = (tree: Tree) => tree.kind === 'leaf' && isMark(tree.leaf.condition)

function isAskedOfTitle(tree: Tree): boolean {
  if (tree.kind === 'leaf') return tree.leaf.titleCondition !== null
  return tree.kind !== 'not' && tree.children.every(isAskedOfTitle)
}

/** Compiles a query and the list's filters for one library. */
export function compileQuery(query: Query, setting: QuerySetting): CompiledQuery {
  const { libraryId, filters, tags, isAlone } = setting
  const scope = scopeOf(query)
  const leaves: Leaf[] = []
  const marks: CompiledQuery['marks'] = []
  const wording: string[] = []
  let hasNegation = false

  const plant = (node: Query, isNegated: boolean): Tree => {
    if (node.kind === 'not') {
      hasNegation = true
      return { kind: 'not', child: plant(node.child, !isNegated) }
    }
    if ('children' in node)
      return { kind: node.kind, children: node.children.map((child) => plant(child, isNegated)) }
    const leaf = node.kind === 'field' ? fieldLeaf(node, setting) : textLeaf(node, scope, setting.marks)
    if (!isNegated) {
      marks.push(...leaf.mark.map((needle) => ({ needle, fields: leaf.fields })))
      if (node.kind !== 'field') wording.push(fold(node.text))
    }
    return { kind: 'leaf', leaf, index: leaves.push(leaf) - 1 }
  }
  const tree = plant(query, false)
  const filtering = filterMeanings(setting, filters)
  const isByIndex = isReachable(tree) || filtering.some(({ isIndexed }) => isIndexed)
  const asked = { over: true, isByIndex }

  // One by one, so that all grams of one vector come together.
  const parts = tree.kind === 'and' ? tree.children : [tree]
  const conditions = [
    ...parts.map((part) => approximate(part, asked)),
    ...filtering.map((meaning) => askedBest(meaning, asked)),
  ]
  const marked = conditions.filter(isMark)
  const title = inTitle(tree)
  const tagId = isByIndex ? null : drivingTag(tags, requiredTags(query, filters))
  const documents = documentsFirst(libraryId, looksAtLink(allOf(conditions)) ? OWN_ROW : ID_ALONE)
  const ofLibrary = isByIndex
    ? sql`d."libraryId" IS NOT DISTINCT FROM ${libraryId}::uuid`
    : sql`l."libraryId" = ${libraryId}::uuid`
  const ofOwn = allOf([isByIndex && !isAlone ? ownDocuments(libraryId, leaves) : true, ...conditions])
  const words = conditions.filter(isGrams)
  const isAllGrams = toEstimate(ofOwn) !== null
  // What a title holds, the whole holds as well; a mark beside a word in one branch of many is not asked of titles, nor code.
  const isImplied =
    !hasNegation && isAllGrams && parts.every((part) => isAskedOfTitle(part) || isMarkAlone(part))
  const isExact = leaves.every((leaf) => leaf.verify.length === 0)
  const isTold = isExact || isConjunction(tree)
  const titleHolds = title === null ? null : toSql(isByIndex ? allOf([title, ...marked]) : askedOfEach(title))
  return {
    from: isByIndex ? documents.from : linksFirst(tagId),
    window: documents.window,
    sample: documents.sample,
    id: isByIndex ? sql`d."linkId"` : sql`l."id"`,
    where: joinSql([ofLibrary, toSql(ofOwn)], ' AND '),
    titleWhere:
      titleHolds &&
      (isImplied
        ? joinSql([ofLibrary, titleHolds], ' AND ')
        : joinSql([ofLibrary, titleHolds, sql`coalesce(${toSql(ofOwn)}, FALSE)`], ' AND ')),
    titleHolds,
    titleWords: title === null ? null : toEstimate(allOf([title, ...marked])),
    words: toEstimate(allOf(words)),
    isEstimable: isAlone && isAllGrams && (marked.length === 0 ? !hasMark(tree) : conditions.length === 1),
    sampled: isAlone ? inWhole(ofOwn) : null,
    isOneGram: conditions.length === 1 && conditions.every(isGram),
    isOfTitles: conditions.every(isOfTitle),
    isReachable: isByIndex,
    isExact,
    leafConditions: isTold ? [] : leaves.map(({ condition, ofOne = condition }) => toSql(ofOne)),
    accepts: (answers, texts) =>
      evaluate(tree, (leaf, index) => (isTold || answers[index] === true) && stands(leaf, texts)),
    verified: new Set(leaves.flatMap(({ verify, fields }) => (verify.length > 0 ? fields : []))),
    marks,
    wording: wording.join(' '),
  }
}
