// How the matches of a search are spread.
import { z } from 'zod'
import { listLinksInput } from './link.ts'

/** The filters of a list, without its pages. */
export const facetsInput = listLinksInput.omit({ sort: true, limit: true, cursor: true })

const facetValues = z.array(z.object({ value: z.string(), count: z.number().int() }))

export const facets = z
  .object({
    values: z.object({
      tag: facetValues,
      site: facetValues,
      lang: facetValues,
      /** Of adding, in UTC. */
      year: facetValues,
      /** `article`, `page`, `file`, or `none` where there is no copy yet. */
      kind: facetValues,
    }),
    /** How many matches were counted: at most 5,000. */
    counted: z.number().int(),
    /** Were they all of them, and each certain? Otherwise the counts tell proportions. */
    isExact: z.boolean(),
  })
  .meta({ id: 'Facets' })
