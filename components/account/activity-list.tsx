// What happened, newest first.
import type { AuditEntryView } from '#lib/contract/audit.ts'
import type { Translate } from '#lib/i18n/translate.ts'
import { classNames } from '#components/ui/class-names.ts'
import { LocalTime } from '#components/ui/local-time.tsx'

/** What the terminal does has nobody's name: only these kinds come from there. */
const FROM_TERMINAL = new Set<AuditEntryView['kind']>([
  'password_reset',
  'two_factor_off',
  'user_created',
  'user_removed',
])

function nameOf(t: Translate, { actor, kind }: AuditEntryView): string {
  if (actor) return actor.name
  return t(FROM_TERMINAL.has(kind) ? 'activity.terminal' : 'activity.nobody')
}

/** The value of a change, in words where there are some. */
function changeOf(t: Translate, { kind, detail }: AuditEntryView): string | null {
  const { visibility, role, prefix } = detail
  if (kind === 'visibility_changed')
    return t(visibility === 'public' ? 'audit.visibility_public' : 'audit.visibility_private')
  if (role === 'owner' || role === 'admin' || role === 'member') return t(`account.role_${role}`)
  return prefix === undefined ? null : `${prefix}…`
}

export function ActivityList({ t, entries }: { t: Translate; entries: readonly AuditEntryView[] }) {
  if (entries.length === 0) return <p className="text-muted">{t('activity.none')}</p>
  return (
    <ul className="divide-y divide-line rounded-lg border border-line">
      {entries.map((entry) => {
        const about = [entry.subject, changeOf(t, entry)].filter(Boolean).join(' · ')
        return (
          <li key={entry.id} className="px-4 py-3">
            <p className="flex flex-wrap items-baseline justify-between gap-x-4">
              <span className={classNames('font-medium', entry.kind === 'sign_in_failed' && 'text-danger')}>
                {t(`audit.${entry.kind}`)}
              </span>
              <span className="text-sm text-muted">
                <LocalTime iso={entry.at} />
              </span>
            </p>
            {about && <p className="mt-0.5 break-words">{about}</p>}
            <p className="mt-0.5 text-sm break-words text-muted">
              {nameOf(t, entry)}
              {entry.address && ` · ${entry.address}`}
            </p>
          </li>
        )
      })}
    </ul>
  )
}
