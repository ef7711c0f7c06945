// Leads a page to its address, and says in typed errors why it did not get there.
import type { Page } from 'playwright'
import { AppError } from '#lib/kernel/errors.ts'
import { portOf } from '#lib/net/address-policy.ts'
import type { EgressProxy } from '#lib/net/egress-proxy.ts'
import { REFUSAL_HEADER } from '#lib/net/egress-state.ts'
import { errorOfLeadingElsewhere, errorOfNetFailure, netErrorName } from './navigation-errors.ts'
import type { DocumentWatch } from './watch-document.ts'

/**
 * Navigates until the answer's first bytes are on the page.
 *
 * @throws AppError for everything that leaves no document: see `capturePage`
 */
export async function navigatePage(
  page: Page,
  url: URL,
  options: { watch: DocumentWatch; proxy: EgressProxy; timeoutMs: number },
): Promise<void> {
  const { watch, proxy, timeoutMs } = options
  try {
    await page.goto(url.href, { waitUntil: 'commit', timeout: timeoutMs })
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'TimeoutError')
      throw new AppError('timeout', { afterMs: timeoutMs }, { cause })
    throw navigationError(cause, watch, proxy)
  }
  checkDocument(page, watch, proxy)
}

/**
 * Checks the newest main document, also after the page led on by itself.
 *
 * @throws AppError when it is Chromium's own error page, or a refusal of the proxy instead of an answer
 */
export function checkDocument(page: Page, watch: DocumentWatch, proxy: EgressProxy): void {
  const failure = watch.failure()
  if (page.url().startsWith('chrome-error:') && failure !== null) {
    throw navigationError(new Error(failure), watch, proxy)
  }
  const breakage = watch.breakage()
  // Without a byte that could be read (its compression is broken, say) there is nothing to keep.
  if (breakage !== null && watch.receivedBytes() === 0)
    throw errorOfNetFailure(netErrorName(breakage) ?? '', hostOf(watch.requestedUrl()))
  const response = watch.response()
  if (response?.headers()[REFUSAL_HEADER] === undefined) return
  // A site may send the header too; only the proxy's own record makes it true.
  const refusal = refusalOf(response.url(), proxy)
  if (refusal) throw refusal
}

function navigationError(cause: unknown, watch: DocumentWatch, proxy: EgressProxy): unknown {
  const message = cause instanceof Error ? cause.message : ''
  const name = netErrorName(message)
  const isDownload = message.includes('Download is starting')
  if (name === null && !isDownload) return cause
  const refusal = refusalOf(watch.requestedUrl(), proxy)
  if (refusal) return refusal
  const host = hostOf(watch.requestedUrl())
  if (isDownload || name === 'ERR_ABORTED') return errorOfAbort(watch, host)
  return errorOfNetFailure(name ?? '', host)
}

/**
 * Chromium aborts a navigation to what is no document: a download, an answer that has no body by its status, a redirect
 * to an app or a script.
 */
function errorOfAbort(watch: DocumentWatch, host: string): AppError {
  const response = watch.response()
  if (response === null) {
    const target = watch.redirectTarget()
    return target !== null && LEAVES_THE_WEB.test(target)
      ? errorOfLeadingElsewhere(host)
      : errorOfNetFailure('ERR_ABORTED', host)
  }
  if (response.status() === 204 || response.status() === 205) return new AppError('empty_response', { host })
  return new AppError('unsupported_content', { contentType: response.headers()['content-type'] ?? '' })
}

function refusalOf(address: string, proxy: EgressProxy): AppError | null {
  const url = URL.parse(address)
  return url && proxy.refusalOf(url.hostname, portOf(url))
}

/** A scheme that is not of the web, at the beginning of what a `Location` says. */
const LEAVES_THE_WEB = /^\s*(?!https?:)[a-z][a-z\d+.-]*:/i

const hostOf = (address: string) => URL.parse(address)?.hostname ?? ''
