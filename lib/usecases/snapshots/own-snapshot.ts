// Changes are for owners: somebody else's public snapshot can be read, but here it does not exist.
import { findSnapshot, type SnapshotWithLink } from '#lib/db/snapshots.ts'
import { AppError } from '#lib/kernel/errors.ts'
import type { UserCtx } from '../define-use-case.ts'

/** @throws AppError `not_found` when it is not in the actor's library */
export async function ownSnapshot({ db, actor }: UserCtx, id: string): Promise<SnapshotWithLink> {
  const snapshot = await findSnapshot(db, { libraryId: actor.libraryId }, id)
  if (snapshot.libraryId !== actor.libraryId) throw new AppError('not_found')
  return snapshot
}
