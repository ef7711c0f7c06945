'use client'
// The invitations that nobody has used, each with a way to take it back.
import type { InvitationView } from '#lib/contract/account.ts'
import { formatDate } from '#lib/i18n/format.ts'
import type { FormResult } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { useAction } from '#components/ui/use-action.ts'

interface InvitationListProps {
  invitations: readonly InvitationView[]
  revoke(id: string): Promise<FormResult>
}

export function InvitationList({ invitations, revoke }: InvitationListProps) {
  const t = useT()
  const [isPending, run] = useAction()
  return (
    <div className="space-y-2">
      <h3 className="font-medium">{t('people.invite_open')}</h3>
      {invitations.length === 0 && <p className="text-muted">{t('people.invite_none')}</p>}
      {invitations.length > 0 && (
        <ul className="divide-y divide-line rounded-lg border border-line">
          {invitations.map(({ id, note, role, expiresAt }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
              <div className="min-w-0 flex-1">
                <p className="font-medium break-words">{note || t('people.invite_nameless')}</p>
                <p className="text-sm text-muted">
                  {t(`account.role_${role}`)} · {t('people.invite_until', { time: formatDate(t, expiresAt) })}
                </p>
              </div>
              <Button
                size="small"
                disabled={isPending}
                className="text-danger"
                onClick={() => run(() => revoke(id))}
              >
                {t('people.invite_revoke')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
