// A step of merging tags: links move to the tag that stays; the last step moves the tags below, and what the merged ones
// were called becomes another name of the one that stays.
import type { OperationPlan, TagBefore } from '#lib/contract/operation.ts'
import type { Tx } from '#lib/db/client.ts'
import { newId } from '#lib/kernel/ids.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { MAX_TAG_CHARACTERS, MAX_TAG_DEPTH } from '#lib/kernel/limits.ts'
import { tagKey } from '#lib/db/tag-key.ts'
import { changePairs, linksBearing } from '#lib/db/tag-pairs.ts'
import { tagStates, withStates } from '#lib/db/tag-states.ts'
import { listSubtree } from '#lib/db/tag-tree.ts'
import type { Running, StepResult } from './running.ts'

type MergePlan = Extract<OperationPlan, { type: 'merge' }>

interface Move {
  id: string
  path: string
  /** Where it goes. */
  newPath: string
  /** The tag that is there already, with which it becomes one. */
  intoId: string | null
}

/**
 * Where a tag and those below it go when it becomes one with another.
 *
 * @throws AppError `tag_within_itself`; `invalid_request` when one would become too
 *         long or too deep
 */
export async function planMerge(
  tx: Tx,
  libraryId: string,
  fromId: string,
  target: { id: string; path: string },
): Promise<Move[]> {
  const subtree = await listSubtree(tx, libraryId, fromId)
  const [root] = subtree
  if (!root) return []
  const depth = root.path.split('/').length
  const moved = subtree.map(({ id, path }) => ({
    id,
    path,
    newPath: [target.path, ...path.split('/').slice(depth)].join('/'),
  }))
  for (const { newPath } of moved) {
    if (newPath.length > MAX_TAG_CHARACTERS || newPath.split('/').length > MAX_TAG_DEPTH)
      throw new AppError('invalid_request', {}, { fields: [{ path: 'into', message: 'too_long' }] })
  }
  const keys = moved.map(({ newPath }) => tagKey(newPath))
  const ownIds = new Set(subtree.map(({ id }) => id))
  const tags = await tx.tag.findMany({ where: { libraryId, key: { in: keys } } })
  const aliases = await tx.tagAlias.findMany({ where: { libraryId, key: { in: keys } } })
  const idByKey = new Map([
    ...aliases.map(({ key, tagId }) => [key, tagId] as const),
    ...tags.map(({ key, id }) => [key, id] as const),
  ])
  return moved.map((move) => {
    const intoId = idByKey.get(tagKey(move.newPath)) ?? null
    if (intoId !== null && ownIds.has(intoId)) throw new AppError('tag_within_itself')
    return { ...move, intoId }
  })
}

export async function mergeStep(tx: Tx, running: Running<MergePlan>, limit: number): Promise<StepResult> {
  const { id, libraryId, plan } = running
  const target = await tx.tag.findFirst({ where: { id: plan.into, libraryId } })
  if (!target) throw new AppError('conflict')
  let { tagsBefore } = running
  const changedIds = new Set<string>()
  let count = 0
  for (const fromId of plan.from) {
    const moves = await planMerge(tx, libraryId, fromId, target)
    for (const move of moves) {
      if (move.intoId === null) continue
      const links = linksBearing(move.id, limit - count)
      const stepped = await changePairs(tx, id, { links, add: [move.intoId], remove: [move.id] })
      for (const linkId of stepped.changedIds) changedIds.add(linkId)
      count += stepped.count
      if (count >= limit) return { count, changedIds: [...changedIds], isDone: false, tagsBefore }
    }
    const renamed = await finishMerge(tx, running, moves, tagsBefore)
    tagsBefore = renamed.tagsBefore
    for (const linkId of renamed.linkIds) changedIds.add(linkId)
  }
  return { count, changedIds: [...changedIds], isDone: true, tagsBefore }
}

/** Nothing bears the merged tags any more: they go, and those that met no other move. */
async function finishMerge(
  tx: Tx,
  { libraryId, plan }: Running<MergePlan>,
  moves: readonly Move[],
  before: TagBefore[],
): Promise<{ tagsBefore: TagBefore[]; linkIds: string[] }> {
  const [root] = moves
  if (!root) return { tagsBefore: before, linkIds: [] }
  const tagsBefore = withStates(before, await tagStates(tx, [plan.into, ...moves.map(({ id }) => id)]))
  const gone = moves.filter(({ intoId }) => intoId !== null).map(({ id }) => id)
  const aliases = await tx.tagAlias.findMany({ where: { tagId: root.id }, select: { name: true } })
  await tx.tag.deleteMany({ where: { id: { in: gone } } })
  const kept = moves.filter(({ intoId }) => intoId === null)
  for (const { id, newPath } of kept)
    await tx.tag.update({ where: { id }, data: { path: newPath, key: tagKey(newPath) } })
  if (plan.keepNames)
    await giveNames(tx, libraryId, plan.into, [root.path, ...aliases.map(({ name }) => name)])
  const bearers = await tx.linkTag.findMany({
    where: { tagId: { in: kept.map(({ id }) => id) } },
    select: { linkId: true },
  })
  return { tagsBefore, linkIds: bearers.map(({ linkId }) => linkId) }
}

/** What nobody else is called becomes another name of the tag. */
async function giveNames(tx: Tx, libraryId: string, tagId: string, names: readonly string[]): Promise<void> {
  const keys = names.map(tagKey)
  const taken = await tx.tag.findMany({ where: { libraryId, key: { in: keys } }, select: { key: true } })
  const takenKeys = new Set(taken.map(({ key }) => key))
  await tx.tagAlias.createMany({
    data: names
      .map((name) => ({ id: newId(), libraryId, tagId, name, key: tagKey(name) }))
      .filter(({ key }) => !takenKeys.has(key)),
    skipDuplicates: true,
  })
}
