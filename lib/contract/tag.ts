// Tag: a user's label, nested by "/".
import { z } from 'zod'
import { MAX_QUERY_CHARACTERS } from '#lib/kernel/limits.ts'
import { entityId, pageInput, pageOf, tagPath } from './fields.ts'

/** Names of the colour pairs that every theme draws with enough contrast. */
export const tagColor = z.enum(['gray', 'red', 'orange', 'yellow', 'green', 'teal', 'blue', 'purple'])

export const tagView = z
  .object({
    id: z.string(),
    path: z.string(),
    color: tagColor.nullable(),
    /** Links that bear this very tag. */
    linkCount: z.number().int(),
    /** Links that bear this tag or one below it. */
    totalCount: z.number().int(),
    aliases: z.array(z.string()),
  })
  .meta({ id: 'Tag' })
export type TagView = z.output<typeof tagView>

export const tagPage = pageOf(tagView).meta({ id: 'TagPage' })

export const listTagsInput = z.strictObject({ q: z.string().max(64).optional(), ...pageInput })
export const createTagInput = z.strictObject({ path: tagPath, color: tagColor.nullable().optional() })
export const lookupTagInput = z.strictObject({ path: tagPath })
export const tagIdInput = z.strictObject({ id: entityId })
export const updateTagInput = z.strictObject({
  id: entityId,
  path: tagPath.optional(),
  color: tagColor.nullable().optional(),
  aliases: z.array(tagPath).max(20, 'too_many').optional(),
})
export const mergeTagsInput = z.strictObject({
  /** Tags that go. */
  from: z.array(entityId).min(1, 'required').max(100, 'too_many'),
  /** The tag that stays. */
  into: entityId,
  /** Are the names of the others kept as other names of it? */
  keepNames: z.boolean().default(true),
})
export const splitTagInput = z.strictObject({
  id: entityId,
  into: z.array(tagPath).min(1, 'required').max(10, 'too_many'),
  /** Only links that fit this query. */
  q: z.string().trim().min(1).max(MAX_QUERY_CHARACTERS, 'too_long').optional(),
  /** Does the tag stay on its links? */
  keep: z.boolean().default(false),
})

/** A tag of the library that may fit a link, and why. */
export const tagSuggestion = z.object({
  tag: z.object({ id: z.string(), path: z.string(), color: tagColor.nullable() }),
  /** From 0 to about 1. */
  score: z.number(),
  because: z.object({
    /** Words that links with this tag share with the link; none: they are of the same site. */
    words: z.array(z.string()),
    /** Did a model choose it (LINKHOME_SUGGEST_URL)? The library may say so besides. */
    model: z.boolean(),
    /** Links that bear the tag and hold one of these words, or are of the site. None: only its name stands in the link. */
    links: z.number().int(),
  }),
})
export type TagSuggestion = z.output<typeof tagSuggestion>

export const tagSuggestions = z
  .object({
    items: z.array(tagSuggestion),
    /** Words of the title that are no tags yet and stand in other links. */
    newWords: z.array(z.object({ word: z.string(), links: z.number().int() })),
  })
  .meta({ id: 'TagSuggestions' })
export type TagSuggestions = z.output<typeof tagSuggestions>
export const suggestTagsInput = z.strictObject({ id: entityId })

/** A tag that was changed, and by which operation: it can be undone. */
export const changedTagView = tagView.extend({ operationId: z.string() }).meta({ id: 'ChangedTag' })
