// What a snapshot has to say before its content: why it failed, or why it is not a good copy.
import { RotateCw } from 'lucide-react'
import type { SnapshotView } from '#lib/contract/snapshot.ts'
import type { Translate } from '#lib/i18n/translate.ts'
import { Button } from '#components/ui/button.tsx'
import { Notice } from '#components/ui/notice.tsx'

interface FailureProps {
  t: Translate
  snapshot: SnapshotView
  /** Left out for visitors. */
  retry?: (form: FormData) => Promise<void>
}

export function SnapshotFailure({ t, snapshot, retry }: FailureProps) {
  return (
    <Notice tone="danger" className="py-4">
      <p className="text-base font-medium">{t('snapshot.failed')}</p>
      <p className="mt-1">{snapshot.error?.message}</p>
      {retry && (
        <>
          <p className="mt-1 text-muted">{t('snapshot.failed_why')}</p>
          <form action={retry} className="mt-3">
            <input type="hidden" name="id" value={snapshot.id} />
            <Button type="submit" look="primary">
              <RotateCw aria-hidden />
              {t('action.retry')}
            </Button>
          </form>
        </>
      )}
    </Notice>
  )
}

/** One sentence on what the copy is worth; nothing for a good one, which needs no excuse. */
export function VerdictNote({ t, snapshot }: { t: Translate; snapshot: SnapshotView }) {
  const { verdict, httpStatus } = snapshot
  if (!verdict || verdict === 'good') return null
  const says = verdict === 'http_error' && (httpStatus ?? 0) < 400 ? 'not_there' : verdict
  return <Notice tone="warn">{t(`verdict.${says}`, { status: httpStatus ?? '?' })}</Notice>
}
