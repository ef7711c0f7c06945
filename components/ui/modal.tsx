'use client'
// A dialog with a heading over the page: a form of a few fields.
import { Dialog } from '@base-ui/react/dialog'
import { X } from 'lucide-react'
import { useRef, type ReactElement, type ReactNode, type RefObject } from 'react'
import { useT } from '#components/i18n-provider.tsx'
import { buttonClass } from './button.tsx'

interface ModalProps {
  trigger: ReactElement<Record<string, unknown>>
  title: string
  why?: string
  isOpen: boolean
  onOpenChange(isOpen: boolean): void
  /** What has the focus at first; left out, nothing in it: a field with completion would open its list over the others. */
  focus?: RefObject<HTMLElement | null>
  children: ReactNode
}

export function Modal({ trigger, title, why, isOpen, onOpenChange, focus, children }: ModalProps) {
  const t = useT()
  const popup = useRef<HTMLDivElement>(null)
  return (
    <Dialog.Root open={isOpen} onOpenChange={onOpenChange}>
      <Dialog.Trigger render={trigger} />
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-40 bg-black/40" />
        <Dialog.Popup
          ref={popup}
          initialFocus={focus ?? popup}
          className="fixed top-1/2 left-1/2 z-50 max-h-[calc(100dvh-2rem)] w-[min(28rem,calc(100vw-2rem))] -translate-x-1/2 -translate-y-1/2 overflow-y-auto rounded-2xl border border-line bg-surface p-6 shadow-pop"
        >
          <Dialog.Title className="pe-9 text-lg font-semibold">{title}</Dialog.Title>
          {why && <Dialog.Description className="mt-1 text-sm text-muted">{why}</Dialog.Description>}
          <Dialog.Close
            aria-label={t('action.close')}
            className={buttonClass({ look: 'ghost', size: 'icon' }, 'absolute end-3 top-3')}
          >
            <X aria-hidden />
          </Dialog.Close>
          <div className="mt-4 space-y-5">{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}
