// The capture job: from a queued snapshot to a ready one, or to an honest failure.
import type { Capture, CaptureRequest } from '#lib/capture/capture.ts'
import { JOB_PRIORITY, type Job } from '#lib/contract/job.ts'
import type { Attempt } from '#lib/db/attempts.ts'
import { findEarlierVersion } from '#lib/db/earlier-version.ts'
import { assertQuota } from '#lib/db/quota.ts'
import { UNREAD_VERSION } from '#lib/extract/article.ts'
import { withDeadline } from '#lib/kernel/deadline.ts'
import {
  CAPTURE_KILL_GRACE_MS,
  LONG_PATIENCE,
  MAX_ATTEMPTS,
  SECOND_PASS_PATIENCE,
} from '#lib/kernel/limits.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'
import { captureOptionsFor } from '#lib/tagging/capture-options.ts'
import { findAddresses } from './find-addresses.ts'
import { holdLease } from './hold-lease.ts'
import { readPage } from './read-page.ts'
import { settleFailure } from './settle-failure.ts'
import { storeSnapshot } from './store-snapshot.ts'
import { takeTurn } from './take-turn.ts'
import { tellStages, type StageTeller } from './tell-stages.ts'

/** The start of a browser and the closing of its context come on top of what a capture gives itself. */
const BROWSER_GRACE_MS = 30_000

export interface PipelineDeps extends Runtime {
  /** `capturePage` of lib/capture with the worker's browsers. */
  capturePage(request: CaptureRequest): Promise<Capture>
}

interface How {
  priority?: number
  onPageDone?(): void
}

/**
 * Captures one snapshot. Doing it twice does it once: the lease decides who works, and everything that is seen is
 * written in one transaction under that lease.
 *
 * @param stopping  aborts when the worker stops: the snapshot is then given back to the queue
 * @param how.priority    of the job, which it keeps when it has to come back
 * @param how.onPageDone  told when the browser is done with the page: what is left is packing, reading and storing it
 * @throws only when the end of the attempt could not be written (the database is away): recovery takes it up later
 */
export async function captureSnapshot(
  deps: PipelineDeps,
  job: Job<'capture'>,
  stopping: AbortSignal,
  { priority = JOB_PRIORITY.interactive, onPageDone = () => {} }: How = {},
): Promise<void> {
  const attempt = await takeTurn(deps, job, priority)
  if (!attempt) {
    deps.log.debug('capture.nothing_to_do', { snapshotId: job.snapshotId })
    return
  }
  const stages = tellStages(deps, attempt)
  try {
    await holdLease(deps, attempt, stopping, (signal) =>
      runAttempt(deps, attempt, { stages, signal, onPageDone }),
    )
  } catch (thrown) {
    // The end is told after everything else.
    await stages.settle()
    await settleFailure(deps, attempt, thrown, { stopping, priority })
  }
}

async function runAttempt(
  deps: PipelineDeps,
  attempt: Attempt,
  { stages, signal, onPageDone }: { stages: StageTeller; signal: AbortSignal; onPageDone(): void },
): Promise<void> {
  const { config, db, blobs, log } = deps
  // Asked again: many may have been queued while there was room.
  await assertQuota(db, attempt.libraryId, config.userQuotaBytes)
  const startedMs = performance.now()
  stages.tell('loading')
  // Above the capture's own last deadline: only a browser that does not answer at all is given up from outside.
  const options = await captureOptionsFor(db, attempt)
  const patience =
    (attempt.passOf === null ? 1 : SECOND_PASS_PATIENCE) * (options.patience === 'long' ? LONG_PATIENCE : 1)
  const timeoutMs = config.capture.timeoutMs * patience
  const killAfterMs = timeoutMs + CAPTURE_KILL_GRACE_MS + BROWSER_GRACE_MS
  const earlier = await findEarlierVersion(db, attempt.linkId)
  const begun: { reading?: ReturnType<typeof readPage> } = {}
  const capture = await withDeadline(killAfterMs, signal, (signal) =>
    deps.capturePage({
      url: attempt.url,
      rejectsBanners: options.banners ? options.banners === 'reject' : config.rejectsBanners,
      budget: { ...config.capture, timeoutMs },
      patience,
      keepsAnswered: attempt.attempt >= MAX_ATTEMPTS,
      // Whatever broke the try before, its own page or that of a neighbour: this time it is one of the two.
      isAlone: attempt.attempt > 1,
      earlier,
      signal,
      onStage: stages.tell,
      onPage(page) {
        onPageDone()
        begun.reading = readPage(blobs, page, signal)
        // How it ends is asked below; a capture that fails meanwhile does not ask.
        begun.reading.catch(() => {})
      },
    }),
  )
  stages.tell('extracting')
  const page = await (begun.reading ?? readPage(blobs, capture, signal))
  const { reading, verdict, extractorVersion } = page
  if (extractorVersion === UNREAD_VERSION) log.warn('capture.unread', { snapshotId: attempt.snapshotId })
  const addresses = await findAddresses(deps, { attempt, capture, page }, signal)
  stages.tell('indexing')
  await stages.settle()
  const durationMs = Math.round(performance.now() - startedMs)
  const finished = { attempt, capture, reading, verdict, extractorVersion, addresses, durationMs, earlier }
  const stored = await storeSnapshot(deps, finished)
  log.info('capture.ready', {
    snapshotId: attempt.snapshotId,
    attempt: attempt.attempt,
    verdict,
    durationMs,
    resources: capture.resources.length,
    ...stored,
  })
}
