// Sweeps the blob store: bytes that no snapshot has referred to for longer than a grace go, and their rows before them.
import { inTransaction } from '#lib/db/client.ts'
import { lockTopic, readSetting, writeSetting } from '#lib/db/settings.ts'
import {
  dropLooseRows,
  forgetLoose,
  isSweepHeld,
  listBlobRows,
  listLoose,
  moveLoose,
  noteLoose,
} from '#lib/db/loose-blobs.ts'
import type { Digest } from '#lib/kernel/digest.ts'
import { BLOB_GRACE_MS } from '#lib/kernel/limits.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'
import { z } from 'zod'

type SweepDeps = Pick<Runtime, 'db' | 'blobs' | 'log' | 'now'>

/** Where the walk through all blobs goes on. */
const PLACE_KEY = 'sweep.after'
/** When the last round was. */
const CLOCK_KEY = 'sweep.at'
/** Rounds are minutes apart: where more is missing, the machine slept, nothing ran, or somebody set the clock. */
const LONGEST_PAUSE_MS = 3_600_000
/** Blobs looked at in one round: a million take a day, and nobody notices. */
const LOOKED_AT_PER_ROUND = 2_000
const REMOVED_PER_ROUND = 500
/** Removals from the store at once. */
const AT_ONCE = 8

/**
 * One round: looks at the next blobs of store and tables and notes those that are loose, then removes some that have
 * been loose for BLOB_GRACE_MS. Safe beside captures and in many workers at once (docs/decisions/008).
 *
 * @returns how many blobs were removed
 */
export async function sweepBlobs(deps: SweepDeps, { lookAt = LOOKED_AT_PER_ROUND } = {}): Promise<number> {
  await deps.blobs.removeUnfinished()
  await leaveOutPause(deps)
  await lookAtNext(deps, lookAt)
  return removeLoose(deps)
}

/** The grace is time in which sweeps run: a capture that slept with the machine has all of it left when both wake up. */
async function leaveOutPause({ db, now }: SweepDeps): Promise<void> {
  await inTransaction(db, async (tx) => {
    await lockTopic(tx, CLOCK_KEY)
    const last = await readSetting(tx, CLOCK_KEY, z.iso.datetime())
    const passedMs = last === null ? 0 : now().getTime() - Date.parse(last)
    if (Math.abs(passedMs) > LONGEST_PAUSE_MS) await moveLoose(tx, passedMs)
    await writeSetting(tx, CLOCK_KEY, now().toISOString())
  })
}

async function lookAtNext({ db, blobs, now }: SweepDeps, limit: number): Promise<void> {
  const after = (await readSetting(db, PLACE_KEY, z.string())) ?? ''
  const [rows, stored] = await Promise.all([
    listBlobRows(db, after, limit),
    firstOf(blobs.list({ after }), limit),
  ])
  // Both lists are in order: beyond the end of a list that was cut off, nothing is known yet.
  const ends = [rows, stored].flatMap((list) => (list.length === limit ? (list.at(-1) ?? []) : []))
  const end = ends.sort()[0]
  const seen = [...new Set([...rows, ...stored])].filter((digest) => end === undefined || digest <= end)
  await noteLoose(db, seen, now())
  await writeSetting(db, PLACE_KEY, end ?? '')
}

async function firstOf(listed: AsyncIterable<{ digest: Digest }>, limit: number): Promise<Digest[]> {
  const digests: Digest[] = []
  for await (const { digest } of listed) if (digests.push(digest) === limit) break
  return digests
}

async function removeLoose({ db, blobs, log, now }: SweepDeps): Promise<number> {
  const before = new Date(now().getTime() - BLOB_GRACE_MS)
  const due = await listLoose(db, before, REMOVED_PER_ROUND)
  if (due.length === 0 || (await isSweepHeld(db))) return 0
  const gone = await dropLooseRows(db, due)
  let removed = 0
  for (let at = 0; at < gone.length; at += AT_ONCE) {
    const results = await Promise.all(
      gone.slice(at, at + AT_ONCE).map((digest) => blobs.remove(digest, { unlessPutSince: before })),
    )
    removed += results.filter(Boolean).length
  }
  await forgetLoose(db, due)
  log.info('blobs.swept', { removed, spared: due.length - removed })
  return removed
}
