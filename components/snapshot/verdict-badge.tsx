// Says in two words that the copy shown is not the page that somebody wanted to keep; nothing when it is.
import { TriangleAlert } from 'lucide-react'
import type { SnapshotView } from '#lib/contract/snapshot.ts'
import type { Translate } from '#lib/i18n/translate.ts'

export function VerdictBadge({ t, snapshot }: { t: Translate; snapshot: SnapshotView | null }) {
  const verdict = snapshot?.verdict
  if (!verdict || verdict === 'good') return null
  return (
    <span className="flex w-fit items-center gap-1.5 rounded-md bg-warn-soft px-2 py-0.5 text-sm text-ink">
      <TriangleAlert aria-hidden className="size-3.5 shrink-0 text-warn" />
      {t(`versions.${verdict}`)}
    </span>
  )
}
