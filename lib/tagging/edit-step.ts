// A step of a bulk edit: the next links that are named, or that the query finds, newest first.
import type { OperationPlan } from '#lib/contract/operation.ts'
import type { Tx } from '#lib/db/client.ts'
import { changePairs, changeVisibility, linksNamed } from '#lib/db/tag-pairs.ts'
import { tagStates, withStates } from '#lib/db/tag-states.ts'
import { sql } from '#lib/db/sql.ts'
import { nextLinks } from './next-links.ts'
import type { Running, StepResult } from './running.ts'

type EditPlan = Extract<OperationPlan, { type: 'edit' }>

export async function editStep(tx: Tx, running: Running<EditPlan>, limit: number): Promise<StepResult> {
  const { id, libraryId, plan } = running
  const { ids, after } = await nextLinks(tx, libraryId, plan, limit)
  const links = linksNamed(libraryId, ids)
  const stepped = await changePairs(tx, id, { links, add: plan.add, remove: plan.remove })
  if (plan.visibility) await changeVisibility(tx, id, { links, visibility: plan.visibility })
  if (after !== null) return { ...stepped, isDone: false, plan: { ...plan, after } }
  const tagsBefore = await dropSplitTag(tx, running)
  return { ...stepped, isDone: true, tagsBefore }
}

/** A tag that was split goes with its last link, unless there are tags below it. */
async function dropSplitTag(tx: Tx, { plan, tagsBefore }: Running<EditPlan>) {
  if (plan.deletes === undefined) return tagsBefore
  const states = await tagStates(tx, [plan.deletes])
  await tx.$executeRaw(sql`
    DELETE FROM "Tag" t WHERE t."id" = ${plan.deletes}::uuid AND t."linkCount" = 0
      AND NOT EXISTS (SELECT FROM "Tag" c WHERE c."libraryId" = t."libraryId" AND starts_with(c."key", t."key" || '/'))`)
  return withStates(tagsBefore, states)
}
