// Versions of the library, newest first.
import { listSnapshotsInput, snapshotPage } from '#lib/contract/snapshot.ts'
import * as snapshots from '#lib/db/snapshots.ts'
import { defineUseCase } from '../define-use-case.ts'
import { snapshotViewOf } from './snapshot-view.ts'

/**
 * The library's snapshots, of one link or of all, in one status or in any.
 *
 * @throws AppError `invalid_cursor`
 */
export const listSnapshots = defineUseCase({
  name: 'snapshots.list',
  scope: 'links:read',
  input: listSnapshotsInput,
  output: snapshotPage,
  async run(ctx, { link, ...options }) {
    const page = await snapshots.listSnapshots(ctx.db, ctx.actor.libraryId, { ...options, linkId: link })
    return { ...page, items: page.items.map((row) => snapshotViewOf(ctx, row)) }
  },
})
