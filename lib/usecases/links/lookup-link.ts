// Is this address here already, however it is written?
import { linkView, lookupInput } from '#lib/contract/link.ts'
import { findLinkByUrl } from '#lib/db/links.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { admitUrl, canonicalUrl } from '#lib/kernel/url.ts'
import { defineUseCase } from '../define-use-case.ts'
import { loadLink } from './get-link.ts'

/**
 * The library's link with the same canonical address.
 *
 * @throws AppError `invalid_url`, `not_found` when it is not here
 */
export const lookupLink = defineUseCase({
  name: 'links.lookup',
  scope: 'links:read',
  input: lookupInput,
  output: linkView,
  async run(ctx, { url }) {
    const link = await findLinkByUrl(ctx.db, ctx.actor.libraryId, canonicalUrl(admitUrl(url)))
    if (!link) throw new AppError('not_found')
    return loadLink(ctx, link.id)
  },
})
