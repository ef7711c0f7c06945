// A person changed their mind before the capture had ended.
import { snapshotIdInput, snapshotView } from '#lib/contract/snapshot.ts'
import { inTransaction } from '#lib/db/client.ts'
import * as snapshots from '#lib/db/snapshots.ts'
import { defineUseCase } from '../define-use-case.ts'
import { ownSnapshot } from './own-snapshot.ts'
import { snapshotViewOf } from './snapshot-view.ts'

/**
 * Ends a waiting or running capture as `failed` with the code `cancelled`; it can be retried.
 *
 * @throws AppError `not_found`; `conflict` when it has ended already
 */
export const cancelSnapshot = defineUseCase({
  name: 'snapshots.cancel',
  scope: 'links:write',
  input: snapshotIdInput,
  output: snapshotView,
  async run(ctx, { id }) {
    const { libraryId } = ctx.actor
    await inTransaction(ctx.db, async (tx) => {
      await snapshots.cancelSnapshot(tx, libraryId, id)
      await ctx.events.publish(
        tx,
        { snapshotId: id, libraryId },
        { kind: 'snapshot.failed', code: 'cancelled' },
      )
    })
    return snapshotViewOf(ctx, await ownSnapshot(ctx, id))
  },
})
