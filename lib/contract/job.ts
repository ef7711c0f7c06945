// Jobs: what the queue carries from the one that decides to the one that works.
import { z } from 'zod'

/** Capture this snapshot. The row tells the rest; a handler may get the same job twice. */
const captureJob = z.object({
  snapshotId: z.string(),
  /** How often it found its site busy. */
  deferrals: z.number().int().min(0).optional(),
})

/** Compare the frozen page of this ready snapshot with the live one. */
const assessJob = z.object({ snapshotId: z.string() })

/** Make this form of a ready snapshot, for which a browser is needed. */
const renderJob = z.object({ snapshotId: z.string(), form: z.enum(['pdf']) })

/** Go on with this operation, or with undoing it. */
const operateJob = z.object({ operationId: z.string() })

interface JobPayloads {
  capture: z.infer<typeof captureJob>
  assess: z.infer<typeof assessJob>
  render: z.infer<typeof renderJob>
  operate: z.infer<typeof operateJob>
}
export type JobName = keyof JobPayloads
export type Job<N extends JobName> = JobPayloads[N]

/** What each job carries: all of them are about one snapshot or one operation. */
export const JOBS: { readonly [N in JobName]: z.ZodType<Job<N>> } = {
  capture: captureJob,
  assess: assessJob,
  render: renderJob,
  operate: operateJob,
}

/** By whose id a job is found. */
export const subjectOf = (job: Job<JobName>): string =>
  'operationId' in job ? job.operationId : job.snapshotId

/** A person who waits goes before an import, and both before what nobody asked for. */
export const JOB_PRIORITY = { interactive: 20, import: 10, background: 0 } as const
