// Applies the rules of a library to one link: when it is saved, and when its first copy is there.
import type { Tx } from '#lib/db/client.ts'
import { updateLink } from '#lib/db/links.ts'
import { enabledRules } from '#lib/db/rules.ts'
import { addTags } from '#lib/db/tags.ts'
import { indexLink } from '#lib/search/index-link.ts'
import { fittingRules } from './fitting-rules.ts'

/**
 * Gives a link the tags of all rules that fit it, and the visibility of the last one that names any. Its words must be
 * indexed; they are indexed again when something changed. Call it while holding the library's tags (`lockTags`, shared).
 *
 * @param setsVisibility  false where a person may have said who sees the link: a rule never goes before them
 */
export async function applyRules(
  tx: Tx,
  libraryId: string,
  linkId: string,
  { setsVisibility }: { setsVisibility: boolean },
): Promise<void> {
  const fitting = await fittingRules(tx, libraryId, linkId, await enabledRules(tx, libraryId))
  if (fitting.length === 0) return
  const visibility = fitting.findLast((rule) => rule.visibility !== null)?.visibility
  if (setsVisibility && visibility) await updateLink(tx, libraryId, linkId, { visibility })
  const tags = [...new Set(fitting.flatMap((rule) => rule.addTags))]
  if (tags.length === 0) return
  await addTags(tx, libraryId, linkId, tags)
  await indexLink(tx, libraryId, linkId)
}
