// Other addresses of a page that was just captured: where it was redirected to for good, and what it names as its own. Only
// what is the same page beyond doubt: two links are better than one that is wrong.
import { textLikeness } from '#lib/archive/text-likeness.ts'
import type { Capture } from '#lib/capture/capture.ts'
import type { AddressSource } from '#lib/contract/link.ts'
import type { Attempt } from '#lib/db/attempts.ts'
import { findLinkByAddress } from '#lib/db/link-addresses.ts'
import { declaredAddress } from '#lib/extract/declared-address.ts'
import { decodeHtml } from '#lib/extract/decode-html.ts'
import { extractArticle } from '#lib/extract/extract-article.ts'
import { isSamePage, mayNameItself } from '#lib/kernel/same-page.ts'
import { canonicalUrl } from '#lib/kernel/url.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'
import { askOutside } from '#lib/net/ask-outside.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'
import type { PageRead } from './read-page.ts'

export interface OtherAddress {
  url: string
  source: AddressSource
}

interface Seen {
  attempt: Pick<Attempt, 'libraryId' | 'url'>
  capture: Pick<Capture, 'finalUrl' | 'exchanges'>
  page: PageRead
}

/** One look at the page that is named: it is a document alone, and nobody waits for it. */
const LOOK = { timeoutMs: 5_000, maxBytes: 5 * 1024 * 1024 }
/** Articles that are the same but for a date, a counter, or what a script adds. */
const ALIKE = 0.9
/** Shorter texts are alike by chance. */
const MIN_CHARACTERS = 200

/** Asks the site once more, at most; a page that cannot be looked at is not the same. */
export async function findAddresses(
  deps: Pick<Runtime, 'config' | 'db' | 'log'>,
  seen: Seen,
  signal: AbortSignal,
): Promise<OtherAddress[]> {
  const { attempt, capture, page } = seen
  if (page.verdict !== 'good' || !URL.canParse(capture.finalUrl)) return []
  const [from, final] = [new URL(attempt.url), new URL(capture.finalUrl)]
  const { named } = page
  const moved = canonicalUrl(from) !== canonicalUrl(final)
  // `/latest` leads to another page tomorrow; what has moved for good says so, and the page that it leads to knows its name.
  const isSame =
    !moved ||
    isSamePage(from, final) ||
    (named !== null &&
      canonicalUrl(named) === canonicalUrl(final) &&
      page.isArticle &&
      mayNameItself(from, final) &&
      isForGood(seen))
  if (!isSame) return []
  const found: OtherAddress[] = moved ? [{ url: canonicalUrl(final), source: 'redirect' }] : []
  if (named && canonicalUrl(named) !== canonicalUrl(final) && canonicalUrl(named) !== canonicalUrl(from))
    if (
      isSamePage(final, named) ||
      (mayNameItself(final, named) && (await isAlike(deps, seen, named, signal)))
    )
      found.push({ url: canonicalUrl(named), source: 'canonical' })
  return found
}

/** Was every redirect on the way to the page a permanent one (RFC 9110, 15.4.2 and 15.4.9)? */
function isForGood({ attempt, capture: { exchanges, finalUrl } }: Seen): boolean {
  const withoutFragment = (url: string) => url.replace(/#.*$/, '')
  let at = withoutFragment(new URL(attempt.url).href)
  const end = withoutFragment(new URL(finalUrl).href)
  for (let hops = 0; at !== end && hops < exchanges.length; hops += 1) {
    const hop = exchanges.find(({ url, method }) => method === 'GET' && withoutFragment(url) === at)
    const location = hop?.responseHeaders.find(([name]) => name.toLowerCase() === 'location')?.[1]
    if (!location || (hop.httpStatus !== 301 && hop.httpStatus !== 308)) return false
    const next = URL.parse(location, at)
    if (!next) return false
    at = withoutFragment(next.href)
  }
  return at === end
}

/** Is the page at that address the very article that was captured, by its own word as well? */
async function isAlike(
  { config, db, log }: Pick<Runtime, 'config' | 'db' | 'log'>,
  { attempt, page }: Seen,
  named: URL,
  signal: AbortSignal,
): Promise<boolean> {
  if (!page.isArticle || page.reading.text.length < MIN_CHARACTERS) return false
  // It is known already, or a link of its own that stays one.
  if (await findLinkByAddress(db, attempt.libraryId, [canonicalUrl(named)])) return false
  try {
    const { status, body } = await askOutside(openAddressPolicy(config), {
      ...LOOK,
      url: named,
      upstream: config.upstreamProxy,
      headers: { accept: 'text/html,application/xhtml+xml' },
      signal,
    })
    if (status !== 200) return false
    const { html } = decodeHtml(body)
    const ofItself = declaredAddress(html, named.href)
    if (ofItself && canonicalUrl(ofItself) !== canonicalUrl(named)) return false
    const other = await extractArticle(html, named.href, { signal })
    return other !== null && other.isArticle && textLikeness(page.reading.text, other.text) >= ALIKE
  } catch (error) {
    signal.throwIfAborted()
    log.debug('address.not_looked_at', { host: named.host, error })
    return false
  }
}
