// The small fields that many inputs share, each with its one rule.
import { z } from 'zod'
import { isId } from '#lib/kernel/ids.ts'
import {
  MAX_NOTE_CHARACTERS,
  MAX_PAGE_SIZE,
  MAX_TAG_CHARACTERS,
  MAX_TAG_DEPTH,
  MAX_TAGS_PER_LINK,
  MAX_TITLE_CHARACTERS,
  MAX_URL_CHARACTERS,
  PAGE_SIZE,
} from '#lib/kernel/limits.ts'
import { plainText } from '#lib/kernel/plain-text.ts'

/** Message of an id that cannot name a row: use cases answer it as `not_found`, not as a field error. */
export const NOT_FOUND_ISSUE = 'not_found'

export const entityId = z.string().refine(isId, NOT_FOUND_ISSUE)

/** A URL as typed. Admission (scheme, credentials, address) is decided later, by `canonicalUrl` and the address policy. */
export const urlText = z.string().trim().min(1, 'required').max(MAX_URL_CHARACTERS, 'too_long')

export const titleText = z
  .string()
  .transform(plainText)
  .pipe(z.string().trim().max(MAX_TITLE_CHARACTERS, 'too_long'))
export const noteText = z.string().transform(plainText).pipe(z.string().max(MAX_NOTE_CHARACTERS, 'too_long'))

/** A tag's path as written: parts between `/` are trimmed, empty parts refused. */
export const tagPath = z
  .string()
  .transform((text) =>
    plainText(text)
      .normalize('NFC')
      .replace(/\s+/g, ' ')
      .split('/')
      .map((part) => part.trim())
      .join('/'),
  )
  .pipe(
    z
      .string()
      .min(1, 'required')
      .max(MAX_TAG_CHARACTERS, 'too_long')
      .refine((path) => path.split('/').every(Boolean), 'empty_part')
      .refine((path) => path.split('/').length <= MAX_TAG_DEPTH, 'too_deep'),
  )
export const tagPaths = z.array(tagPath).max(MAX_TAGS_PER_LINK, 'too_many')

export const visibility = z.enum(['private', 'public'])

/** Query parameters of every list. */
export const pageInput = {
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(PAGE_SIZE),
  cursor: z.string().max(512).optional(),
}

/** What every list answers. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    nextCursor: z.string().nullable(),
    total: z.object({ count: z.number().int(), exact: z.boolean() }),
  })
