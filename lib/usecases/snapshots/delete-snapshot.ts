// Takes one version away.
import { z } from 'zod'
import { snapshotIdInput } from '#lib/contract/snapshot.ts'
import { inTransaction } from '#lib/db/client.ts'
import { deleteSnapshotRow } from '#lib/db/delete-snapshot.ts'
import { findSuccessor } from '#lib/db/front.ts'
import { readWordsAhead } from '#lib/search/read-words-ahead.ts'
import { reindexLink } from '#lib/search/reindex-link.ts'
import { defineUseCase } from '../define-use-case.ts'
import { ownSnapshot } from './own-snapshot.ts'

/**
 * Deletes a version; a capture of it that runs ends without a trace. When it was the copy in front, the best of the
 * others takes its place, also in search. The link stays, even without any version.
 *
 * @throws AppError `not_found`
 */
export const deleteSnapshot = defineUseCase({
  name: 'snapshots.delete',
  scope: 'links:write',
  input: snapshotIdInput,
  output: z.void(),
  async run(ctx, { id }) {
    const { linkId, libraryId } = await ownSnapshot(ctx, id)
    const words = await readWordsAhead(ctx.db, ctx.blobs, await findSuccessor(ctx.db, linkId, { except: id }))
    await inTransaction(ctx.db, async (tx) => {
      const { wasFront } = await deleteSnapshotRow(tx, libraryId, { linkId, snapshotId: id })
      if (wasFront) await reindexLink(tx, words, linkId)
    })
  },
})
