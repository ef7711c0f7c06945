// Deletes a version, and puts the best of the others in front when it stood there.
import { AppError } from '#lib/kernel/errors.ts'
import type { Tx } from './client.ts'
import { findSuccessor, lockFront } from './front.ts'

/**
 * Deletes the version with its artifacts, resources and events; blobs stay until they are swept.
 *
 * @returns whether it stood in front, and what stands there now
 * @throws AppError `not_found` when the library has no such version of this link
 */
export async function deleteSnapshotRow(
  tx: Tx,
  libraryId: string,
  { linkId, snapshotId }: { linkId: string; snapshotId: string },
): Promise<{ wasFront: boolean; frontId: string | null }> {
  const front = await lockFront(tx, linkId)
  const { count } = await tx.snapshot.deleteMany({ where: { id: snapshotId, linkId, libraryId } })
  if (count === 0) throw new AppError('not_found')
  if (front?.id !== snapshotId) return { wasFront: false, frontId: front?.id ?? null }
  const frontId = await findSuccessor(tx, linkId)
  await tx.link.update({ where: { id: linkId }, data: { frontId } })
  return { wasFront: true, frontId }
}
