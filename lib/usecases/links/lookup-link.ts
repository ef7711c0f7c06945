// Is this address here already, however it is written?
import { linkView, lookupInput } from '#lib/contract/link.ts'
import { findLinkByAddress } from '#lib/db/link-addresses.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { mainAddress } from '#lib/kernel/same-page.ts'
import { admitUrl, canonicalUrl } from '#lib/kernel/url.ts'
import { defineUseCase } from '../define-use-case.ts'
import { loadLink } from './get-link.ts'

/**
 * The library's link with the same canonical address, or one that is known under it: on another host of its site, or by
 * where it was redirected to.
 *
 * @throws AppError `invalid_url`, `not_found` when it is not here
 */
export const lookupLink = defineUseCase({
  name: 'links.lookup',
  scope: 'links:read',
  input: lookupInput,
  output: linkView,
  async run(ctx, { url }) {
    const address = admitUrl(url)
    const mainUrl = mainAddress(address)
    const urls = [canonicalUrl(address), ...(mainUrl ? [mainUrl] : [])]
    const link = await findLinkByAddress(ctx.db, ctx.actor.libraryId, urls)
    if (!link) throw new AppError('not_found')
    return loadLink(ctx, link.id)
  },
})
