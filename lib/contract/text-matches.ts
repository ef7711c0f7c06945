// Where in the text of an article the words of a search stand.
import { z } from 'zod'
import { MAX_MATCHES, MAX_QUERY_CHARACTERS } from '#lib/kernel/limits.ts'
import { entityId } from './fields.ts'

export const textMatches = z
  .object({
    count: z.number().int().describe(`How many places there are, at most ${MAX_MATCHES}.`),
    exact: z.boolean().describe('False where there may be more.'),
    marks: z
      .array(z.tuple([z.number().int(), z.number().int()]))
      .describe(
        '[start, end) in UTF-16 units of the text (`/snapshots/{id}/text`), ascending: in a list the first few.',
      ),
  })
  .meta({ id: 'TextMatches' })
export type TextMatches = z.output<typeof textMatches>

export const findMatchesInput = z.strictObject({ id: entityId, q: z.string().max(MAX_QUERY_CHARACTERS) })
