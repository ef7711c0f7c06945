'use client'
// A page that broke: what happened, that nothing is lost, and what to do.
import { CloudOff } from 'lucide-react'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset(): void }) {
  const t = useT()
  return (
    <main id="main">
      <EmptyState
        isPage
        icon={<CloudOff />}
        title={t('page.error')}
        why={t('page.error_why')}
        action={
          <>
            <Button look="primary" onClick={reset}>
              {t('action.retry')}
            </Button>
            {error.digest && (
              <>
                <code className="self-center font-mono text-sm text-muted">
                  {t('page.error_id', { id: error.digest })}
                </code>
                <CopyButton text={error.digest} />
              </>
            )}
          </>
        }
      />
    </main>
  )
}
