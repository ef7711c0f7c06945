// The open page of one capture and everything that listens to it, and what is said of it at the end.
import type { BrowserContext, Page } from 'playwright'
import type { BlobStore, PutBlob } from '#lib/blobs/blob-store.ts'
import type { CaptureBudget } from '#lib/config/load-config.ts'
import type { Intervention } from '#lib/contract/intervention.ts'
import { withDeadline } from '#lib/kernel/deadline.ts'
import { AppError } from '#lib/kernel/errors.ts'
import type { Log } from '#lib/kernel/log.ts'
import { portOf, type AddressPolicy } from '#lib/net/address-policy.ts'
import type { EgressProxy } from '#lib/net/egress-proxy.ts'
import type { Photograph } from '#lib/pictures/photograph.ts'
import { answerProxy } from './answer-proxy.ts'
import type { BrowserPool } from './browser-pool.ts'
import type { CaptureRequest, CapturedExchange, CapturedPage } from './capture.ts'
import { likeHtml } from './collect-blobs.ts'
import type { FrozenPage } from './freeze-page.ts'
import { watchNetwork, type NetworkActivity } from './network-activity.ts'
import { preparePage, type PreparedPage } from './prepare-page.ts'
import { recordResponses, type Recording } from './record-responses.ts'
import { reportStages, type StageReport } from './report-stages.ts'
import { watchFile, type FileWatch } from './take-file.ts'
import { isFile, watchDocument, type DocumentWatch } from './watch-document.ts'

/** Questions that a healthy page answers at once. */
const ANSWER_LIMIT_MS = 2_000

export interface CaptureDeps {
  browsers: BrowserPool
  policy: AddressPolicy
  /** An operator's forward proxy. */
  upstreamProxy?: URL | null
  blobs: BlobStore
  log: Log
}

/** What is known of the page when the browser is no longer needed; its picture is still the raw one. */
export interface Captured extends CapturedPage {
  picture: Photograph | null
}

export interface Opened {
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

export interface Session extends Opened, PreparedPage, Omit<CaptureDeps, 'policy'> {
  budget: CaptureBudget
  patience: number
  /** The frozen page of an earlier version. */
  earlierPage: string | undefined
  stages: StageReport
  watch: DocumentWatch
  network: NetworkActivity
  recording: Recording
  files: FileWatch
  rejectsBanners: boolean
  interventions: Intervention[]
}

/** Opens the page of a capture, blank still, with everything that has to listen before it goes anywhere. */
export async function openSession(
  { browsers, blobs, log }: CaptureDeps,
  request: CaptureRequest,
  opened: Opened,
): Promise<Session> {
  const { budget, earlier } = request
  const { context, put, proxy, signal, exhausted } = opened
  const stages = reportStages(request.onStage)
  const prepared = await preparePage(context)
  answerProxy(prepared.session, proxy)
  const network = watchNetwork(prepared.page, {
    maxRequests: budget.maxRequests,
    onTooMany: () => exhausted.abort(new AppError('too_large', { maxRequests: budget.maxRequests })),
  })
  const [watch, recording, files] = await Promise.all([
    watchDocument(prepared.page, prepared.session, budget),
    recordResponses(context, prepared.page, {
      put: likeHtml(put, earlier?.texts.get('document')),
      budget,
      session: prepared.session,
      onProgress: stages.progress,
    }),
    watchFile(prepared.session, {
      put,
      maxBytes: budget.maxResourceBytes,
      until: AbortSignal.any([signal, exhausted.signal, AbortSignal.timeout(budget.timeoutMs)]),
      isFile,
    }),
  ])
  return {
    ...opened,
    ...prepared,
    browsers,
    blobs,
    log,
    budget,
    patience: request.patience ?? 1,
    earlierPage: earlier?.texts.get('page'),
    stages,
    watch,
    network,
    recording,
    files,
    rejectsBanners: request.rejectsBanners ?? true,
    interventions: [],
  }
}

/** What is said of a page in the same way, however it came to be frozen. */
export function told(session: Session, frozen: FrozenPage) {
  const { watch, recording, interventions } = session
  const response = watch.response()
  return {
    file: null,
    httpStatus: response?.status() ?? null,
    contentType: response?.headers()['content-type'] ?? null,
    title: frozen.title,
    page: frozen.page,
    parts: frozen.parts,
    resources: recording.resources(),
    exchanges: exchangesOf(session),
    visibleText: frozen.visibleText,
    interventions,
  }
}

/** Requests and answers with the addresses that the proxy connected to: the browser knows that of the proxy only. */
export function exchangesOf({ recording, proxy }: Session): CapturedExchange[] {
  return recording.exchanges().map((exchange) => {
    const url = URL.parse(exchange.url)
    const isRemote = url !== null && /^https?:$/.test(url.protocol)
    return { ...exchange, remoteAddress: isRemote ? proxy.addressOf(url.hostname, portOf(url)) : null }
  })
}

/** What Chromium names itself, as its error page, has the address that was asked for. */
export function finalUrlOf(page: Page, watch: DocumentWatch): string {
  return /^https?:/.test(page.url()) ? page.url() : (watch.response()?.url() ?? page.url())
}

/** A page that does not answer within two seconds, or went away, has nothing to say. */
export async function answerOrNothing<T>(answer: Promise<T>): Promise<T | null> {
  return withDeadline(ANSWER_LIMIT_MS, undefined, () => answer).catch(() => null)
}
