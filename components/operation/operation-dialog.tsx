'use client'
// A dialog that asks for what an operation needs and runs it; what was refused is said within it.
import { useState, type ReactElement, type ReactNode } from 'react'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { Modal } from '#components/ui/modal.tsx'
import { Notice } from '#components/ui/notice.tsx'
import type { OperationResult } from './operation-result.ts'
import { useOperation, type Undo } from './use-operation.ts'

interface OperationDialogProps {
  trigger: ReactElement<Record<string, unknown>>
  title: string
  why?: string
  confirm: string
  /** Has enough been said? */
  isReady?: boolean
  undo: Undo
  operate(): Promise<OperationResult>
  onOpen?(): void
  onDone?(): void
  children: ReactNode
}

export function OperationDialog({
  trigger,
  title,
  why,
  confirm,
  isReady = true,
  undo,
  operate,
  onOpen,
  onDone,
  children,
}: OperationDialogProps) {
  const t = useT()
  const [isOpen, setIsOpen] = useState(false)
  const [refused, setRefused] = useState<string | null>(null)
  const [isPending, run] = useOperation(undo)
  const toggle = (open: boolean) => {
    setIsOpen(open)
    setRefused(null)
    if (open) onOpen?.()
  }
  const close = () => {
    toggle(false)
    onDone?.()
  }
  return (
    <Modal trigger={trigger} title={title} why={why} isOpen={isOpen} onOpenChange={toggle}>
      <form
        className="space-y-5"
        onSubmit={(event) => {
          event.preventDefault()
          run(operate, close, setRefused)
        }}
      >
        {children}
        {refused !== null && (
          <Notice tone="danger" isAlert>
            {refused}
          </Notice>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={() => toggle(false)}>{t('action.cancel')}</Button>
          <Button type="submit" look="primary" disabled={!isReady || isPending}>
            {confirm}
          </Button>
        </div>
      </form>
    </Modal>
  )
}
