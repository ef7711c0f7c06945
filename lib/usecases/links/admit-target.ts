// May this address be kept, and which link is it?
import type { Config } from '#lib/config/load-config.ts'
import type { LinkTarget } from '#lib/db/links.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { mainAddress } from '#lib/kernel/same-page.ts'
import { admitUrl, canonicalUrl, siteOf } from '#lib/kernel/url.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'

/**
 * Checks an address as typed, without asking DNS: a name that leads inside is found out when it is captured.
 *
 * @throws AppError `invalid_url`, `blocked_address` `{ host }` (also for this very installation: a copy of the archive
 *         in the archive would never end)
 */
export function admitTarget(
  config: Pick<Config, 'allowHosts' | 'dnsServers' | 'baseUrl' | 'replayUrl'>,
  text: string,
): LinkTarget {
  const url = admitUrl(text)
  if (url.origin === config.baseUrl || url.origin === config.replayUrl)
    throw new AppError('blocked_address', { host: url.host })
  openAddressPolicy(config).admit(url)
  return {
    originalUrl: url.href,
    canonicalUrl: canonicalUrl(url),
    mainUrl: mainAddress(url),
    site: siteOf(url),
  }
}
