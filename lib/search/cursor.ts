// Cursors: where the next page of a search begins, opaque to whoever carries them.
import { z } from 'zod'
import { AppError } from '#lib/kernel/errors.ts'
import { MAX_QUERY_CHARACTERS } from '#lib/kernel/limits.ts'
import { isId } from '#lib/kernel/ids.ts'

const SEARCH_ORDERS = ['relevance', 'newest', 'oldest'] as const
export type SearchOrder = (typeof SEARCH_ORDERS)[number]

const id = z.string().refine(isId)

const cursor = z.strictObject({
  order: z.enum(SEARCH_ORDERS),
  /** Newest link when the search began: what is added later does not shift the ranked pages. */
  upTo: id.optional(),
  /** The last ranked hit: those behind it follow, whichever of the others are gone by then. */
  behind: z.object({ score: z.number(), id }).optional(),
  /** Oldest candidates by text and by title: others that move up in their place belong to the pages by age. */
  downTo: id.optional(),
  titleDownTo: id.optional(),
  /** How far the query had to be loosened before it found anything: see `attempts` in search-index.ts. */
  loosened: z.number().int().min(1).max(2).optional(),
  /** The query that was found in the place of one that was misspelt. */
  instead: z
    .string()
    .max(2 * MAX_QUERY_CHARACTERS)
    .optional(),
  /** The walk by age goes on behind this link. */
  after: id.optional(),
})
export type Cursor = z.output<typeof cursor>

export function printCursor(value: Cursor): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** @throws AppError `invalid_cursor` when it is not one of ours, or belongs to another order */
export function parseCursor(text: string, order: SearchOrder): Cursor {
  const parsed = cursor.safeParse(fromBase64(text))
  if (!parsed.success || parsed.data.order !== order) throw new AppError('invalid_cursor')
  return parsed.data
}

function fromBase64(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString())
  } catch {
    return null // not JSON: the schema refuses it
  }
}
