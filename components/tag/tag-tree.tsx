// All tags with their counts, children indented under their parents.
import { Link } from '#components/ui/link.tsx'
import type { Translate } from '#lib/i18n/translate.ts'
import { formatNumber } from '#lib/i18n/format.ts'
import type { TagNode } from './build-tag-tree.ts'
import { tagStyle } from './tag-chip.tsx'
import { tagHref } from './tag-href.ts'

export const ROW_CLASS =
  'flex min-h-11 items-center gap-2 rounded-lg px-3 text-[0.9375rem] hover:bg-sunken md:min-h-9 ' +
  'aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent-strong'

interface TagTreeProps {
  t: Translate
  nodes: readonly TagNode[]
  /** Path of the tag whose page this is. */
  current?: string
}

export function TagTree({ t, nodes, current }: TagTreeProps) {
  return (
    <ul>
      {nodes.map((node) => (
        <li key={node.path}>
          <Link
            href={tagHref(node.path)}
            aria-current={node.path === current ? 'page' : undefined}
            className={ROW_CLASS}
          >
            <span aria-hidden className="text-[var(--tag)] opacity-70" style={tagStyle(node.color)}>
              #
            </span>
            <span className="truncate">{node.name}</span>
            <span
              className="ms-auto text-sm text-muted tabular-nums"
              title={t('tag.count', { count: node.count })}
            >
              {formatNumber(t, node.count)}
            </span>
          </Link>
          {node.children.length > 0 && (
            <div className="ms-4 border-s border-line ps-1">
              <TagTree t={t} nodes={node.children} current={current} />
            </div>
          )}
        </li>
      ))}
    </ul>
  )
}
