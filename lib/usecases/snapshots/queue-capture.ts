// Queues the capture of a snapshot: row, job and event of one decision, in the caller's transaction.
import type { CaptureOptions } from '#lib/contract/capture-options.ts'
import { JOB_PRIORITY } from '#lib/contract/job.ts'
import type { Tx } from '#lib/db/client.ts'
import { assertQuota } from '#lib/db/quota.ts'
import { insertSnapshot } from '#lib/db/snapshots.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'

type Parts = Pick<Runtime, 'config' | 'queue' | 'events'>

/**
 * Enqueues the job of a queued snapshot and tells everybody who watches. A person waits for it.
 *
 * @throws AppError `quota_exceeded`: then nothing is queued, and nothing that was there is lost
 */
export async function queueCapture(
  { config, queue, events }: Parts,
  tx: Tx,
  snapshot: { id: string; libraryId: string },
): Promise<void> {
  await assertQuota(tx, snapshot.libraryId, config.userQuotaBytes)
  const target = { snapshotId: snapshot.id, libraryId: snapshot.libraryId }
  await queue.enqueue(tx, 'capture', { snapshotId: snapshot.id }, { priority: JOB_PRIORITY.interactive })
  await events.publish(tx, target, { kind: 'snapshot.queued' })
}

/**
 * Inserts a new version of the link and queues its capture; its id.
 *
 * @throws AppError `quota_exceeded`
 */
export async function queueVersion(
  parts: Parts,
  tx: Tx,
  libraryId: string,
  version: { linkId: string; url: string; capture?: CaptureOptions },
): Promise<string> {
  const { id } = await insertSnapshot(tx, libraryId, version)
  await queueCapture(parts, tx, { id, libraryId })
  return id
}
