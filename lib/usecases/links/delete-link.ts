// Takes a link out of the library, with all its versions.
import { z } from 'zod'
import { linkIdInput } from '#lib/contract/link.ts'
import { inTransaction } from '#lib/db/client.ts'
import * as links from '#lib/db/links.ts'
import { defineUseCase } from '../define-use-case.ts'

/**
 * Deletes a link, its snapshots and its place in search. The bytes go when blobs without a reference are swept.
 *
 * @throws AppError `not_found`
 */
export const deleteLink = defineUseCase({
  name: 'links.delete',
  scope: 'links:write',
  input: linkIdInput,
  output: z.void(),
  run: ({ db, actor }, { id }) => inTransaction(db, (tx) => links.deleteLink(tx, actor.libraryId, id)),
})
