// A step of undoing captures of many links: versions that still wait go, what has begun or is there stays.
import type { Tx } from '#lib/db/client.ts'
import { takeBackVersions } from '#lib/db/queued-versions.ts'
import type { Running, StepDeps, StepResult } from './running.ts'

export async function takeBackStep(
  tx: Tx,
  { events }: Pick<StepDeps, 'events'>,
  { id, libraryId }: Running,
  limit: number,
): Promise<StepResult> {
  const { failed, ...taken } = await takeBackVersions(tx, libraryId, id, limit)
  for (const { snapshotId, code, detail } of failed)
    await events.publish(
      tx,
      { snapshotId, libraryId },
      { kind: 'snapshot.failed', code, ...(detail && { detail }) },
    )
  return { ...taken, isDone: taken.count < limit, keepsWords: true }
}
