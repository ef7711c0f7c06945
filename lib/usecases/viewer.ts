// Whose eyes read: a library's own, or a passer-by's, who sees what is public.
import type { Actor } from '#lib/contract/account.ts'
import type { Viewer } from '#lib/db/snapshots.ts'

/** The actor as a viewer of rows. */
export function viewerOf(actor: Actor): Viewer {
  return { libraryId: actor.kind === 'user' ? actor.libraryId : null }
}
