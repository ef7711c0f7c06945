// How one page is captured, where it differs from the house's settings: said with a link, or by a rule for links that fit.
import { z } from 'zod'

export const captureOptions = z
  .strictObject({
    patience: z
      .enum(['normal', 'long'])
      .optional()
      .describe('`long` waits twice as long for everything that the page does.'),
    banners: z
      .enum(['reject', 'leave'])
      .optional()
      .describe('Are consent banners answered with no, or left as they are? Left out: as the house is set.'),
  })
  .meta({ id: 'CaptureOptions' })
export type CaptureOptions = z.output<typeof captureOptions>

/** Of rows: what a later version of the product wrote there is passed over. */
export const captureOptionsOf = (row: unknown): CaptureOptions => captureOptions.safeParse(row).data ?? {}
