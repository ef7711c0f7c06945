// One version of a link.
import { snapshotIdInput, snapshotView } from '#lib/contract/snapshot.ts'
import { findSnapshot } from '#lib/db/snapshots.ts'
import { defineUseCase } from '../define-use-case.ts'
import { viewerOf } from '../viewer.ts'
import { wholeViewOf } from './snapshot-view.ts'

/**
 * A snapshot of the actor's library, or of a public link.
 *
 * @throws AppError `not_found`
 */
export const getSnapshot = defineUseCase({
  name: 'snapshots.get',
  scope: 'public',
  input: snapshotIdInput,
  output: snapshotView,
  async run(ctx, { id }) {
    return wholeViewOf(ctx, await findSnapshot(ctx.db, viewerOf(ctx.actor), id))
  },
})
