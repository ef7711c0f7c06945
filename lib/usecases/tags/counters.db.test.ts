import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeLink } from '#test/factories.ts'
import { makePerson, type TestPerson } from '#test/person.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { runOperation } from '#lib/tagging/run-operation.ts'
import type { UserCtx } from '../define-use-case.ts'
import { deleteLink } from '../links/delete-link.ts'
import { deleteLinks } from '../links/delete-links.ts'
import { editLinks } from '../links/edit-links.ts'
import { listLinks } from '../links/list-links.ts'
import { updateLink } from '../links/update-link.ts'
import { getOperation } from '../operations/get-operation.ts'
import { undoOperation } from '../operations/undo-operation.ts'
import { createTag } from './create-tag.ts'
import { deleteTag } from './delete-tag.ts'
import { listTags } from './list-tags.ts'
import { mergeTags } from './merge-tags.ts'
import { splitTag } from './split-tag.ts'
import { updateTag } from './update-tag.ts'

let opened: TestRuntime
beforeAll(async () => {
  opened = await openTestRuntime()
})
afterAll(() => opened.close())

const PATHS = ['a', 'Ａ', 'a/b', 'a/b/c', 'b', 'c', 'c/a', 'd']
const path = fc.constantFrom(...PATHS)
const step = fc.record({
  kind: fc.constantFrom(
    'set',
    'set',
    'bulk',
    'query',
    'create',
    'rename',
    'merge',
    'split',
    'delete',
    'unlink',
    'unlink_many',
    'undo',
  ),
  at: fc.nat(3),
  paths: fc.array(path, { minLength: 2, maxLength: 3 }),
  /** As a worker does it, two links to a step. */
  isLarge: fc.boolean(),
})
type Step = (typeof step extends fc.Arbitrary<infer S> ? S : never) & {}

/** What happens to be impossible: `tag_taken` and the like, never a broken state. */
async function orRefused<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error
    if (
      !['not_found', 'conflict', 'tag_taken', 'tag_within_itself', 'invalid_request'].includes(String(code))
    )
      throw error
    return null
  }
}

/** Everything that people see of tags: of each what it is, and who bears it. */
async function picture(ctx: UserCtx) {
  const { items: tags } = await listTags(ctx, { limit: 100 })
  const { items: links } = await listLinks(ctx, { limit: 100 })
  return {
    tags: tags.map(({ path, color, aliases, linkCount, totalCount }) => ({
      path,
      color,
      aliases,
      linkCount,
      totalCount,
    })),
    links: links.map(({ id, visibility, tags }) => [id, visibility, tags.map(({ path }) => path)]),
  }
}

/** Tags whose numbers are not what their filters show. */
async function wrongCounters(ctx: UserCtx): Promise<unknown[]> {
  const { items: tags } = await listTags(ctx, { limit: 100 })
  const wrong: unknown[] = []
  for (const { path, linkCount, totalCount } of tags) {
    const { items, total } = await listLinks(ctx, { tag: path, limit: 100 })
    const own = items.filter((link) => link.tags.some((tag) => tag.path === path)).length
    if (total.count !== totalCount || own !== linkCount)
      wrong.push({ path, linkCount, own, totalCount, total: total.count })
  }
  return wrong
}

async function startLibrary(): Promise<{ person: TestPerson; linkIds: string[] }> {
  const person = await makePerson(opened)
  const links = await Promise.all([1, 2, 3, 4].map(() => makeLink(opened.db, person.actor.libraryId)))
  return { person, linkIds: links.map(({ linkId }) => linkId) }
}

/** Does one thing; operations end before this returns. */
async function perform(person: TestPerson, linkIds: string[], { kind, at, paths, isLarge }: Step) {
  // More than one link is a worker's then.
  const ctx = { ...person.ctx, ...(isLarge && { maxAtOnce: 1 }) }
  const [first = 'a', second = 'b'] = paths
  const tagOf = async (wanted: string) => {
    const { items } = await listTags(ctx, { limit: 100 })
    return items.find(
      ({ path }) => path.normalize('NFKC').toLowerCase() === wanted.normalize('NFKC').toLowerCase(),
    )
  }
  const id = linkIds[at] ?? ''
  const [tag, other] = [await tagOf(first), await tagOf(second)]
  const begun = await (async () => {
    switch (kind) {
      case 'set':
        return void (await updateLink(ctx, { id, tags: paths }))
      case 'unlink':
        return void (await deleteLink(ctx, { id }))
      case 'unlink_many':
        return deleteLinks(ctx, { ids: linkIds.slice(at + 1) })
      case 'create':
        return void (await createTag(ctx, { path: first, color: 'red' }))
      case 'bulk':
        return editLinks(ctx, {
          ids: linkIds.slice(at),
          addTags: [first],
          removeTags: [second],
          visibility: 'public',
        })
      case 'query':
        return editLinks(ctx, { filters: { tag: first }, addTags: [second], removeTags: [first] })
      case 'rename': {
        const changed = tag && (await updateTag(ctx, { id: tag.id, path: second, color: 'blue' }))
        return changed?.operationId ? { id: changed.operationId } : undefined
      }
      case 'merge':
        return tag && other && mergeTags(ctx, { from: [tag.id], into: other.id })
      case 'split':
        return tag && splitTag(ctx, { id: tag.id, into: paths.slice(1), keep: at === 0 })
      case 'delete':
        return tag && deleteTag(ctx, { id: tag.id })
      case 'undo': {
        const last = await opened.db.operation.findFirst({
          where: { libraryId: person.actor.libraryId, status: 'done' },
          orderBy: { id: at > 1 ? 'asc' : 'desc' },
        })
        return last ? undoOperation(ctx, { id: last.id }) : undefined
      }
    }
  })()
  if (begun) await endOperation(begun.id)
  return begun?.id ?? null
}

const endOperation = (operationId: string) =>
  runOperation(opened, { operationId }, new AbortController().signal, 2)

test('what a tag counts is what its filter shows, after anything that can happen to tags and links', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 10 }), async (steps) => {
      const { person, linkIds } = await startLibrary()
      for (const one of steps) await orRefused(perform(person, linkIds, one))
      expect(await wrongCounters(person.ctx)).toEqual([])
    }),
    { numRuns: 15, seed: 5 },
  )
})

test('undoing right away makes everything as it was', async () => {
  const doable = step.filter(({ kind }) => !['set', 'unlink', 'unlink_many', 'create', 'undo'].includes(kind))
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 5 }), doable, async (steps, last) => {
      const { person, linkIds } = await startLibrary()
      for (const at of [0, 1, 2])
        await updateLink(person.ctx, { id: linkIds[at] ?? '', tags: PATHS.slice(at, at + 4) })
      for (const one of steps) await orRefused(perform(person, linkIds, one))
      const before = await picture(person.ctx)
      const operationId = await orRefused(perform(person, linkIds, last))
      if (!operationId) return
      expect(await getOperation(person.ctx, { id: operationId })).toMatchObject({ status: 'done' })
      await undoOperation({ ...person.ctx, ...(last.isLarge && { maxAtOnce: 1 }) }, { id: operationId })
      await endOperation(operationId)
      expect(await getOperation(person.ctx, { id: operationId })).toMatchObject({
        status: 'undone',
        canUndo: false,
      })
      expect(await picture(person.ctx)).toEqual(before)
      expect(await wrongCounters(person.ctx)).toEqual([])
    }),
    { numRuns: 20, seed: 5 },
  )
})
