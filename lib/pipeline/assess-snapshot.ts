// The assess job: compares the frozen page of a ready snapshot with what the browser saw, and asks for a second pass when it fell short.
import { compareImages } from '#lib/archive/compare-images.ts'
import { assessed, assessmentRecord, fidelity, fidelityReport, type Fidelity } from '#lib/archive/fidelity.ts'
import { MANIFEST_TYPE } from '#lib/archive/manifest.ts'
import { readPicture } from '#lib/archive/read-picture.ts'
import { textLikeness } from '#lib/archive/text-likeness.ts'
import { makeThumbnail } from '#lib/capture/keep-picture.ts'
import type { FrozenCopy, ShownCopy } from '#lib/capture/show-frozen.ts'
import { captureOptionsOf } from '#lib/contract/capture-options.ts'
import { JOB_PRIORITY, type Job } from '#lib/contract/job.ts'
import {
  findUnassessed,
  hadSecondPass,
  saveAssessment,
  settleSecondPass,
  type Unassessed,
} from '#lib/db/assessments.ts'
import { inTransaction, type Tx } from '#lib/db/client.ts'
import { insertArtifacts, insertBlobs } from '#lib/db/resources.ts'
import { insertSnapshot } from '#lib/db/snapshots.ts'
import { toAppError } from '#lib/kernel/errors.ts'
import { SECOND_PASS_BELOW, SECOND_PASS_PAUSE_MS } from '#lib/kernel/limits.ts'
import { PICTURE_TYPE } from '#lib/pictures/picture-types.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'
import { readWordsAhead } from '#lib/search/read-words-ahead.ts'
import { reindexLink } from '#lib/search/reindex-link.ts'
import { frozenCopyOf } from './frozen-copy.ts'

export interface AssessDeps extends Pick<Runtime, 'db' | 'blobs' | 'queue' | 'events' | 'log' | 'now'> {
  /** `viewFrozen` of lib/capture with the worker's browsers. */
  viewFrozen(copy: FrozenCopy, signal: AbortSignal): Promise<ShownCopy>
}

/**
 * Assesses one snapshot; doing it twice does it once. What could not be looked at stays unknown in the report.
 *
 * @param stopping  aborts when the worker stops: the job is then given back
 * @throws AppError `browser_missing`, `browser_crash`: the queue tries again
 */
export async function assessSnapshot(
  deps: AssessDeps,
  { snapshotId }: Job<'assess'>,
  stopping: AbortSignal,
): Promise<void> {
  const { db, blobs, log } = deps
  const subject = await findUnassessed(db, snapshotId)
  if (!subject) return
  const { picture, ...seen } = await compare(deps, subject, stopping)
  const report = assessed(reportOf(subject), seen)
  const assessedAt = deps.now()
  const record = assessmentRecord(snapshotId, assessedAt, report)
  const blob = await blobs.put(record, { contentType: MANIFEST_TYPE })
  const late = picture && !subject.artifacts.has('screenshot') ? await putLatePictures(blobs, picture) : []
  const words = await readWordsAhead(db, blobs, subject.passOf === null ? null : subject.id)
  const outcome = await inTransaction(db, async (tx) => {
    await insertBlobs(tx, [blob, ...late])
    if (!(await saveAssessment(tx, snapshotId, { ...report }, assessedAt))) return null
    await insertArtifacts(tx, snapshotId, [
      { kind: 'fidelity', ...blob, contentType: MANIFEST_TYPE },
      ...late,
    ])
    const isFront = subject.passOf !== null && (await settleSecondPass(tx, subject))
    if (isFront) await reindexLink(tx, words, subject.linkId)
    return { isFront, secondPass: await askForSecondPass(deps, tx, subject, report) }
  })
  const { missing, ...shares } = report
  if (outcome) log.info('snapshot.assessed', { snapshotId, ...shares, missing: missing.length, ...outcome })
}

function reportOf(subject: Unassessed): Fidelity {
  return fidelity.safeParse(subject.fidelity).data ?? fidelityReport([])
}

/** Looks at the frozen page; a page that cannot be shown in time leaves its shares unknown. */
async function compare(deps: AssessDeps, subject: Unassessed, stopping: AbortSignal) {
  const unknown = { visual: null, text: null, absent: [], picture: null }
  const page = subject.artifacts.get('page')
  if (page === undefined) return unknown
  try {
    const shown = await deps.viewFrozen(await frozenCopyOf(deps.db, subject.id, page.digest), stopping)
    return {
      visual: await visualLikeness(deps, subject, shown),
      text: await textLikenessOf(deps, subject, shown),
      absent: shown.absent,
      picture: shown.picture,
    }
  } catch (error) {
    if (stopping.aborted || toAppError(error).code.startsWith('browser_')) throw error
    deps.log.warn('snapshot.not_shown', { snapshotId: subject.id, error })
    return unknown
  }
}

/** A page that could not be photographed in time is shown by its frozen copy: from now on that is its picture. */
async function putLatePictures({ put }: AssessDeps['blobs'], picture: Buffer) {
  const kept = { screenshot: picture, thumbnail: await makeThumbnail(picture) }
  const how = { contentType: PICTURE_TYPE }
  return Promise.all(
    Object.entries(kept).map(async ([kind, bytes]) => ({ kind, ...how, ...(await put(bytes, how)) })),
  )
}

async function visualLikeness({ blobs }: AssessDeps, { artifacts }: Unassessed, { picture }: ShownCopy) {
  const kept = artifacts.get('screenshot')
  const live = kept === undefined ? null : await readPicture(blobs, kept)
  return live && Math.max(0, (await compareImages(live, picture)).score)
}

/** Snapshots from before the visible text was kept have nothing to be compared with. */
async function textLikenessOf(deps: AssessDeps, subject: Unassessed, { text }: ShownCopy) {
  if (!subject.artifacts.has('visible')) return null
  return textLikeness(await readVisible(deps, subject), text)
}

async function readVisible({ blobs }: AssessDeps, { artifacts }: Unassessed) {
  const kept = artifacts.get('visible')
  return String((kept !== undefined && (await blobs.read(kept.digest))) || '')
}

/** One more visit, with more patience, when nobody waits: never for a second pass, and seldom for the same link. */
async function askForSecondPass(
  { queue, events, now }: AssessDeps,
  tx: Tx,
  { id, libraryId, linkId, url, passOf, capture }: Unassessed,
  report: Fidelity,
): Promise<boolean> {
  if (passOf !== null || !fellShort(report)) return false
  if (await hadSecondPass(tx, linkId, new Date(now().getTime() - SECOND_PASS_PAUSE_MS))) return false
  const second = await insertSnapshot(tx, libraryId, {
    linkId,
    url,
    passOf: id,
    capture: captureOptionsOf(capture),
  })
  const target = { snapshotId: second.id, libraryId }
  await queue.enqueue(tx, 'capture', { snapshotId: second.id }, { priority: JOB_PRIORITY.background })
  await events.publish(tx, target, { kind: 'snapshot.queued' })
  return true
}

const fellShort = ({ visual, text, resources }: Fidelity) =>
  [visual, text, resources].some((share) => share !== null && share < SECOND_PASS_BELOW)
