// Conditions on a link while they are being composed: constants fold away, grams of one vector join into one tsquery.
import { joinSql, sql, type Sql } from '#lib/db/sql.ts'

/** Aliases `l` (Link) and `d` (SearchDocument) are those of every statement of lib/search. */
export type VectorColumn = 'title' | 'body'

export type Condition =
  | boolean
  /** Marks stand in both vectors, `either`: they join the grams that they meet, and by themselves ask the title's. */
  | { kind: 'grams'; column: VectorColumn | 'either'; expression: string }
  /**
   * `ofLink`: more of `l` is looked at than its id and its library, which the document knows too. `ofDocument`: `d` is
   * looked at.
   */
  | { kind: 'sql'; sql: Sql; ofLink: boolean; ofDocument: boolean }

export function grams(column: VectorColumn, expression: string): Condition {
  return { kind: 'grams', column, expression }
}

export function mark(expression: string): Condition {
  return { kind: 'grams', column: 'either', expression }
}

export function isMark(condition: Condition): boolean {
  return typeof condition === 'object' && condition.kind === 'grams' && condition.column === 'either'
}

/** Of the link's id. */
export function sqlCondition(text: Sql): Condition {
  return { kind: 'sql', sql: text, ofLink: false, ofDocument: false }
}

/** Of what the document knows. */
export function documentCondition(text: Sql): Condition {
  return { kind: 'sql', sql: text, ofLink: false, ofDocument: true }
}

/** Of what only the link's own row knows. */
export function linkCondition(text: Sql): Condition {
  return { kind: 'sql', sql: text, ofLink: true, ofDocument: false }
}

/**
 * The condition for a walk over links, which is there without `d`: it is asked of the document of each link, whatever the
 * planner thinks of it. Lexemes that must not be there it would else look for in all of the inverted index (5 s).
 */
export function askedOfEach(condition: Condition): Condition {
  if (!looksAtDocument(condition)) return condition
  return {
    kind: 'sql',
    sql: sql`coalesce((SELECT ${toSql(condition)} FROM "SearchDocument" d WHERE d."linkId" = l."id"), FALSE)`,
    ofLink: looksAtLink(condition),
    ofDocument: false,
  }
}

/**
 * The condition as SQL that is never NULL. Grams are hidden from the planner in a subquery: what it believes of them is
 * wrong by a factor of 50,000 where pairs of one word stand together, and so are then its plans. Unseen, they are
 * expected in every two-hundredth link, which keeps it to the inverted index.
 */
export function toSql(condition: Condition): Sql {
  if (typeof condition === 'boolean') return condition ? sql`TRUE` : sql`FALSE`
  if (condition.kind === 'sql') return condition.sql
  const { column, expression } = condition
  return column === 'body'
    ? sql`(d."bodyVector" @@ (SELECT ${expression}::tsquery))`
    : sql`(d."titleVector" @@ (SELECT ${expression}::tsquery))`
}

/** Grams as the planner sees them, to be asked what it expects; null for anything else. */
export function toEstimate(condition: Condition): Sql | null {
  if (typeof condition === 'boolean' || condition.kind === 'sql') return null
  const { column, expression } = condition
  return column === 'body'
    ? sql`d."bodyVector" @@ ${expression}::tsquery`
    : sql`d."titleVector" @@ ${expression}::tsquery`
}

/** Grams that the vector of a whole document tells, as an expression; null for anything else. Marks stand in both. */
export function inWhole(condition: Condition): string | null {
  return isGrams(condition) && condition.column !== 'title' ? condition.expression : null
}

export function isGrams(condition: Condition): condition is Exclude<Condition, boolean> & { kind: 'grams' } {
  return typeof condition === 'object' && condition.kind === 'grams'
}

/** A gram alone, and no beginning of several. */
export function isGram(condition: Condition): boolean {
  return typeof condition === 'object' && condition.kind === 'grams' && ONE_GRAM.test(condition.expression)
}
const ONE_GRAM = /^'(?:[^'\\]|''|\\\\)+'$/

export function isOfTitle(condition: Condition): boolean {
  return typeof condition === 'object' && condition.kind === 'grams' && condition.column !== 'body'
}

function looksAtDocument(condition: Condition): boolean {
  return typeof condition === 'object' && (condition.kind === 'grams' || condition.ofDocument)
}

export function looksAtLink(condition: Condition): boolean {
  return typeof condition === 'object' && condition.kind === 'sql' && condition.ofLink
}

function joined(conditions: Condition[], absorbing: boolean): Condition {
  const operator = absorbing ? ' | ' : ' & '
  if (conditions.includes(absorbing)) return absorbing
  const expressions = { title: [] as string[], body: [] as string[], either: [] as string[] }
  const others: Condition[] = []
  for (const condition of conditions) {
    if (typeof condition === 'boolean') continue
    if (condition.kind === 'grams') expressions[condition.column].push(`(${condition.expression})`)
    else others.push(condition)
  }
  const met = (['body', 'title'] as const).find((column) => expressions[column].length > 0)
  if (met) expressions[met].push(...expressions.either.splice(0))
  const parts = [
    ...(['title', 'body', 'either'] as const).flatMap((column): Condition[] =>
      expressions[column].length > 0
        ? [{ kind: 'grams', column, expression: expressions[column].join(operator) }]
        : [],
    ),
    ...others,
  ]
  if (parts.length < 2) return parts[0] ?? !absorbing
  const text = sql`(${joinSql(parts.map(toSql), absorbing ? ' OR ' : ' AND ')})`
  return {
    kind: 'sql',
    sql: text,
    ofLink: parts.some(looksAtLink),
    ofDocument: parts.some(looksAtDocument),
  }
}

export function allOf(conditions: Condition[]): Condition {
  return joined(conditions, false)
}

export function anyOf(conditions: Condition[]): Condition {
  return joined(conditions, true)
}

export function noneOf(condition: Condition): Condition {
  if (typeof condition === 'boolean') return !condition
  if (condition.kind === 'grams') return { ...condition, expression: `!(${condition.expression})` }
  return { ...condition, sql: sql`(NOT ${condition.sql})` }
}
