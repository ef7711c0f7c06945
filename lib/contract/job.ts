// Jobs: what the queue carries from the one that decides to the one that works.
import { z } from 'zod'

/** Capture this snapshot. The row tells the rest; a handler may get the same job twice. */
export const captureJob = z.object({
  snapshotId: z.string(),
  /** How often it found its site busy. */
  deferrals: z.number().int().min(0).optional(),
})
export type CaptureJob = z.infer<typeof captureJob>

/** A person who waits goes before an import. */
export const JOB_PRIORITY = { interactive: 10, background: 0 } as const
