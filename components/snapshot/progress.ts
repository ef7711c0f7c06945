// Where a capture stands, as its events tell it, in the steps that a person is shown.
import type { SnapshotEvent } from '#lib/contract/event.ts'
import type { Stage } from '#lib/contract/snapshot.ts'

export interface Progress {
  stage: Stage
  resources: number | null
  bytes: number | null
  /** The last attempt ended for this reason; the next one starts then. */
  retry: { code: string; nextAttemptAt: string } | null
  /** Nothing more will come: the page is read again. */
  hasEnded: boolean
}

/** What a person is shown; several stages of the machine are one step. */
export const STEPS = ['queued', 'loading', 'settling', 'freezing', 'extracting', 'done'] as const

const STEP_OF_STAGE: Record<Stage, number> = {
  queued: 0,
  loading: 1,
  settling: 2,
  freezing: 3,
  storing: 3,
  extracting: 4,
  indexing: 4,
  done: 5,
}

/** Index in STEPS. */
export function stepOf(stage: Stage): number {
  return STEP_OF_STAGE[stage]
}

export function startOf(stage: Stage): Progress {
  return { stage, resources: null, bytes: null, retry: null, hasEnded: false }
}

/** The progress after one more event. Counters that an event leaves out keep their last value. */
export function afterEvent(before: Progress, event: SnapshotEvent): Progress {
  switch (event.kind) {
    case 'snapshot.queued':
      return startOf('queued')
    case 'snapshot.stage':
      return {
        stage: event.stage,
        resources: event.progress?.resources ?? before.resources,
        bytes: event.progress?.bytes ?? before.bytes,
        retry: null,
        hasEnded: false,
      }
    case 'snapshot.retrying':
      return { ...startOf('queued'), retry: { code: event.code, nextAttemptAt: event.nextAttemptAt } }
    case 'snapshot.ready':
      return { ...before, stage: 'done', retry: null, hasEnded: true }
    case 'snapshot.failed':
      return { ...before, hasEnded: true }
  }
}
