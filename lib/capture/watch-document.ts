// Follows the main document of a page through redirects and navigations, and ends the capture when it cannot become one.
import type { CDPSession, Page, Request, Response } from 'playwright'
import { AppError } from '#lib/kernel/errors.ts'
import { MAX_DOCUMENT_BYTES, MAX_REDIRECTS } from '#lib/kernel/limits.ts'

/** Chromium draws these itself; with `+xml` and text they are what a capture can freeze. */
const DRAWN_TYPE =
  /^(?:text\/(?!calendar|vcard|x-vcard)|image\/|application\/(?:xhtml\+xml|xml|json|javascript|ld\+json|[\w.-]+\+(?:xml|json)$))/i

export interface DocumentWatch {
  /** The newest answer that became, or is becoming, the main document; redirects are not answers. */
  response(): Response | null
  /** The address that the main frame asked for last, redirects included. */
  requestedUrl(): string
  /** Where the newest redirect answer leads, as the site wrote it; null before there is one. */
  redirectTarget(): string | null
  /** Chromium's net:: error of the newest navigation; null when it was answered. */
  failure(): string | null
  /** Chromium's net:: error that ended the document shown before its last byte: nothing more of it comes. */
  breakage(): string | null
  /** Has the newest main document arrived to its last byte? */
  isComplete(): boolean
  /** Decoded bytes of the newest main document so far. */
  receivedBytes(): number
  /** Documents that the main frame has shown: rises with every navigation. */
  navigations(): number
  /** Rejects when nothing worth keeping can come: `too_large`, `unsupported_content`, `too_many_redirects`, `browser_crash`. */
  doomed: Promise<never>
}

/**
 * Watches from now on; call it before the first navigation.
 *
 * @param session  of the page; whoever records enables its Network domain
 */
export async function watchDocument(
  page: Page,
  session: CDPSession,
  budget: { maxResourceBytes: number },
): Promise<DocumentWatch> {
  const { promise: doomed, reject: doom } = Promise.withResolvers<never>()
  doomed.catch(() => {}) // Raced by the capture; alone it must not end the process.
  let response: Response | null = null
  let requestedUrl = ''
  let failure: string | null = null
  let breakage: string | null = null
  let shown: Request | undefined
  let isComplete = false
  let navigations = 0
  /** Has a document been asked for that was not shown yet? */
  let isAsked = false

  page.on('request', (request) => {
    if (!request.isNavigationRequest() || request.frame() !== page.mainFrame()) return
    requestedUrl = request.url()
    failure = null
    isComplete = false
    isAsked = true
  })
  page.on('response', (answer) => {
    const request = answer.request()
    if (!request.isNavigationRequest() || request.frame() !== page.mainFrame()) return
    if (answer.status() >= 300 && answer.status() < 400 && answer.headers()['location'] !== undefined) return
    response = answer
    const refusal = refuseDocument(answer, budget.maxResourceBytes)
    if (refusal) doom(refusal)
  })
  page.on('requestfinished', (request) => {
    if (request === response?.request()) isComplete = true
  })
  page.on('requestfailed', (request) => {
    if (request.isNavigationRequest() && request.frame() === page.mainFrame()) {
      failure = request.failure()?.errorText ?? 'net::ERR_FAILED'
      if (request === shown) breakage = failure
    }
  })
  page.on('framenavigated', (frame) => {
    // Addresses that change within a document are told as well: lists do that as they scroll.
    if (frame !== page.mainFrame() || !isAsked) return
    isAsked = false
    shown = response?.request()
    breakage = null
    navigations += 1
    if (navigations > MAX_REDIRECTS) doom(new AppError('too_many_redirects'))
  })
  page.on('crash', () => doom(new AppError('browser_crash')))
  page
    .context()
    .browser()
    ?.once('disconnected', () => doom(new AppError('browser_crash')))
  const { receivedBytes, redirectTarget } = await followDocument(session, (bytes) => {
    if (bytes > MAX_DOCUMENT_BYTES) doom(new AppError('too_large', { limitBytes: MAX_DOCUMENT_BYTES }))
  })

  return {
    response: () => response,
    requestedUrl: () => requestedUrl,
    redirectTarget,
    failure: () => failure,
    breakage: () => breakage,
    isComplete: () => isComplete,
    receivedBytes,
    navigations: () => navigations,
    doomed,
  }
}

/** Is this an answer that browsers save instead of showing it? Without a type Chromium sniffs. */
function isSaved(headers: Record<string, string>): boolean {
  const contentType = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const isAttachment = /^\s*attachment\b/i.test(headers['content-disposition'] ?? '')
  return isAttachment || (contentType !== '' && !DRAWN_TYPE.test(contentType))
}

/** Chromium shows text of no known charset in one that it guesses, and UTF-8 is not among its guesses. */
const isTextOfNoCharset = (headers: Record<string, string>) =>
  /^\s*text\/(?!html|xml)(?!.*charset)/i.test(headers['content-type'] ?? '')

/** Is it better kept as a file, and what was asked for rather than an error? Header names in lower case. */
export function isFile({ status, headers }: { status: number; headers: Record<string, string> }): boolean {
  return status === 200 && (isSaved(headers) || isTextOfNoCharset(headers))
}

/** What the headers of a main document already tell about its end; null when it may become a capture. */
function refuseDocument(response: Response, maxResourceBytes: number): AppError | null {
  const headers = response.headers()
  const contentType = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const limitBytes = isMarkup(contentType) ? MAX_DOCUMENT_BYTES : maxResourceBytes
  if (isSaved(response.headers()) && !isFile({ status: response.status(), headers: response.headers() }))
    return new AppError('unsupported_content', { contentType })
  if (Number(headers['content-length'] ?? 0) > limitBytes) return new AppError('too_large', { limitBytes })
  return null
}

const isMarkup = (contentType: string) => contentType === '' || !contentType.startsWith('image/')

/**
 * Counts the newest main document while it streams in, since it need not say how long it is, and reads where its answers
 * lead: Playwright tells nothing of a redirect that Chromium does not follow.
 */
async function followDocument(
  session: CDPSession,
  onBytes: (receivedBytes: number) => void,
): Promise<Pick<DocumentWatch, 'receivedBytes' | 'redirectTarget'>> {
  const mainFrameId = (await session.send('Page.getFrameTree')).frameTree.frame.id
  let documentRequestId: string | null = null
  let receivedBytes = 0
  let redirectTarget: string | null = null
  session.on('Network.requestWillBeSent', ({ requestId, loaderId, frameId }) => {
    if (frameId !== mainFrameId || requestId !== loaderId) return
    documentRequestId = requestId
    receivedBytes = 0
  })
  session.on('Network.responseReceivedExtraInfo', ({ requestId, statusCode, headers }) => {
    if (requestId !== documentRequestId || statusCode < 300 || statusCode >= 400) return
    const location = Object.entries(headers).find(([name]) => /^location$/i.test(name))
    redirectTarget = location?.[1] ?? null
  })
  session.on('Network.dataReceived', ({ requestId, dataLength }) => {
    if (requestId !== documentRequestId) return
    receivedBytes += dataLength
    onBytes(receivedBytes)
  })
  return { receivedBytes: () => receivedBytes, redirectTarget: () => redirectTarget }
}
