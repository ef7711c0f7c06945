'use client'
// The places where the person is signed in, each with a way to end it.
import { Monitor } from 'lucide-react'
import type { SessionView } from '#lib/contract/account.ts'
import type { FormResult } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { LocalTime } from '#components/ui/local-time.tsx'
import { describeBrowser } from './describe-browser.ts'
import { useAction } from '#components/ui/use-action.ts'

interface SessionListProps {
  sessions: readonly SessionView[]
  revoke(id: string): Promise<FormResult>
  revokeOthers(): Promise<FormResult>
}

export function SessionList({ sessions, revoke, revokeOthers }: SessionListProps) {
  const t = useT()
  const [isPending, run] = useAction()
  return (
    <>
      <ul className="divide-y divide-line rounded-lg border border-line">
        {sessions.map(({ id, userAgent, address, createdAt, isCurrent }) => (
          <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
            <Monitor aria-hidden className="size-5 shrink-0 text-muted" />
            <div className="min-w-0 flex-1">
              <p className="font-medium" title={userAgent ?? undefined}>
                {describeBrowser(userAgent) ?? t('security.session_unknown')}
                {isCurrent && (
                  <span className="ms-2 rounded-full bg-accent-soft px-2 py-0.5 text-xs text-accent">
                    {t('security.session_current')}
                  </span>
                )}
              </p>
              <p className="text-sm text-muted">
                {t('security.session_since')} <LocalTime iso={createdAt} />
                {address && ` · ${address}`}
              </p>
            </div>
            {!isCurrent && (
              <Button
                size="small"
                disabled={isPending}
                className="text-danger"
                onClick={() => run(() => revoke(id))}
              >
                {t('security.session_end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <ConfirmDialog
          trigger={<Button disabled={isPending}>{t('security.sessions_end_others')}</Button>}
          title={t('security.sessions_end_title')}
          why={t('security.sessions_end_why')}
          confirm={t('security.sessions_end_others')}
          onConfirm={() => run(revokeOthers)}
        />
      )}
    </>
  )
}
