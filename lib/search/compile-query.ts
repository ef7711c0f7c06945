// Turns a query into what the database is asked (grams and conditions) and what is then checked on the texts.
import { sql, type Sql } from '#lib/db/sql.ts'
import { allOf, anyOf, grams, noneOf, sqlCondition, toSql, type Condition } from './condition.ts'
import { fieldCondition, filterCondition, type LinkFilters, urlContains } from './fields.ts'
import { libraryLexeme } from './index-document.ts'
import { findNeedle, substringNeedle, type Needle } from './needle.ts'
import { SEARCH_SCOPES, type FieldLeaf, type Query, type TextLeaf } from './query.ts'
import { quoteLexeme, termsOf } from './terms.ts'
import { fold } from './tokenize.ts'

/** The folded texts of one link, by the place where words are looked for. */
export interface SearchedTexts {
  title: string
  text: string
  /** What else could be seen on the page. */
  rest: string
  url: string
  note: string
  /** Tag paths, one to a line. */
  tag: string
}
export type TextField = keyof SearchedTexts
type Scope = (typeof SEARCH_SCOPES)[number]

const ALL_FIELDS: readonly TextField[] = ['title', 'text', 'rest', 'url', 'note', 'tag']

interface Leaf {
  /** What the database can say: exact when nothing is left to verify, else true of more links than it should be. */
  condition: Condition
  /** The same within the title's grams, for the candidates that a title brings; null when it says nothing of titles. */
  titleCondition: Condition | null
  verify: Needle[]
  mark: Needle[]
  fields: readonly TextField[]
}

/** Links with their documents. */
const LINKS = sql`FROM "Link" l LEFT JOIN "SearchDocument" d ON d."linkId" = l."id"`
/** The documents alone, when nothing else of a link is asked: it spares a join with the whole library. */
const DOCUMENTS = sql`FROM "SearchDocument" d
  CROSS JOIN LATERAL (SELECT d."linkId" AS "id", d."libraryId" AS "libraryId") l`
/** The same with the library out of the planner's sight, which else reads all its rows instead of the words' index. */
const DOCUMENTS_BY_WORDS = sql`FROM "SearchDocument" d
  CROSS JOIN LATERAL (SELECT d."linkId" AS "id", d."libraryId"::text::uuid AS "libraryId") l`

export interface CompiledQuery {
  /** Where the rows come from when they are walked by age: `l` has the id and the library in any case. */
  from: Sql
  /** Where they come from when they are reached through the index of words. */
  fromWords: Sql
  /** Matches; more than the query means when `isVerified` is false. */
  where: Sql
  /** The further condition that the words stand in the title; null when the query has no words. */
  titleWhere: Sql | null
  /** Are there words that the inverted index can be asked for? */
  hasGrams: boolean
  /** Do the matches of `where` need no look at their texts? */
  isExact: boolean
  /** What the database says of each leaf, in the order of `accepts`. */
  leafConditions: Sql[]
  /** Is the query true of a link, given the database's answers for the leaves and the link's texts? */
  accepts(answers: readonly boolean[], texts: SearchedTexts): boolean
  /** What a hit is marked and ranked by: the words that are not negated. */
  marks: { needle: Needle; fields: readonly TextField[] }[]
  /** The words that are not negated as one folded text, to be compared with titles. */
  wording: string
}

function textLeaf(leaf: TextLeaf, scope: Scope | null): Leaf {
  if (scope === 'url') {
    const mark = [substringNeedle(fold(leaf.text))]
    const condition = sqlCondition(urlContains(leaf.text))
    return { condition, titleCondition: null, verify: [], mark, fields: [scope] }
  }
  const { expression, verify, mark } = termsOf(leaf)
  const title = grams('title', expression)
  // A vector holds more than one place: within one of them, every word has to be looked for.
  if (scope === 'title')
    return { condition: title, titleCondition: title, verify: mark, mark, fields: ['title'] }
  const condition = grams('body', expression)
  if (scope !== null) {
    const fields: readonly TextField[] = scope === 'text' ? ['text', 'rest'] : [scope]
    return { condition, titleCondition: null, verify: mark, mark, fields }
  }
  return { condition, titleCondition: title, verify, mark, fields: ALL_FIELDS }
}

function fieldLeaf(libraryId: string, leaf: FieldLeaf, now: Date): Leaf {
  const { field, value } = leaf
  const kind = /\s/.test(value) ? 'phrase' : 'word'
  switch (field) {
    case 'title':
      return textLeaf({ kind, text: value }, 'title')
    case 'url':
      return textLeaf({ kind, text: value }, 'url')
    case 'in':
      return { condition: true, titleCondition: null, verify: [], mark: [], fields: [] }
    default: {
      const condition = sqlCondition(fieldCondition(libraryId, field, value, now))
      return { condition, titleCondition: null, verify: [], mark: [], fields: [] }
    }
  }
}

type Tree =
  | { kind: 'leaf'; leaf: Leaf; index: number }
  | { kind: 'and' | 'or'; children: Tree[] }
  | { kind: 'not'; child: Tree }

/** `in:` speaks for all words of the query; of several, the last one. */
function scopeOf(query: Query): Scope | null {
  if ('children' in query) return query.children.map(scopeOf).findLast(Boolean) ?? null
  if (query.kind !== 'field' || query.field !== 'in') return null
  return SEARCH_SCOPES.find((scope) => scope === query.value) ?? null
}

/**
 * The condition that holds for all links that the tree can be true of (`over`), or only for links that it is certainly
 * true of. Negation swaps the two: a link with all pairs of a phrase may yet lack the phrase.
 */
function approximate(tree: Tree, over: boolean): Condition {
  switch (tree.kind) {
    case 'leaf':
      return over || tree.leaf.verify.length === 0 ? tree.leaf.condition : false
    case 'not':
      return noneOf(approximate(tree.child, !over))
    case 'and':
      return allOf(tree.children.map((child) => approximate(child, over)))
    case 'or':
      return anyOf(tree.children.map((child) => approximate(child, over)))
  }
}

/** The words in the title's grams; what is negated or no word says nothing here, and is in `where` anyway. */
function inTitle(tree: Tree): Condition | null {
  switch (tree.kind) {
    case 'leaf':
      return tree.leaf.titleCondition
    case 'not':
      return null
    case 'and':
    case 'or': {
      const parts = tree.children.map(inTitle).filter((part) => part !== null)
      if (parts.length === 0) return null
      return tree.kind === 'and' ? allOf(parts) : anyOf(parts)
    }
  }
}

function evaluate(tree: Tree, isTrue: (leaf: Leaf, index: number) => boolean): boolean {
  switch (tree.kind) {
    case 'leaf':
      return isTrue(tree.leaf, tree.index)
    case 'not':
      return !evaluate(tree.child, isTrue)
    case 'and':
      return tree.children.every((child) => evaluate(child, isTrue))
    case 'or':
      return tree.children.some((child) => evaluate(child, isTrue))
  }
}

function stands(leaf: Leaf, texts: SearchedTexts): boolean {
  return leaf.verify.every((needle) =>
    leaf.fields.some((field) => findNeedle(needle, texts[field], 1).length > 0),
  )
}

/**
 * Compiles a query and the list's filters for one library.
 *
 * @param now  what `after:7d` counts back from
 */
export function compileQuery(
  libraryId: string,
  query: Query,
  filters: LinkFilters,
  now: Date,
): CompiledQuery {
  const scope = scopeOf(query)
  const leaves: Leaf[] = []
  const marks: CompiledQuery['marks'] = []
  const wording: string[] = []

  const plant = (node: Query, isNegated: boolean): Tree => {
    if (node.kind === 'not') return { kind: 'not', child: plant(node.child, !isNegated) }
    if ('children' in node)
      return { kind: node.kind, children: node.children.map((child) => plant(child, isNegated)) }
    const leaf = node.kind === 'field' ? fieldLeaf(libraryId, node, now) : textLeaf(node, scope)
    if (!isNegated) {
      marks.push(...leaf.mark.map((needle) => ({ needle, fields: leaf.fields })))
      if (node.kind !== 'field') wording.push(fold(node.text))
    }
    return { kind: 'leaf', leaf, index: leaves.push(leaf) - 1 }
  }
  const tree = plant(query, false)

  const matches = approximate(tree, true)
  const title = inTitle(tree)
  const hasGrams = leaves.some(({ condition }) => typeof condition === 'object' && condition.kind === 'grams')
  const ownLibrary = hasGrams ? grams('body', quoteLexeme(libraryLexeme(libraryId))) : true
  const isOfWordsAlone =
    hasGrams &&
    Object.values(filters).every((filter) => filter === undefined) &&
    leaves.every(({ condition }) => typeof condition === 'boolean' || condition.kind === 'grams')
  return {
    from: isOfWordsAlone ? DOCUMENTS : LINKS,
    fromWords: isOfWordsAlone ? DOCUMENTS_BY_WORDS : LINKS,
    where: toSql(allOf([ownLibrary, matches, sqlCondition(filterCondition(libraryId, filters))])),
    titleWhere: title === null ? null : toSql(title),
    hasGrams,
    isExact: leaves.every((leaf) => leaf.verify.length === 0),
    leafConditions: leaves.map(({ condition }) => toSql(condition)),
    accepts: (answers, texts) =>
      evaluate(tree, (leaf, index) => answers[index] === true && stands(leaf, texts)),
    marks,
    wording: wording.join(' '),
  }
}
