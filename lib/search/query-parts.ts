// The conditions of a query one by one, so that each can be shown, and taken away, by itself.
import { EVERYTHING, group, negate, printQuery, type Query, type QueryField } from './query.ts'

/** A word, a phrase or a field of a query. */
export interface QueryPart {
  kind: 'word' | 'phrase' | 'field'
  /** Null for words and phrases. */
  field: QueryField | null
  value: string
  isNegated: boolean
  /** The query without this part, as it would be typed. */
  without: string
}

/** The parts in reading order; none for the query that finds everything. */
export function queryParts(query: Query): QueryPart[] {
  const parts: QueryPart[] = []
  /** `replace` gives the whole query with another node in this place, or with none. */
  const visit = (node: Query, isNegated: boolean, replace: (other: Query | null) => Query | null): void => {
    if (node.kind === 'not') return visit(node.child, !isNegated, (other) => replace(other && negate(other)))
    if ('children' in node)
      return node.children.forEach((child, at) =>
        visit(child, isNegated, (other) =>
          replace(
            group(
              node.kind,
              node.children.with(at, other ?? EVERYTHING).filter((kept) => kept !== EVERYTHING),
            ),
          ),
        ),
      )
    const isField = node.kind === 'field'
    parts.push({
      kind: node.kind,
      field: isField ? node.field : null,
      value: isField ? node.value : node.text,
      isNegated,
      without: printQuery(replace(null) ?? EVERYTHING),
    })
  }
  visit(query, false, (other) => other)
  return parts
}
