// Events: what happened to a snapshot, told to everybody who watches.
import { z } from 'zod'
import { stage, verdict } from './snapshot.ts'

/** Counters that a person likes to see move. */
export const progress = z.object({
  resources: z.number().int().optional(),
  bytes: z.number().int().optional(),
})

export const snapshotEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('snapshot.queued') }),
  z.object({ kind: z.literal('snapshot.stage'), stage, progress: progress.optional() }),
  z.object({ kind: z.literal('snapshot.ready'), verdict }),
  /** One attempt ended; another one follows at `nextAttemptAt`. */
  z.object({ kind: z.literal('snapshot.retrying'), code: z.string(), nextAttemptAt: z.string() }),
  z.object({
    kind: z.literal('snapshot.failed'),
    code: z.string(),
    detail: z.record(z.string(), z.unknown()).optional(),
  }),
])
export type SnapshotEvent = z.infer<typeof snapshotEvent>

/** The event with its place in the stream: `id` grows with time and is what `Last-Event-ID` resumes from. */
export const storedEvent = z.object({
  id: z.string(),
  snapshotId: z.string(),
  libraryId: z.string(),
  at: z.string(),
  event: snapshotEvent,
})
export type StoredEvent = z.infer<typeof storedEvent>
