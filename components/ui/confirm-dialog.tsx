'use client'
// Asks before something is lost. Focus is trapped, Escape and the cancel button close it.
import { AlertDialog } from '@base-ui/react/alert-dialog'
import type { ReactElement } from 'react'
import { useT } from '#components/i18n-provider.tsx'
import { buttonClass } from './button.tsx'

interface ConfirmDialogProps {
  trigger: ReactElement<Record<string, unknown>>
  title: string
  why: string
  confirm: string
  /** Of the button that does it; `danger` when left out. */
  look?: 'danger' | 'primary'
  onConfirm(): void
}

export function ConfirmDialog({
  trigger,
  title,
  why,
  confirm,
  look = 'danger',
  onConfirm,
}: ConfirmDialogProps) {
  const t = useT()
  return (
    <AlertDialog.Root>
      <AlertDialog.Trigger render={trigger} />
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="fixed inset-0 z-40 bg-black/40 transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <AlertDialog.Popup className="fixed top-1/2 left-1/2 z-50 w-[min(26rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 rounded-2xl border border-line bg-surface p-6 shadow-pop transition data-ending-style:scale-95 data-ending-style:opacity-0 data-starting-style:scale-95 data-starting-style:opacity-0">
          <AlertDialog.Title className="text-lg font-semibold">{title}</AlertDialog.Title>
          <AlertDialog.Description className="mt-2 text-muted">{why}</AlertDialog.Description>
          <div className="mt-6 flex flex-wrap justify-end gap-2">
            <AlertDialog.Close className={buttonClass({ look: 'plain' })}>
              {t('action.cancel')}
            </AlertDialog.Close>
            <AlertDialog.Close className={buttonClass({ look })} onClick={onConfirm}>
              {confirm}
            </AlertDialog.Close>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  )
}
