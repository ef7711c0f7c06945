// Forgets a saved search with its feeds; the links that it finds stay.
import { z } from 'zod'
import { savedSearchIdInput } from '#lib/contract/saved-search.ts'
import { inTransaction } from '#lib/db/client.ts'
import { listFeedsOf } from '#lib/db/feeds.ts'
import * as savedSearches from '#lib/db/saved-searches.ts'
import { defineUseCase } from '../define-use-case.ts'
import { revoke } from '../feeds/revoke-feed.ts'

/** @throws AppError `not_found` */
export const deleteSavedSearch = defineUseCase({
  name: 'searches.delete',
  scope: 'links:write',
  input: savedSearchIdInput,
  output: z.void(),
  async run({ db, actor: { libraryId, userId } }, { id }) {
    await inTransaction(db, async (tx) => {
      for (const feed of await listFeedsOf(tx, libraryId, id)) await revoke(tx, libraryId, userId, feed.id)
      await savedSearches.deleteSavedSearch(tx, libraryId, id)
    })
  },
})
