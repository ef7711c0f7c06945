// The query as a tree, and its one canonical spelling.

/** What `field:value` may name. */
export const QUERY_FIELDS = [
  'tag',
  'site',
  'url',
  'title',
  'code',
  'lang',
  'before',
  'after',
  'is',
  'in',
  'has',
] as const
export type QueryField = (typeof QUERY_FIELDS)[number]

/** Values of `is:`. Pending are queued and running captures; the state is that of the newest version of a link. */
export const LINK_STATES = ['untagged', 'pending', 'ready', 'failed', 'public', 'private'] as const
/** Values of `in:`, which says where all words and phrases of the query must stand. */
export const SEARCH_SCOPES = ['title', 'text', 'url', 'note'] as const
/** Values of `has:`: what a person gave the link, and what the copy in front has. */
export const LINK_POSSESSIONS = ['note', 'tag', 'copy', 'article', 'screenshot', 'pdf', 'file'] as const

export type TextLeaf = { kind: 'word' | 'phrase'; text: string }
export type FieldLeaf = { kind: 'field'; field: QueryField; value: string }

/**
 * A parsed query in normal form: groups are flat (no `and` inside `and`), have two children or more, and nothing is
 * negated twice. Only the empty query, which finds everything, is an `and` of nothing.
 */
export type Query =
  | { kind: 'and' | 'or'; children: readonly Query[] }
  | { kind: 'not'; child: Query }
  | TextLeaf
  | FieldLeaf

/** The query without any condition. */
export const EVERYTHING: Query = { kind: 'and', children: [] }

/** Joins nodes into normal form; null when nothing is left. */
export function group(kind: 'and' | 'or', nodes: Query[]): Query | null {
  const children = nodes.flatMap((node) => (node.kind === kind ? node.children : [node]))
  if (children.length < 2) return children[0] ?? null
  return { kind, children }
}

/** The negation in normal form. */
export function negate(node: Query): Query {
  return node.kind === 'not' ? node.child : { kind: 'not', child: node }
}

const inBrackets = (node: Query) => `(${printQuery(node)})`

/** Spells a query so that `parseQuery` gives the same tree again; the empty query is the empty text. */
export function printQuery(query: Query): string {
  switch (query.kind) {
    case 'word':
      return query.text
    case 'phrase':
      return `"${query.text}"`
    case 'field':
      return `${query.field}:"${query.value}"`
    case 'not':
      return `-${'children' in query.child ? inBrackets(query.child) : printQuery(query.child)}`
    case 'and':
      return query.children
        .map((child) => (child.kind === 'or' ? inBrackets(child) : printQuery(child)))
        .join(' ')
    case 'or':
      return query.children.map(printQuery).join(' OR ')
  }
}
