// What the search box offers while somebody types.
import { z } from 'zod'
import { MAX_QUERY_CHARACTERS } from '#lib/kernel/limits.ts'

export const suggestInput = z.strictObject({
  /** As typed so far; operators may be among it. */
  q: z.string().max(MAX_QUERY_CHARACTERS),
  /** Of each kind. */
  limit: z.coerce.number().int().min(1).max(20).default(5),
})

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
  })
  .meta({ id: 'Suggestions' })
