// Tells how far a capture is, without ever holding it up: the newest news wins when the database is slower.
import type { Stage } from '#lib/contract/snapshot.ts'
import { setStage, type Attempt } from '#lib/db/attempts.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'

/** News of one stage closer together than this are not told: a person cannot read faster. */
const MIN_INTERVAL_MS = 500

interface News {
  stage: Stage
  progress?: { resources: number; bytes: number }
}

export interface StageTeller {
  /** Notes the stage; returns at once and never throws. */
  tell(stage: Stage, progress?: News['progress']): void
  /** Resolves when what was told is stored: what follows comes after it. */
  settle(): Promise<void>
}

/** Makes the teller of one attempt. */
export function tellStages(
  { db, events, log }: Pick<Runtime, 'db' | 'events' | 'log'>,
  attempt: Attempt,
): StageTeller {
  let waiting: News | null = null
  let told: Stage | null = null
  let toldAtMs = 0
  let pump: Promise<void> | null = null

  const store = async ({ stage, progress }: News) => {
    if (!(await setStage(db, attempt, stage))) return
    await events.publish(db, attempt, { kind: 'snapshot.stage', stage, ...(progress && { progress }) })
  }

  const drain = async () => {
    while (waiting) {
      const news = waiting
      waiting = null
      // A stage that nobody hears of is no reason to lose the capture.
      await store(news).catch((error: unknown) => log.warn('capture.stage_untold', { error }))
    }
    pump = null
  }

  return {
    tell(stage, progress) {
      const nowMs = Date.now()
      if (stage === told && nowMs - toldAtMs < MIN_INTERVAL_MS) return
      told = stage
      toldAtMs = nowMs
      waiting = { stage, progress }
      pump ??= drain()
    },
    async settle() {
      await pump
    },
  }
}
