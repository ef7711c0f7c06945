// Which links something is done to, as an operation remembers it.
import type { manyLinksInput, OperationPlan } from '#lib/contract/operation.ts'
import type { Tx } from '#lib/db/client.ts'
import { newId } from '#lib/kernel/ids.ts'
import { findTarget } from '#lib/tagging/find-target.ts'
import type { z } from 'zod'
import type { UserCtx } from '../define-use-case.ts'
import { describeFilters } from './describe-filters.ts'

interface Chosen {
  which: Pick<Extract<OperationPlan, { type: 'remove' }>, 'ids' | 'filters' | 'after'>
  linksTotal: number
  /** As people asked for them; null when they were named. */
  query: string | null
}

/** Links that are named, or those that a query finds now: none that is saved later. */
export async function chooseLinks(
  ctx: UserCtx,
  tx: Tx,
  { ids, filters }: z.output<typeof manyLinksInput>,
): Promise<Chosen> {
  const target = ids
    ? { ids: [...new Set(ids)] }
    : await findTarget(tx, ctx.actor.libraryId, { filters: filters ?? {}, now: ctx.now() })
  const { linksTotal = target.ids?.length ?? 0, ...found } = target
  // Ids grow with time.
  return { which: { ...found, after: newId() }, linksTotal, query: filters ? describeFilters(filters) : null }
}
