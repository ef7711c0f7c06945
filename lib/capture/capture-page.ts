// One capture from its URL to the frozen page: context, navigation, settling, freezing, screenshot, within its budget.
import type { BrowserContext, Page } from 'playwright'
import type { BlobStore, PutBlob } from '#lib/blobs/blob-store.ts'
import type { CaptureBudget } from '#lib/config/load-config.ts'
import type { Intervention } from '#lib/contract/intervention.ts'
import { withDeadline } from '#lib/kernel/deadline.ts'
import { AppError, toAppError, type ErrorCode } from '#lib/kernel/errors.ts'
import { CAPTURE_KILL_GRACE_MS } from '#lib/kernel/limits.ts'
import type { Log } from '#lib/kernel/log.ts'
import { admitUrl } from '#lib/kernel/url.ts'
import { portOf, type AddressPolicy } from '#lib/net/address-policy.ts'
import { openEgressProxy, type EgressProxy } from '#lib/net/egress-proxy.ts'
import type { BrowserPool } from './browser-pool.ts'
import type { Capture, CapturedExchange, CaptureRequest } from './capture.ts'
import { showFile } from './capture-file.ts'
import { collectBlobs, likeHtml } from './collect-blobs.ts'
import { freezePage, type FrozenPage } from './freeze-page.ts'
import { freezeAnswered } from './keep-answered.ts'
import { keepPicture } from './keep-picture.ts'
import { checkDocument, navigatePage } from './navigate-page.ts'
import { watchNetwork, type NetworkActivity } from './network-activity.ts'
import { preparePage, stopPage, type PreparedPage } from './prepare-page.ts'
import { recordResponses, type Recording } from './record-responses.ts'
import { photographPage } from './render-screenshot.ts'
import { reportStages, type StageReport } from './report-stages.ts'
import { openWorld } from './isolated-world.ts'
import { STRUCTURE_READER, UNKNOWN_STRUCTURE, type PageStructure } from './page-structure.ts'
import { isStillParsing, settleDocument } from './settle-page.ts'
import { watchFile, type FileWatch } from './take-file.ts'
import { isFile, watchDocument, type DocumentWatch } from './watch-document.ts'

/** Drawing takes seconds at most; a page without its picture is still a capture. */
const SCREENSHOT_LIMIT_MS = 15_000
/** A picture that would come too late for the last deadline must not cost the page. */
const WRITING_MS = 500
/** Questions that a healthy page answers at once. */
const ANSWER_LIMIT_MS = 2_000
const MIN_GRACE_MS = 10_000

export interface CaptureDeps {
  browsers: BrowserPool
  policy: AddressPolicy
  blobs: BlobStore
  log: Log
}

/**
 * Captures a page as a visitor sees it. Status 404, walls and blank pages are captures as well: `judgeCapture` tells them
 * apart. When time, bytes or requests run out, what is there is frozen and kept with `cutShort`.
 *
 * It has ended after `budget.timeoutMs` and a third of that (10 to 30 s), besides the start of a browser.
 *
 * @throws AppError `invalid_url`, `blocked_address`, `dns_failure`, `connection_failed`, `tls_error`, `timeout`,
 *         `too_large`, `too_many_redirects`, `empty_response`, `unsupported_content`, `browser_crash`,
 *         `browser_missing`, `disk_full`; the reason of `request.signal` when that aborts
 */
export async function capturePage(deps: CaptureDeps, request: CaptureRequest): Promise<Capture> {
  const url = admitUrl(request.url)
  deps.policy.admit(url)
  request.signal.throwIfAborted()
  const { put, stored } = collectBlobs(deps.blobs)
  const { picture, ...captured } = await captureInBrowser(deps, request, { url, put })
  // The browser serves the next capture while the picture is packed.
  const images = picture && (await keepPictureOrNone(picture, deps, request, { url, put }))
  return {
    ...captured,
    screenshot: images?.screenshot ?? null,
    thumbnail: images?.thumbnail ?? null,
    blobs: stored(),
  }
}

/** What is known of the page when the browser is no longer needed; its picture is still the raw one. */
interface Captured extends Omit<Capture, 'blobs' | 'screenshot' | 'thumbnail'> {
  picture: Buffer | null
}

async function captureInBrowser(
  deps: CaptureDeps,
  request: CaptureRequest,
  target: { url: URL; put: PutBlob },
): Promise<Captured> {
  const exhausted = new AbortController()
  const proxy = await openEgressProxy(deps.policy, {
    maxBytes: request.budget.maxBytes,
    onOverBudget: () => exhausted.abort(new AppError('too_large', { limitBytes: request.budget.maxBytes })),
  })
  try {
    const lease = await deps.browsers.lease(proxy)
    let isSuspect = true
    try {
      const endsAt = performance.now() + lastDeadlineMs(request)
      const captured = await withDeadline(lastDeadlineMs(request), request.signal, (signal) =>
        captureInContext(deps, request, {
          ...target,
          context: lease.context,
          proxy,
          exhausted,
          signal,
          endsAt,
        }),
      )
      isSuspect = captured.cutShort === 'timeout' || captured.cutShort === 'browser_crash'
      return captured
    } catch (thrown) {
      const error = request.signal.aborted ? thrown : asCaptureError(thrown)
      isSuspect = !(error instanceof AppError) || error.code === 'timeout' || error.code === 'browser_crash'
      throw error
    } finally {
      await lease.release(isSuspect)
    }
  } finally {
    await proxy.close()
  }
}

/** Freezing what is there at the deadline gets this much more; then the page goes, with its browser if it must. */
function lastDeadlineMs({ budget }: CaptureRequest): number {
  return budget.timeoutMs + Math.min(CAPTURE_KILL_GRACE_MS, Math.max(MIN_GRACE_MS, budget.timeoutMs / 3))
}

/** What Playwright throws when page, context or browser went away under it is a crash to us. */
function asCaptureError(thrown: unknown): AppError {
  const isGone = thrown instanceof Error && /has been closed|crashed|Session closed/.test(thrown.message)
  return isGone && !(thrown instanceof AppError)
    ? new AppError('browser_crash', {}, { cause: thrown })
    : toAppError(thrown)
}

interface Opened {
  /** When the last deadline is over, on the clock of `performance.now()`. */
  endsAt: number
  url: URL
  put: PutBlob
  context: BrowserContext
  proxy: EgressProxy
  /** Aborts when the bytes or the requests of the capture are used up. */
  exhausted: AbortController
  /** Aborts at the last deadline. */
  signal: AbortSignal
}

/** The open page of one capture and everything that listens to it. */
interface Session extends Opened, PreparedPage {
  budget: CaptureBudget
  patience: number
  /** The frozen page of an earlier version. */
  earlierPage: string | undefined
  log: Log
  stages: StageReport
  watch: DocumentWatch
  network: NetworkActivity
  recording: Recording
  files: FileWatch
  rejectsBanners: boolean
  interventions: Intervention[]
}

async function captureInContext(
  deps: CaptureDeps,
  request: CaptureRequest,
  opened: Opened,
): Promise<Captured> {
  const { budget, patience = 1 } = request
  const stages = reportStages(request.onStage)
  const prepared = await preparePage(opened.context)
  const watch = await watchDocument(prepared.page, prepared.session, budget)
  const network = watchNetwork(prepared.page, {
    maxRequests: budget.maxRequests,
    onTooMany: () => opened.exhausted.abort(new AppError('too_large', { maxRequests: budget.maxRequests })),
  })
  const recording = await recordResponses(opened.context, prepared.page, {
    put: likeHtml(opened.put, request.earlier?.texts.get('document')),
    budget,
    onProgress: stages.progress,
  })
  const files = await watchFile(prepared.session, {
    put: opened.put,
    maxBytes: budget.maxResourceBytes,
    until: AbortSignal.any([opened.signal, opened.exhausted.signal, AbortSignal.timeout(budget.timeoutMs)]),
    isFile,
  })
  const session = {
    ...opened,
    ...prepared,
    budget,
    patience,
    earlierPage: request.earlier?.texts.get('page'),
    log: deps.log,
    stages,
    watch,
    network,
    recording,
    files,
    rejectsBanners: request.rejectsBanners ?? true,
    interventions: [],
  }
  try {
    const captured = await Promise.race([captureSettled(session), watch.doomed])
    return { ...captured, capturedAt: new Date() }
  } catch (thrown) {
    const captured = files.taking()
      ? await captureTaken(deps, session)
      : request.keepsAnswered && (await captureAnswered(deps, session, asCaptureError(thrown)))
    if (!captured) throw thrown
    return { ...captured, capturedAt: new Date() }
  } finally {
    recording.dispose()
  }
}

async function captureSettled(session: Session): Promise<Omit<Captured, 'capturedAt'>> {
  const { page, watch, recording, stages, put, signal } = session
  stages.enter('loading')
  const cutShort = await loadWithinBudget(session)
  stages.enter('freezing')
  const structure = cutShort === null ? await readStructure(session) : UNKNOWN_STRUCTURE
  const frozen = await freezePage(page, recording, {
    put: likeHtml(put, session.earlierPage),
    signal,
    isHurried: cutShort === 'timeout',
  })
  if (isWithoutAnyByte(frozen, watch)) throw new AppError('empty_response', { host: session.url.hostname })
  const picture = await photographOrNone(session)
  stages.enter('storing')
  return { ...told(session, frozen), finalUrl: finalUrlOf(page, watch), picture, structure, cutShort }
}

/** What is said of a page in the same way, however it came to be frozen. */
function told({ watch, recording, proxy, interventions }: Session, frozen: FrozenPage) {
  const response = watch.response()
  return {
    file: null,
    httpStatus: response?.status() ?? null,
    contentType: response?.headers()['content-type'] ?? null,
    title: frozen.title,
    page: frozen.page,
    parts: frozen.parts,
    resources: recording.resources(),
    exchanges: recording.exchanges().map((exchange) => withAddress(exchange, proxy)),
    visibleText: frozen.visibleText,
    interventions,
  }
}

/** The file that the navigation led to; null when nothing of it came. */
async function captureTaken(
  deps: CaptureDeps,
  session: Session,
): Promise<Omit<Captured, 'capturedAt'> | null> {
  const { files, recording, stages, proxy, signal, put } = session
  const taken = await files.taking()
  signal.throwIfAborted()
  if (!taken || (taken.sizeBytes === 0 && taken.cutShort !== null)) return null
  stages.enter('freezing')
  const { picture, ...shown } = await showFile({ ...deps, put, signal }, taken)
  const { digest, sizeBytes } = taken
  // To the browser the navigation failed: it never saw what was taken from it.
  const isOfFile = ({ url, resourceType }: CapturedExchange) =>
    url === taken.url && resourceType === 'document'
  const exchanges = recording
    .exchanges()
    .map((one) => withAddress(isOfFile(one) ? { ...one, digest, sizeBytes, failure: null } : one, proxy))
  stages.enter('storing')
  return {
    ...shown,
    picture,
    finalUrl: taken.url,
    httpStatus: taken.status,
    contentType: taken.headers['content-type'] ?? null,
    resources: exchanges.filter(({ digest, failure }) => digest !== null || failure !== null),
    exchanges,
    structure: UNKNOWN_STRUCTURE,
    interventions: [],
    cutShort: taken.cutShort,
  }
}

/** The page as it was answered, when its process has crashed; null when that is not what happened, or nothing was kept. */
async function captureAnswered(
  { browsers, blobs, log }: CaptureDeps,
  session: Session,
  { code }: AppError,
): Promise<Omit<Captured, 'capturedAt'> | null> {
  const { watch, recording, put, signal } = session
  if (code !== 'browser_crash' || signal.aborted) return null
  const finalUrl = watch.requestedUrl()
  try {
    const kept = await freezeAnswered({ browsers, blobs, recording, url: finalUrl, put, signal })
    if (!kept) return null
    const { frozen, picture } = kept
    session.interventions.length = 0
    return { ...told(session, frozen), finalUrl, picture, structure: UNKNOWN_STRUCTURE, cutShort: code }
  } catch (error) {
    if (signal.aborted || toAppError(error).code === 'disk_full') throw error
    log.warn('capture.answered_not_kept', { host: session.url.hostname, error })
    return null
  }
}

/** A page cut short has no time for questions that its words answer nearly as well. */
async function readStructure({ session }: Session): Promise<PageStructure> {
  const structure = await answerOrNothing(openWorld(session, STRUCTURE_READER).call('read'))
  return structure ?? UNKNOWN_STRUCTURE
}

/** Loads and settles; says what ended it early when that leaves something to keep, and throws when it does not. */
async function loadWithinBudget(session: Session): Promise<ErrorCode | null> {
  const { page, url, watch, proxy, budget, stages, signal, exhausted } = session
  const limits = AbortSignal.any([signal, exhausted.signal])
  try {
    await withDeadline(budget.timeoutMs, limits, async (deadline) => {
      await navigatePage(page, url, { watch, proxy, timeoutMs: budget.navigationTimeoutMs })
      stages.enter('settling')
      await settleNewest(session, deadline)
    })
  } catch (error) {
    if (signal.aborted || !leavesAPage(error, watch)) throw error
    await answerOrNothing(stopPage(session.session))
    return error.code
  }
  // The parser still waits for the rest of a document that trickles in without an end.
  return (await answerOrNothing(isStillParsing(session.session))) === true ? 'timeout' : null
}

/** Pages that lead on by script or refresh are followed: what settles is the newest document. */
async function settleNewest(session: Session, deadline: AbortSignal): Promise<void> {
  const { page, watch, proxy, interventions } = session
  let settled = 0
  do {
    settled = watch.navigations()
    // What was done to documents before this one is gone with them.
    interventions.length = 0
    await settleDocument(
      { ...session, onIntervention: (done) => addIntervention(interventions, done) },
      deadline,
    )
    deadline.throwIfAborted()
    checkDocument(page, watch, proxy)
  } while (settled !== watch.navigations())
}

/** What was done twice in the same way is told once. */
function addIntervention(all: Intervention[], done: Intervention): void {
  const known = all.find(({ rule, what }) => rule === done.rule && what === done.what)
  if (known) known.count += done.count
  else all.push({ ...done })
}

async function photographOrNone({ page, signal, log, url, endsAt }: Session): Promise<Buffer | null> {
  const leftMs = Math.max(0, endsAt - performance.now() - WRITING_MS)
  try {
    return await withDeadline(Math.min(SCREENSHOT_LIMIT_MS, leftMs), signal, (limited) =>
      photographPage(page, limited),
    )
  } catch (error) {
    if (signal.aborted) throw error
    log.warn('capture.no_screenshot', { host: url.hostname, error })
    return null
  }
}

/** A picture that cannot be packed is missing; what the store says of its disk ends the capture. */
async function keepPictureOrNone(
  picture: Buffer,
  { blobs, log }: CaptureDeps,
  { earlier = null, signal }: CaptureRequest,
  { url, put }: { url: URL; put: PutBlob },
) {
  try {
    return await keepPicture(picture, { blobs, put, earlier: earlier?.picture ?? null, signal })
  } catch (error) {
    if (signal.aborted || toAppError(error).code === 'disk_full') throw error
    log.warn('capture.no_screenshot', { host: url.hostname, error })
    return null
  }
}

/** Time that ran out leaves what has been drawn; bytes that ran out leave a page only when its document came whole. */
function leavesAPage(error: unknown, watch: DocumentWatch): error is AppError {
  if (!(error instanceof AppError) || watch.navigations() === 0) return false
  return error.code === 'timeout' || (error.code === 'too_large' && watch.isComplete())
}

function isWithoutAnyByte(frozen: FrozenPage, watch: DocumentWatch): boolean {
  const status = watch.response()?.status() ?? 0
  return frozen.visibleText === '' && status < 400 && watch.isComplete() && watch.receivedBytes() === 0
}

/** The browser knows the address of the proxy only. */
function withAddress(exchange: CapturedExchange, proxy: EgressProxy): CapturedExchange {
  const url = URL.parse(exchange.url)
  const isRemote = url !== null && /^https?:$/.test(url.protocol)
  return { ...exchange, remoteAddress: isRemote ? proxy.addressOf(url.hostname, portOf(url)) : null }
}

function finalUrlOf(page: Page, watch: DocumentWatch): string {
  return /^https?:/.test(page.url()) ? page.url() : (watch.response()?.url() ?? page.url())
}

/** A page that does not answer within two seconds, or went away, has nothing to say. */
async function answerOrNothing<T>(answer: Promise<T>): Promise<T | null> {
  return withDeadline(ANSWER_LIMIT_MS, undefined, () => answer).catch(() => null)
}
