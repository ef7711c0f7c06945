// A step of deleting links: they go with their versions, and their tags count them no longer.
import type { OperationPlan } from '#lib/contract/operation.ts'
import type { Tx } from '#lib/db/client.ts'
import { deleteLinks } from '#lib/db/links.ts'
import { nextLinks } from './next-links.ts'
import type { Running, StepResult } from './running.ts'

type RemovePlan = Extract<OperationPlan, { type: 'remove' }>

export async function removeStep(
  tx: Tx,
  { libraryId, plan }: Running<RemovePlan>,
  limit: number,
): Promise<StepResult> {
  const { ids, after } = await nextLinks(tx, libraryId, plan, limit)
  const changedIds = await deleteLinks(tx, libraryId, ids)
  const done = { count: ids.length, changedIds, keepsWords: true } as const
  return after === null ? { ...done, isDone: true } : { ...done, isDone: false, plan: { ...plan, after } }
}
