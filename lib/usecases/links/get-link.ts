// One link with its tags and the copy in front.
import { linkIdInput, linkView, type LinkView } from '#lib/contract/link.ts'
import { listAddresses } from '#lib/db/link-addresses.ts'
import { findVisibleLink, listLinksByIds } from '#lib/db/links.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { defineUseCase, type Ctx } from '../define-use-case.ts'
import { viewerOf } from '../viewer.ts'
import { linkViewOf } from './link-view.ts'

/**
 * The view of a link that the actor may see.
 *
 * @throws AppError `not_found`
 */
export async function loadLink(ctx: Ctx, id: string): Promise<LinkView> {
  const { libraryId } = await findVisibleLink(ctx.db, viewerOf(ctx.actor), id)
  const [parts] = await listLinksByIds(ctx.db, libraryId, [id])
  if (!parts) throw new AppError('not_found')
  const view = linkViewOf(ctx, parts)
  if (viewerOf(ctx.actor).libraryId !== libraryId) return view
  return { ...view, addresses: await listAddresses(ctx.db, id) }
}

/**
 * A link of the actor's library, or a public one without its note, its tags and its owner's words.
 *
 * @throws AppError `not_found`
 */
export const getLink = defineUseCase({
  name: 'links.get',
  scope: 'public',
  input: linkIdInput,
  output: linkView,
  run: (ctx, { id }) => loadLink(ctx, id),
})
