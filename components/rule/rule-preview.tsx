'use client'
// How many links the conditions of a rule fit now, and some of them.
import type { RulePreview as Preview } from '#lib/contract/rule.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Notice } from '#components/ui/notice.tsx'

export function RulePreview({ preview: { total, links } }: { preview: Preview }) {
  const t = useT()
  return (
    <Notice>
      <p aria-live="polite">
        {t(total.exact ? 'rule.preview_count' : 'rule.preview_more', { count: total.count })}
      </p>
      <ul className="mt-1 space-y-0.5 text-sm">
        {links.map((link) => (
          <li key={link.id} className="truncate">
            {link.title ?? link.url} <span className="text-muted">· {link.site}</span>
          </li>
        ))}
      </ul>
    </Notice>
  )
}
