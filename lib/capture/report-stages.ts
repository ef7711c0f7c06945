// Tells how far a capture is, in small enough doses for a browser tab that listens.
import type { CaptureRequest } from './capture.ts'

const INTERVAL_MS = 1_000

type OnStage = CaptureRequest['onStage']
type Progress = Parameters<OnStage>[1]

export interface StageReport {
  /** A new stage is told at once. */
  enter(stage: Parameters<OnStage>[0]): void
  /** Progress within a stage is told at most once a second. */
  progress(progress: Progress): void
}

/** Reports to `onStage` with the newest progress. */
export function reportStages(onStage: OnStage): StageReport {
  let stage: Parameters<OnStage>[0] = 'loading'
  let newest: Progress = { resources: 0, bytes: 0 }
  let toldAt = Number.NEGATIVE_INFINITY
  const tell = () => {
    toldAt = performance.now()
    onStage(stage, newest)
  }
  return {
    enter(next) {
      stage = next
      tell()
    },
    progress(progress) {
      newest = progress
      if (performance.now() - toldAt >= INTERVAL_MS) tell()
    },
  }
}
