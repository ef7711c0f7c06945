// A step of a bulk edit: the next links that are named, or that the query finds, newest first.
import type { OperationPlan } from '#lib/contract/operation.ts'
import type { Tx } from '#lib/db/client.ts'
import { changePairs, changeVisibility, linksNamed } from '#lib/db/tag-pairs.ts'
import { tagStates, withStates } from '#lib/db/tag-states.ts'
import { sql } from '#lib/db/sql.ts'
import { matchLinks } from '#lib/search/match-links.ts'
import { parseQuery } from '#lib/search/parse-query.ts'
import type { Running, StepResult } from './running.ts'

type EditPlan = Extract<OperationPlan, { type: 'edit' }>

/** The next links, and behind which one the step after it goes on; null: these were the last. */
async function nextLinks(tx: Tx, libraryId: string, plan: EditPlan, limit: number) {
  if (plan.ids) {
    const sorted = plan.ids.toSorted().toReversed()
    const left = plan.after === null ? sorted : sorted.filter((id) => id < plan.after!)
    const ids = left.slice(0, limit)
    return { ids, after: left.length > limit ? ids.at(-1)! : null }
  }
  const { q = '', ...filters } = plan.filters ?? {}
  return matchLinks(tx, libraryId, parseQuery(q), {
    filters,
    bearing: plan.bearing,
    urlPattern: plan.urlPattern,
    limit,
    after: plan.after,
  })
}

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
