// Brings a link's words to search again, after a person changed what they say about it.
import type { Tx } from '#lib/db/client.ts'
import { listLinksByIds } from '#lib/db/links.ts'
import { indexDocument } from '#lib/search/index-document.ts'

/** The text that is searched for this link now; '' while there is none. */
async function indexedText(tx: Tx, linkId: string): Promise<string> {
  const row = await tx.searchText.findUnique({ where: { linkId }, select: { text: true } })
  return row?.text ?? ''
}

/** Indexes title, address, note and tags as they stand in this transaction; `text` replaces the text of the copy. */
export async function indexLink(tx: Tx, libraryId: string, linkId: string, text?: string): Promise<void> {
  const [parts] = await listLinksByIds(tx, libraryId, [linkId])
  if (!parts) return
  const { link, tags, front } = parts
  await indexDocument(tx, {
    linkId,
    libraryId,
    title: link.title || front?.title || '',
    url: link.originalUrl,
    site: link.site,
    lang: front?.lang ?? null,
    note: link.note,
    tags: tags.map(({ path }) => path),
    text: text ?? (await indexedText(tx, linkId)),
  })
}
