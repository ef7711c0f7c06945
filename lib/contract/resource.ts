// Resource: what a page asked for while it was captured, and what became of it.
import { z } from 'zod'
import { entityId, pageInput, pageOf } from './fields.ts'

export const resourceView = z
  .object({
    url: z.string(),
    method: z.string(),
    status: z.number().int().nullable(),
    contentType: z.string().nullable(),
    bytes: z.number().int(),
    kept: z.boolean(),
    reason: z
      .string()
      .nullable()
      .describe('Why it was not kept: a code of ours, or the net:: error of the browser.'),
  })
  .meta({ id: 'Resource' })
export const resourcePage = pageOf(resourceView).meta({ id: 'ResourcePage' })

export const listResourcesInput = z.strictObject({
  id: entityId,
  /** Only those that were kept, or only those that were not. */
  kept: z.enum(['true', 'false']).optional(),
  ...pageInput,
})
