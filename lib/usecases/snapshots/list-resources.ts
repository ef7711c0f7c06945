// What was captured, what failed and why.
import { listResourcesInput, resourcePage } from '#lib/contract/resource.ts'
import { listResourcePage } from '#lib/db/resources.ts'
import { findSnapshot } from '#lib/db/snapshots.ts'
import { defineUseCase } from '../define-use-case.ts'
import { viewerOf } from '../viewer.ts'

/**
 * The resources of a snapshot that the actor may see, in the order of their requests.
 *
 * @throws AppError `not_found`, `invalid_cursor`
 */
export const listResources = defineUseCase({
  name: 'snapshots.listResources',
  scope: 'public',
  input: listResourcesInput,
  output: resourcePage,
  async run({ db, actor }, { id, kept, ...options }) {
    await findSnapshot(db, viewerOf(actor), id)
    const page = await listResourcePage(db, id, { ...options, isKept: kept && kept === 'true' })
    const items = page.items.map(
      ({ url, method, httpStatus, contentType, sizeBytes, blobDigest, failure }) => ({
        url,
        method,
        status: httpStatus,
        contentType,
        bytes: Number(sizeBytes),
        kept: blobDigest !== null,
        reason: failure,
      }),
    )
    return { ...page, items }
  },
})
