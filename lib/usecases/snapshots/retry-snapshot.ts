// Once more: a failed version is tried again, a finished one is followed by a new version.
import { captureOptionsOf } from '#lib/contract/capture-options.ts'
import { snapshotIdInput, snapshotView } from '#lib/contract/snapshot.ts'
import { inTransaction } from '#lib/db/client.ts'
import { findSnapshot, requeueSnapshot } from '#lib/db/snapshots.ts'
import { defineUseCase } from '../define-use-case.ts'
import { countSubmission } from '../links/submit-limit.ts'
import { ownSnapshot } from './own-snapshot.ts'
import { queueCapture, queueVersion } from './queue-capture.ts'
import { snapshotViewOf } from './snapshot-view.ts'

/**
 * Captures the address again. A `failed` snapshot goes back to the queue with all its attempts; a `ready` one stays as
 * it is, and a new version is queued; one that waits or runs is answered as it stands.
 *
 * @throws AppError `not_found`, `rate_limited` `{ seconds }`
 */
export const retrySnapshot = defineUseCase({
  name: 'snapshots.retry',
  scope: 'links:write',
  input: snapshotIdInput,
  output: snapshotView,
  async run(ctx, { id }) {
    const { libraryId } = ctx.actor
    const before = await ownSnapshot(ctx, id)
    if (before.status === 'queued' || before.status === 'capturing') return snapshotViewOf(ctx, before)
    countSubmission(ctx)
    const retriedId = await inTransaction(ctx.db, async (tx) => {
      if (before.status === 'ready') {
        const { linkId, url, capture } = before
        return queueVersion(ctx, tx, libraryId, { linkId, url, capture: captureOptionsOf(capture) })
      }
      await requeueSnapshot(tx, libraryId, id)
      await queueCapture(ctx, tx, { id, libraryId })
      return id
    })
    return snapshotViewOf(ctx, await findSnapshot(ctx.db, { libraryId }, retriedId))
  },
})
