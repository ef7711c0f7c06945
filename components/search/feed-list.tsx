'use client'
// The feeds that there are, without their addresses: each can get another one, or end.
import type { FeedView } from '#lib/contract/feed.ts'
import { formatDate } from '#lib/i18n/format.ts'
import type { FormResult } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'
import { useAction } from '#components/ui/use-action.ts'
import { FeedDialog } from './feed-dialog.tsx'
import type { FeedAddress } from './saved-search-actions.ts'

interface FeedListProps {
  feeds: readonly FeedView[]
  renew(id: string): Promise<FeedAddress>
  revoke(id: string): Promise<FormResult>
}

export function FeedList({ feeds, renew, revoke }: FeedListProps) {
  const t = useT()
  const [isPending, run] = useAction()
  if (feeds.length === 0) return <p className="text-muted">{t('feed.none')}</p>
  return (
    <ul className="divide-y divide-line rounded-lg border border-line">
      {feeds.map(({ id, name, q, createdAt, lastUsedAt }) => (
        <li key={id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3">
          <div className="min-w-0 flex-1 basis-56">
            <p className="font-medium break-words">{name}</p>
            {q !== name && <p className="font-mono text-sm break-all text-muted">{q}</p>}
            <p className="text-sm text-muted">
              {t('settings.token_since', { time: formatDate(t, createdAt) })}
              {' · '}
              {lastUsedAt
                ? t('settings.token_used', { time: formatDate(t, lastUsedAt) })
                : t('settings.token_unused')}
            </p>
          </div>
          <span className="flex gap-2">
            <FeedDialog
              trigger={
                <Button size="small" disabled={isPending}>
                  {t('feed.renew')}
                </Button>
              }
              title={t('feed.renew_title', { name })}
              why={t('feed.renew_why')}
              confirm={t('feed.renew')}
              make={() => renew(id)}
            />
            <ConfirmDialog
              trigger={
                <Button size="small" disabled={isPending} className="text-danger">
                  {t('feed.revoke')}
                </Button>
              }
              title={t('feed.revoke_title', { name })}
              why={t('feed.revoke_why')}
              confirm={t('feed.revoke')}
              onConfirm={() => run(() => revoke(id))}
            />
          </span>
        </li>
      ))}
    </ul>
  )
}
