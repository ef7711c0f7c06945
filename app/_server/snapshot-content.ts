// The words of a snapshot, read for the page that shows them.
import { text } from 'node:stream/consumers'
import type { SnapshotView } from '#lib/contract/snapshot.ts'
import type { TextMatches } from '#lib/contract/text-matches.ts'
import { markHtml } from '#lib/search/mark-html.ts'
import type { Needle } from '#lib/search/needle.ts'
import { placesInText } from '#lib/usecases/snapshots/text-places.ts'
import { readArtifact } from '#lib/usecases/snapshots/read-artifact.ts'
import type { Ctx } from '#lib/usecases/define-use-case.ts'
import { placeArticle } from '#components/snapshot/place-article.ts'

/** Longer texts are cut in the page: a browser lays out this much without a pause. The whole is one click away. */
const MAX_SHOWN_BYTES = 4 * 1024 * 1024

async function wordsOf(ctx: Ctx, id: string, kind: 'article' | 'text'): Promise<string> {
  const answer = await readArtifact(ctx, { id, kind })
  if (answer.kind !== 'bytes' || answer.sizeBytes > MAX_SHOWN_BYTES) return ''
  return text(await answer.open())
}

/** Where the parts of a snapshot lie: the folder of its replayed page, signed for a short while. */
async function partsFolder(ctx: Ctx, id: string): Promise<string> {
  const answer = await readArtifact(ctx, { id, kind: 'page' })
  return answer.kind === 'redirect' ? answer.location.replace(/[^/]*$/, '') : ''
}

/** How many places of a search are marked in what is shown. */
export type Marked = Pick<TextMatches, 'count' | 'exact'>

/** The sanitised article with its images in place and the needles marked; null when there is none. */
export async function readArticle(
  ctx: Ctx,
  { id, artifacts }: SnapshotView,
  needles: readonly Needle[],
): Promise<(Marked & { html: string }) | null> {
  if (!artifacts.article) return null
  const [html, folder] = await Promise.all([
    wordsOf(ctx, id, 'article'),
    artifacts.page ? partsFolder(ctx, id) : '',
  ])
  const marked = markHtml(html, needles)
  return html === '' ? null : { ...marked, html: placeArticle(marked.html, folder) }
}

/** The plain text with the places of the needles; null when there is none. */
export async function readText(
  ctx: Ctx,
  { id, artifacts }: SnapshotView,
  needles: readonly Needle[],
): Promise<(TextMatches & { text: string }) | null> {
  if (!artifacts.text) return null
  const text = await wordsOf(ctx, id, 'text')
  if (text === '') return null
  const article = async () => (artifacts.article ? wordsOf(ctx, id, 'article') : '')
  return { text, ...(await placesInText(text, needles, article)) }
}
