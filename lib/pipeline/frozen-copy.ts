// Joins the rows of a kept page and the headers of replay: what a browser needs to show it without asking anybody.
import type { FrozenCopy } from '#lib/capture/show-frozen.ts'
import type { Db } from '#lib/db/client.ts'
import { findPictureBase } from '#lib/db/earlier-version.ts'
import { listParts } from '#lib/db/resources.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { pageHeaders, partHeaders } from '#lib/replay/replay-policy.ts'

/** @param page  digest of the frozen page of this snapshot */
export async function frozenCopyOf(db: Db, snapshotId: string, page: Digest): Promise<FrozenCopy> {
  const parts = await listParts(db, snapshotId)
  return {
    page,
    // Nobody shows it in a frame here.
    pageHeaders: pageHeaders("'none'"),
    parts: new Map(parts.map((part) => [part.digest, part])),
    partHeaders,
    pictureBase: await findPictureBase(db, snapshotId),
  }
}
