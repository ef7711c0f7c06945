// Compares what the rows say with the bytes that are there, all of it, while the library is in use.
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import type { StoreUpkeep } from '#lib/blobs/store-upkeep.ts'
import type { Db } from '#lib/db/client.ts'
import { findHolders, walkMiscounted, walkUnindexed, walkWithoutFront } from '#lib/db/row-audit.ts'
import { examineBlob } from './examine-blob.ts'
import type { Problem, ProblemKind } from './problem.ts'
import { inGroups, walkBlobs } from './walk-blobs.ts'

/** Blobs read at once: enough to keep a disk and two cores busy. */
const AT_ONCE = 8
/** Versions named with one blob: a style sheet may belong to thousands. */
const NAMED_HOLDERS = 20

export interface VerifyDeps {
  db: Db
  blobs: BlobStore
  upkeep: StoreUpkeep
  now(): Date
}

export interface Checked {
  blobs: number
  bytes: number
}

export interface VerifyOptions {
  /** Told of each problem as it is found; resolves when something has been done about it, or nothing. */
  onProblem(problem: Problem): Promise<void>
  /** Told after every few blobs. */
  onProgress?(checked: Checked): void
}

/**
 * Reads every blob and finds what is wrong; nothing is changed. Memory does not grow with the library.
 *
 * @returns what was looked at
 * @throws AppError `unavailable` when the store does not answer
 */
export async function verifyLibrary(
  deps: VerifyDeps,
  { onProblem, onProgress }: VerifyOptions,
): Promise<Checked> {
  const checked: Checked = { blobs: 0, bytes: 0 }
  for await (const group of inGroups(walkBlobs(deps.db, deps.blobs), AT_ONCE)) {
    const examined = await Promise.all(
      group.map(async (met) => ({ ...(await examineBlob(deps, met)), digest: met.digest })),
    )
    for (const { problem, digest, bytes } of examined) {
      checked.blobs += 1
      checked.bytes += bytes
      if (problem)
        await onProblem({
          kind: problem,
          name: digest,
          snapshotIds: await findHolders(deps.db, digest, NAMED_HOLDERS, { throughDeltas: true }),
        })
    }
    onProgress?.({ ...checked })
  }
  for await (const { kind, name } of deps.upkeep.findStrays())
    await onProblem({ kind, name, snapshotIds: [] })
  await verifyRows(deps.db, onProblem)
  return checked
}

async function verifyRows(db: Db, onProblem: VerifyOptions['onProblem']): Promise<void> {
  const walks: [ProblemKind, AsyncIterable<string>][] = [
    ['no_front', walkWithoutFront(db)],
    ['unindexed', walkUnindexed(db)],
    ['tag_count', walkMiscounted(db)],
  ]
  for (const [kind, ids] of walks)
    for await (const name of ids) await onProblem({ kind, name, snapshotIds: [] })
}
