'use client'
// Runs an action of a button and says how it went in a toast.
import { useTransition } from 'react'
import { toast } from 'sonner'
import type { FormResult } from '#components/form-result.ts'

/** Whether one runs, and a function that runs one. */
export function useAction(): [boolean, (action: () => Promise<FormResult>) => void] {
  const [isPending, startTransition] = useTransition()
  const run = (action: () => Promise<FormResult>) =>
    startTransition(async () => {
      const result = await action()
      if (result.status === 'done') toast.success(result.message)
      if (result.status === 'refused') toast.error(result.message)
    })
  return [isPending, run]
}
