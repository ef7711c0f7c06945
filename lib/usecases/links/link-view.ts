// How a link is shown: whole to its owner, and without what is private to a passer-by of a public link.
import type { LinkView } from '#lib/contract/link.ts'
import type { LinkWithParts } from '#lib/db/links.ts'
import type { Ctx } from '../define-use-case.ts'
import { versionView } from '../snapshots/snapshot-view.ts'
import { viewerOf } from '../viewer.ts'

type ViewCtx = Pick<Ctx, 'actor' | 'locale' | 'linkOrigin' | 'now'>

/** Note, tags and the user's own words are the owner's; a public link shows the page and its copy. */
function privatePart(
  ctx: ViewCtx,
  { link, tags }: LinkWithParts,
): Pick<LinkView, 'ownTitle' | 'note' | 'tags'> {
  return viewerOf(ctx.actor).libraryId === link.libraryId
    ? { ownTitle: link.title, note: link.note, tags }
    : { ownTitle: null, note: '', tags: [] }
}

/** The view of a link; where something was searched, with the places where it stands. */
export function linkViewOf(
  ctx: ViewCtx,
  parts: LinkWithParts,
  reasons: Pick<LinkView, 'highlights' | 'matches'> = {},
): LinkView {
  const { link, front, latest } = parts
  return {
    id: link.id,
    url: link.originalUrl,
    canonicalUrl: link.canonicalUrl,
    site: link.site,
    title: link.title || front?.title || null,
    ...privatePart(ctx, parts),
    visibility: link.visibility,
    createdAt: link.createdAt.toISOString(),
    updatedAt: link.updatedAt.toISOString(),
    snapshot: front && versionView(ctx, front, link),
    // The first pass behind a better second one is no news.
    latest:
      latest && latest.id !== front?.id && latest.id !== front?.passOf
        ? versionView(ctx, latest, link)
        : null,
    ...reasons,
  }
}
