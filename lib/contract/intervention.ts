// What a capture did to a page beyond looking at it: said with the snapshot, so that nobody takes our doing for the site's.
import { z } from 'zod'

/** Each has its words in both languages: `intervention.<what>`. */
export const interventionWhat = z.enum([
  'banner_rejected',
  'banner_hidden',
  'overlay_hidden',
  'lock_removed',
  'fold_opened',
  'pictures_loaded',
])

export const intervention = z
  .object({
    kind: z.enum(['consent', 'recipe', 'lazy']),
    rule: z.string().max(200).describe('Name of the rule or recipe that was followed.'),
    what: interventionWhat,
    count: z.number().int().min(1).describe('Elements that were changed or clicked.'),
  })
  .meta({ id: 'Intervention' })
export type Intervention = z.infer<typeof intervention>
