// Makes a tree of tag paths, sorted as people expect in their language.
import type { TagView } from '#lib/contract/tag.ts'

export interface TagNode {
  /** The last part of the path. */
  name: string
  path: string
  color: TagView['color']
  /** Links that bear this tag or one below it. */
  count: number
  children: TagNode[]
}

type Tag = Pick<TagView, 'path' | 'color' | 'totalCount'>

function insert(roots: TagNode[], tag: Tag): void {
  let level = roots
  const parts = tag.path.split('/')
  for (const [depth, name] of parts.entries()) {
    const path = parts.slice(0, depth + 1).join('/')
    let node = level.find((candidate) => candidate.path === path)
    if (!node) {
      node = { name, path, color: null, count: 0, children: [] }
      level.push(node)
    }
    if (depth === parts.length - 1) {
      node.color = tag.color
      node.count = tag.totalCount
    }
    level = node.children
  }
}

/** A parent that is no tag itself has what its children have; a link with two of them counts twice there. */
function settle(nodes: TagNode[], compare: (a: string, b: string) => number): TagNode[] {
  for (const node of nodes) {
    settle(node.children, compare)
    node.count ||= node.children.reduce((sum, child) => sum + child.count, 0)
  }
  return nodes.sort((a, b) => compare(a.name, b.name))
}

/** The tree of these tags; Chinese names sort by pinyin in every language, since pinyin is how they are looked up. */
export function buildTagTree(tags: readonly Tag[]): TagNode[] {
  const roots: TagNode[] = []
  for (const tag of tags) insert(roots, tag)
  return settle(roots, new Intl.Collator('zh-CN', { numeric: true }).compare)
}
