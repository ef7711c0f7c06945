// What of a query can be looked for within an article: its words and phrases, wherever else it asks for something.
import { NO_MARKS } from './marks.ts'
import type { Needle } from './needle.ts'
import { codeLeaf, scopeOf, textLeaf } from './query-leaf.ts'
import type { Query } from './query.ts'

/** Each is looked for in the whole text; a reader tells no more of them apart. */
const MAX_NEEDLES = 32

/**
 * The words and phrases that are not negated and speak of the text or its code; none for `title:`, `in:note` and
 * conditions.
 */
export function textNeedles(query: Query): Needle[] {
  const scope = scopeOf(query)
  const of = (node: Query): Needle[] => {
    if (node.kind === 'field') return node.field === 'code' ? codeLeaf(node.value, NO_MARKS).mark : []
    if (node.kind === 'not') return []
    if ('children' in node) return node.children.flatMap(of)
    const { fields, mark } = textLeaf(node, scope)
    return fields.includes('text') ? mark : []
  }
  return of(query).slice(0, MAX_NEEDLES)
}
