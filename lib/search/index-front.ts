// Brings the words of the version in front, with what a person says about its link, to search.
import type { Tx } from '#lib/db/client.ts'
import { findLinkForCapture } from '#lib/db/links.ts'
import { codeOfHtml } from '#lib/extract/html-pieces.ts'
import { indexDocument } from './index-document.ts'

interface Front {
  linkId: string
  libraryId: string
  title: string | null
  lang: string | null
  text: string
  /** What else could be seen on the page. */
  rest: string
  /** The sanitised HTML of the article, whose blocks of code are looked for by `code:`; null where there is none. */
  html: string | null
}

/** The caller holds the link's lock: a title or tag that a person sets now is not overwritten. */
export async function indexFront(
  tx: Tx,
  { linkId, libraryId, title, lang, text, rest, html }: Front,
): Promise<void> {
  const { link, tags } = await findLinkForCapture(tx, libraryId, linkId)
  await indexDocument(tx, {
    linkId,
    libraryId,
    title: link.title ?? title ?? '',
    url: link.originalUrl,
    canonicalUrl: link.canonicalUrl,
    site: link.site,
    lang,
    note: link.note,
    tags,
    text,
    rest,
    code: html === null ? '' : codeOfHtml(html),
  })
}
