// A step of deleting a tag with those below it: links lose them, the last step takes the tags themselves.
import type { OperationPlan } from '#lib/contract/operation.ts'
import type { Tx } from '#lib/db/client.ts'
import { changePairs, linksBearing } from '#lib/db/tag-pairs.ts'
import { tagStates, withStates } from '#lib/db/tag-states.ts'
import { listSubtree } from '#lib/db/tag-tree.ts'
import type { Running, StepResult } from './running.ts'

type DeletePlan = Extract<OperationPlan, { type: 'delete' }>

export async function deleteStep(
  tx: Tx,
  { id, libraryId, plan, tagsBefore }: Running<DeletePlan>,
  limit: number,
): Promise<StepResult> {
  const ids = (await listSubtree(tx, libraryId, plan.tagId)).map((tag) => tag.id)
  const changedIds = new Set<string>()
  let count = 0
  for (const tagId of ids) {
    const stepped = await changePairs(tx, id, {
      links: linksBearing(tagId, limit - count),
      add: [],
      remove: [tagId],
    })
    for (const linkId of stepped.changedIds) changedIds.add(linkId)
    count += stepped.count
    if (count >= limit) return { count, changedIds: [...changedIds], isDone: false }
  }
  const states = await tagStates(tx, ids)
  await tx.tag.deleteMany({ where: { id: { in: ids } } })
  return { count, changedIds: [...changedIds], isDone: true, tagsBefore: withStates(tagsBefore, states) }
}
