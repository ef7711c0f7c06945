'use client'
// The API tokens that exist, each with a way to end it.
import type { TokenView } from '#lib/contract/account.ts'
import type { FormResult } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { formatDate } from '#lib/i18n/format.ts'
import { useAction } from '#components/ui/use-action.ts'

interface TokenListProps {
  tokens: readonly TokenView[]
  revoke(id: string): Promise<FormResult>
}

export function TokenList({ tokens, revoke }: TokenListProps) {
  const t = useT()
  const [isPending, run] = useAction()
  if (tokens.length === 0) return <p className="text-muted">{t('settings.token_none')}</p>
  return (
    <ul className="divide-y divide-line rounded-lg border border-line">
      {tokens.map(({ id, name, prefix, createdAt, expiresAt, lastUsedAt, scopes }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3">
          <div className="min-w-0 flex-1">
            <p className="font-medium">
              {name} <code className="font-mono text-sm font-normal text-muted">{prefix}…</code>
            </p>
            <p className="text-sm text-muted">
              {t('settings.scope_read')}
              {scopes.includes('links:write') && ` + ${t('settings.scope_write')}`}
              {' · '}
              {t('settings.token_since', { time: formatDate(t, createdAt) })}
              {' · '}
              {lastUsedAt
                ? t('settings.token_used', { time: formatDate(t, lastUsedAt) })
                : t('settings.token_unused')}
              {expiresAt && ` · ${t('settings.token_until', { time: formatDate(t, expiresAt) })}`}
            </p>
          </div>
          <ConfirmDialog
            trigger={
              <Button size="small" disabled={isPending} className="text-danger">
                {t('settings.token_revoke')}
              </Button>
            }
            title={t('settings.token_revoke_title', { name })}
            why={t('settings.token_revoke_why')}
            confirm={t('settings.token_revoke')}
            onConfirm={() => run(() => revoke(id))}
          />
        </li>
      ))}
    </ul>
  )
}
