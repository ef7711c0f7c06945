// Where else in the library the same article is: reposts, or what it was reposted from.
import { linkIdInput, sameArticles } from '#lib/contract/link.ts'
import { findSameArticles } from '#lib/db/fingerprints.ts'
import { findLink, listLinksByIds } from '#lib/db/links.ts'
import { MAX_DIFFERENCE } from '#lib/search/fingerprint.ts'
import { defineUseCase } from '../define-use-case.ts'
import { linkViewOf } from './link-view.ts'

const MAX_SHOWN = 5
const BITS = 64

/**
 * Links of the library whose articles are nearly the same, those most alike first.
 *
 * @throws AppError `not_found`
 */
export const listSameArticles = defineUseCase({
  name: 'links.sameArticles',
  scope: 'links:read',
  input: linkIdInput,
  output: sameArticles,
  async run(ctx, { id }) {
    const { libraryId } = ctx.actor
    await findLink(ctx.db, libraryId, id)
    const options = { maxDifference: MAX_DIFFERENCE, limit: MAX_SHOWN }
    const found = await findSameArticles(ctx.db, libraryId, id, options)
    const differenceOf = new Map(found.map(({ linkId, difference }) => [linkId, difference]))
    const links = await listLinksByIds(ctx.db, libraryId, [...differenceOf.keys()])
    return {
      items: links.map((parts) => ({
        link: linkViewOf(ctx, parts),
        likeness: 1 - (differenceOf.get(parts.link.id) ?? 0) / BITS,
      })),
    }
  },
})
