'use client'
// Makes the secret address of a feed and shows it, once.
import { useState, useTransition, type ReactElement } from 'react'
import { useT } from '#components/i18n-provider.tsx'
import { Button } from '#components/ui/button.tsx'
import { Modal } from '#components/ui/modal.tsx'
import { Notice } from '#components/ui/notice.tsx'
import { ShownOnce } from '#components/ui/shown-once.tsx'
import type { FeedAddress } from './saved-search-actions.ts'

interface FeedDialogProps {
  trigger: ReactElement<Record<string, unknown>>
  title: string
  why: string
  confirm: string
  make(): Promise<FeedAddress>
}

export function FeedDialog({ trigger, title, why, confirm, make }: FeedDialogProps) {
  const t = useT()
  const [isOpen, setIsOpen] = useState(false)
  const [made, setMade] = useState<FeedAddress | null>(null)
  const [isPending, startTransition] = useTransition()
  const isMade = made?.status === 'created'
  return (
    <Modal
      trigger={trigger}
      title={title}
      why={why}
      isOpen={isOpen}
      onOpenChange={(opens) => {
        setIsOpen(opens)
        // What is opened again begins anew: the address was shown.
        if (opens) setMade(null)
      }}
    >
      {isMade && <ShownOnce why={t('feed.created')} secret={made.url} />}
      {made?.status === 'refused' && (
        <Notice tone="danger" isAlert>
          {made.message}
        </Notice>
      )}
      {/* One button all along, and never disabled: the focus stays where it is. */}
      <Button
        look={isMade ? 'plain' : 'primary'}
        aria-disabled={isPending}
        onClick={() => {
          if (isMade) setIsOpen(false)
          else if (!isPending) startTransition(async () => setMade(await make()))
        }}
      >
        {isMade ? t('action.close') : confirm}
      </Button>
    </Modal>
  )
}
