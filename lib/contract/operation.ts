// Operation: something done to many links or tags at once, or to a saved search, which may be taken back for a while.
import { z } from 'zod'
import { MAX_LINKS_PER_EDIT, MAX_QUERY_CHARACTERS, MAX_TAGS_PER_LINK } from '#lib/kernel/limits.ts'
import { entityId, pageInput, pageOf, tagPath, visibility } from './fields.ts'
import { searchSort } from './link.ts'
import { snapshotStatus } from './snapshot.ts'

export const operationKind = z.enum([
  'tag.change',
  'tag.merge',
  'tag.split',
  'tag.delete',
  'links.edit',
  'links.delete',
  'links.recapture',
  'rule.apply',
  'search.delete',
])
export type OperationKind = z.infer<typeof operationKind>

/** Which links of a library: by what a list can be asked for. */
const linkFilters = {
  q: z.string().max(MAX_QUERY_CHARACTERS).optional(),
  tag: z.string().max(1_000).optional(),
  site: z.string().max(253).optional(),
  status: snapshotStatus.optional(),
  visibility: visibility.optional(),
}

/** What an operation was done to, in the names of that time. */
const subject = z.object({
  tags: z.array(z.string()).default([]),
  into: z.array(z.string()).default([]),
  searches: z.array(z.string()).default([]),
  /** The query, where it was done to all links of one. */
  query: z.string().nullable().default(null),
})
export type OperationSubject = z.input<typeof subject>

export const operationView = z
  .object({
    id: z.string(),
    kind: operationKind,
    status: z.enum(['queued', 'done', 'failed', 'undoing', 'undone']),
    subject,
    /** Links to go through, gone through so far, and those among them that were really changed. */
    links: z.object({ total: z.number().int(), done: z.number().int(), changed: z.number().int() }),
    /** May it be taken back? */
    canUndo: z.boolean(),
    error: z.string().nullable(),
    createdAt: z.string(),
    endedAt: z.string().nullable(),
  })
  .meta({ id: 'Operation' })
export type OperationView = z.output<typeof operationView>

export const operationPage = pageOf(operationView).meta({ id: 'OperationPage' })
export const listOperationsInput = z.strictObject(pageInput)
export const operationIdInput = z.strictObject({ id: entityId })

const whichLinks = {
  ids: z.array(entityId).min(1, 'required').max(MAX_LINKS_PER_EDIT, 'too_many').optional(),
  filters: z.strictObject(linkFilters).optional(),
}
const saysWhich = ({ ids, filters }: { ids?: unknown; filters?: unknown }) =>
  (ids === undefined) !== (filters === undefined)
const NO_LINKS = { path: ['ids'], message: 'required' }

/** Links that are named, or all that a query finds. */
export const manyLinksInput = z.strictObject(whichLinks).refine(saysWhich, NO_LINKS)

/** `POST /links/bulk`. */
export const editLinksInput = z
  .strictObject({
    ...whichLinks,
    addTags: z.array(tagPath).max(MAX_TAGS_PER_LINK, 'too_many').default([]),
    removeTags: z.array(tagPath).max(MAX_TAGS_PER_LINK, 'too_many').default([]),
    visibility: visibility.optional(),
  })
  .refine(saysWhich, NO_LINKS)
  .refine(({ addTags, removeTags, visibility }) => addTags.length + removeTags.length > 0 || visibility, {
    path: ['addTags'],
    message: 'required',
  })

// ---- What a running operation remembers of itself: plans cross from the process that decides to the worker. ----

const chosenLinks = {
  ids: z.array(z.string()).optional(),
  filters: z.object(linkFilters).optional(),
  /** Behind which link it goes on. */
  after: z.string().nullable(),
}

/** A saved search as it was, with the feeds that follow it: of their addresses the digests, so that these open them again. */
const forgotten = z.object({
  search: z.object({
    id: z.string(),
    name: z.string(),
    q: z.string(),
    sort: searchSort,
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  }),
  feeds: z.array(
    z.object({
      id: z.string(),
      digest: z.string(),
      createdAt: z.iso.datetime(),
      lastUsedAt: z.iso.datetime().nullable(),
      contentDigest: z.string().nullable(),
      changedAt: z.iso.datetime(),
    }),
  ),
})
export type ForgottenSearch = z.infer<typeof forgotten>

export const operationPlan = z.discriminatedUnion('type', [
  /** Nothing is left to do: renamed, recoloured, renamed by other names. */
  z.object({ type: z.literal('change') }),
  /** Tags of `from`, with all below them, become those of `into`. */
  z.object({ type: z.literal('merge'), from: z.array(z.string()), into: z.string(), keepNames: z.boolean() }),
  z.object({ type: z.literal('delete'), tagId: z.string() }),
  /** Links go, with all their versions. */
  z.object({ type: z.literal('remove'), ...chosenLinks }),
  z.object({ type: z.literal('recapture'), ...chosenLinks }),
  forgotten.extend({ type: z.literal('forget') }),
  z.object({
    type: z.literal('edit'),
    ...chosenLinks,
    /** Only links that bear this very tag. */
    bearing: z.string().optional(),
    urlPattern: z.string().nullish(),
    add: z.array(z.string()),
    remove: z.array(z.string()),
    visibility: visibility.optional(),
    /** A tag that goes when nobody bears it any more. */
    deletes: z.string().optional(),
  }),
])
export type OperationPlan = z.infer<typeof operationPlan>

export const tagBefore = z.union([
  z.object({ id: z.string(), made: z.literal(true) }),
  z.object({ id: z.string(), path: z.string(), color: z.string().nullable(), aliases: z.array(z.string()) }),
])
export type TagBefore = z.infer<typeof tagBefore>
