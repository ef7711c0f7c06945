'use client'
// A panel that comes from the bottom on a phone, in place of a sidebar.
import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import type { ReactElement, ReactNode } from 'react'
import { useT } from '#components/i18n-provider.tsx'
import { buttonClass } from './button.tsx'

interface SheetProps {
  trigger: ReactElement<Record<string, unknown>>
  title: string
  children: ReactNode
}

export function Sheet({ trigger, title, children }: SheetProps) {
  const t = useT()
  return (
    <Dialog.Root>
      <Dialog.Trigger render={trigger} />
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/40 transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <Dialog.Popup className="fixed inset-x-0 bottom-0 z-50 flex max-h-[80dvh] flex-col rounded-t-2xl border border-line bg-surface pb-[env(safe-area-inset-bottom)] shadow-pop transition-transform data-ending-style:translate-y-full data-starting-style:translate-y-full">
          <div className="flex items-center justify-between border-b border-line ps-5 pe-2 py-1.5">
            <Dialog.Title className="font-semibold">{title}</Dialog.Title>
            <Dialog.Close
              aria-label={t('action.close')}
              className={buttonClass({ look: 'ghost', size: 'icon' })}
            >
              <X aria-hidden />
            </Dialog.Close>
          </div>
          <div className="overflow-y-auto overscroll-contain p-4">{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
