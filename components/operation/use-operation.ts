'use client'
// Runs an operation, says how it went, and offers to take it back for a while.
import { useRouter } from 'next/navigation'
import { useTransition } from 'react'
import { toast } from 'sonner'
import type { FormResult } from '#components/form-result.ts'
import { useT } from '#components/i18n-provider.tsx'
import type { OperationResult } from './operation-result.ts'

/** As long as a person needs to read a sentence and to notice a mistake. */
const UNDO_SHOWN_MS = 10_000

/** Takes an operation back. */
export type Undo = (id: string) => Promise<FormResult>

type RunOperation = (
  operation: () => Promise<OperationResult>,
  onDone?: () => void,
  /** Who says why; a toast when it is left out. */
  onRefused?: (message: string) => void,
) => void

/** Whether one runs, and a function that runs one; it resolves to whether it was done. */
export function useOperation(undo: Undo): [boolean, RunOperation] {
  const t = useT()
  const router = useRouter()
  const [isPending, startTransition] = useTransition()
  const takeBack = (id: string, back: string | null) =>
    startTransition(async () => {
      const result = await undo(id)
      if (result.status === 'done') toast.success(result.message)
      if (result.status === 'refused') toast.error(result.message)
      // The page of a tag that came with the operation went with it.
      if (result.status === 'done' && back !== null) router.push(back)
      else router.refresh()
    })
  const run: RunOperation = (operation, onDone, onRefused = toast.error) =>
    startTransition(async () => {
      const result = await operation()
      if (result.status === 'refused') return void onRefused(result.message)
      const { undo: id, href, back, message } = result
      const action =
        id === null ? undefined : { label: t('operation.undo'), onClick: () => takeBack(id, back) }
      toast.success(message, { duration: UNDO_SHOWN_MS, action })
      onDone?.()
      if (href !== null) router.push(href)
    })
  return [isPending, run]
}
