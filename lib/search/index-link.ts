// Brings a link's words to search again, after a person changed what they say about it.
import type { Tx } from '#lib/db/client.ts'
import { listLinksByIds } from '#lib/db/links.ts'
import { indexDocument } from './index-document.ts'

/** Indexes title, address, note and tags as they stand in this transaction; the words of the copy stay. */
export async function indexLink(tx: Tx, libraryId: string, linkId: string): Promise<void> {
  const [parts] = await listLinksByIds(tx, libraryId, [linkId])
  if (!parts) return
  const { link, tags, front } = parts
  const copy = await tx.searchText.findUnique({
    where: { linkId },
    select: { text: true, rest: true, code: true, document: { select: { tokenizer: true } } },
  })
  await indexDocument(
    tx,
    {
      linkId,
      libraryId,
      title: link.title || front?.title || '',
      url: link.originalUrl,
      canonicalUrl: link.canonicalUrl,
      site: link.site,
      lang: front?.lang ?? null,
      note: link.note,
      tags: tags.map(({ path }) => path),
      text: copy?.text ?? '',
      rest: copy?.rest ?? '',
      code: copy?.code ?? '',
    },
    // What an older version had of the copy may be less than what is indexed today.
    copy?.document.tokenizer,
  )
}
