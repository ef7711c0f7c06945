'use client'
// Deletes a link after a question.
import { Trash2 } from 'lucide-react'
import { useTransition } from 'react'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx'

export function DeleteLink({ title, remove }: { title: string; remove(): Promise<void> }) {
  const t = useT()
  const [isPending, startTransition] = useTransition()
  return (
    <ConfirmDialog
      trigger={
        <Button look="ghost" size="small" disabled={isPending} className="text-danger">
          <Trash2 aria-hidden />
          {t('link.delete')}
        </Button>
      }
      title={t('link.delete_title')}
      why={t('link.delete_why', { title })}
      confirm={t('action.delete')}
      onConfirm={() => startTransition(remove)}
    />
  )
}
