// What the search box offers while somebody types.
import { z } from 'zod'
import { MAX_QUERY_CHARACTERS } from '#lib/kernel/limits.ts'
import { searchSort } from './link.ts'

export const suggestInput = z.strictObject({
  /** As typed so far; operators may be among it. */
  q: z.string().max(MAX_QUERY_CHARACTERS),
  /** Of each kind; of saved searches 3 at most. */
  limit: z.coerce.number().int().min(1).max(20).default(5),
})

/** A saved search by name or query, which `query` is all of. */
const suggestedSearch = z.object({ id: z.string(), name: z.string(), query: z.string(), sort: searchSort })
export type SuggestedSearch = z.output<typeof suggestedSearch>

export const suggestions = z
  .object({
    titles: z.array(
      z.object({
        linkId: z.string(),
        /** The version that shows it; null when there is none. */
        snapshotId: z.string().nullable(),
        text: z.string(),
        /** [start, end) in UTF-16 units of `text`. */
        marks: z.array(z.tuple([z.number().int(), z.number().int()])),
      }),
    ),
    /** `query` is what the box holds when it is chosen. */
    tags: z.array(z.object({ path: z.string(), query: z.string() })),
    sites: z.array(z.object({ site: z.string(), query: z.string() })),
    searches: z.array(suggestedSearch),
  })
  .meta({ id: 'Suggestions' })
