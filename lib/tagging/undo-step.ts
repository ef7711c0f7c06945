// A step of undoing: the tags, or a saved search, come back first, then links get back what they had, the latest change first.
import type { Tx } from '#lib/db/client.ts'
import { bringBackSavedSearch } from '#lib/db/saved-searches.ts'
import { takeBackSteps } from '#lib/db/tag-pairs.ts'
import { dropUnusedTags, restoreTags, retellSteps } from '#lib/db/tag-states.ts'
import type { Running, StepResult } from './running.ts'

/**
 * Makes tags, or a saved search, as they were, once, at the beginning of undoing. Links of tags are told to search: their
 * names change.
 *
 * @returns links whose tags have other names now
 * @throws AppError `name_taken`, `limit_reached` when there is no room for the saved search
 */
export async function beginUndo(tx: Tx, { id, libraryId, plan, tagsBefore }: Running): Promise<string[]> {
  if (plan.type === 'forget') await bringBackSavedSearch(tx, libraryId, plan)
  const ids = tagsBefore.map((tag) => tag.id)
  const paths = async () =>
    new Map(
      (await tx.tag.findMany({ where: { id: { in: ids } }, select: { id: true, path: true } })).map((tag) => [
        tag.id,
        tag.path,
      ]),
    )
  const before = await paths()
  await retellSteps(tx, id, await restoreTags(tx, libraryId, tagsBefore))
  const renamed = [...(await paths())].filter(
    ([tagId, path]) => before.has(tagId) && before.get(tagId) !== path,
  )
  const bearers = await tx.linkTag.findMany({
    where: { tagId: { in: renamed.map(([tagId]) => tagId) } },
    select: { linkId: true },
  })
  return [...new Set(bearers.map(({ linkId }) => linkId))]
}

export async function undoStep(
  tx: Tx,
  { id, libraryId, tagsBefore }: Running,
  limit: number,
): Promise<StepResult> {
  const stepped = await takeBackSteps(tx, libraryId, id, limit)
  const isDone = stepped.count < limit
  if (isDone) await dropUnusedTags(tx, libraryId, tagsBefore)
  return { ...stepped, isDone }
}
