// A step of capturing links again: each gets a version that waits, unless one does already.
import { JOB_PRIORITY } from '#lib/contract/job.ts'
import type { OperationPlan } from '#lib/contract/operation.ts'
import type { Tx } from '#lib/db/client.ts'
import { assertQuota } from '#lib/db/quota.ts'
import { noteVersions } from '#lib/db/queued-versions.ts'
import { queueVersions } from '#lib/db/snapshots.ts'
import { nextLinks } from './next-links.ts'
import type { Running, StepDeps, StepResult } from './running.ts'

type RecapturePlan = Extract<OperationPlan, { type: 'recapture' }>

/**
 * Whoever saves links meanwhile goes first, and captures begin no faster than a person may submit (LINKHOME_SUBMIT_LIMIT).
 *
 * @throws AppError `quota_exceeded`
 */
export async function recaptureStep(
  tx: Tx,
  { queue, events, config }: StepDeps,
  { id: operationId, libraryId, plan, createdAt, changed }: Running<RecapturePlan>,
  limit: number,
): Promise<StepResult> {
  await assertQuota(tx, libraryId, config.userQuotaBytes)
  const { ids, after } = await nextLinks(tx, libraryId, plan, limit)
  const versions = await queueVersions(tx, libraryId, ids)
  await noteVersions(tx, operationId, versions)
  for (const [index, { id }] of versions.entries()) {
    const startAfter = beginning(config.submitLimit, createdAt, changed + index)
    await queue.enqueue(tx, 'capture', { snapshotId: id }, { priority: JOB_PRIORITY.import, startAfter })
    await events.publish(tx, { snapshotId: id, libraryId }, { kind: 'snapshot.queued' })
  }
  const changedIds = versions.map(({ linkId }) => linkId)
  const done = { count: ids.length, changedIds, keepsWords: true } as const
  return after === null ? { ...done, isDone: true } : { ...done, isDone: false, plan: { ...plan, after } }
}

/** When the capture with this number may begin; undefined: at once. */
function beginning(
  limit: StepDeps['config']['submitLimit'],
  createdAt: Date,
  number: number,
): Date | undefined {
  if (limit === null || number < limit.count) return undefined
  return new Date(createdAt.getTime() + Math.floor(number / limit.count) * limit.windowMs)
}
