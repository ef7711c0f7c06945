// Reads a captured page: its article, or for want of one its visible text, and the verdict on it.
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import type { CapturedFile, CapturedPage } from '#lib/capture/capture.ts'
import { fileName } from '#lib/capture/file-name.ts'
import { judgeCapture } from '#lib/capture/judge-capture.ts'
import type { Verdict } from '#lib/contract/snapshot.ts'
import { countWords } from '#lib/extract/article-text.ts'
import { EXTRACTOR_VERSION, UNREAD_VERSION, type Article } from '#lib/extract/article.ts'
import { declaredAddress } from '#lib/extract/declared-address.ts'
import { languageOf } from '#lib/extract/language.ts'
import { sanitizeArticle } from '#lib/extract/sanitize.ts'
import { MAX_EXCERPT_CHARACTERS } from '#lib/kernel/limits.ts'
import { extractArticle } from '#lib/extract/extract-article.ts'

/** What is known of a page's words. `html` is null when the page has no article to show. */
export interface Reading extends Omit<Article, 'html' | 'image' | 'code' | 'claims' | 'isArticle'> {
  html: string | null
}

export interface PageRead {
  reading: Reading
  verdict: Verdict
  /** Is it one article, and no list, thread or application? */
  isArticle: boolean
  /** The address that the page names as its own. */
  named: URL | null
  /** UNREAD_VERSION when the extractor did not come to an end. */
  extractorVersion: number
}

/**
 * @param options.timeoutMs  of the extractor
 * @throws Error when the frozen page is not in the store; the signal's reason
 */
export async function readPage(
  blobs: BlobStore,
  capture: CapturedPage,
  signal: AbortSignal,
  { timeoutMs }: { timeoutMs?: number } = {},
): Promise<PageRead> {
  if (capture.file) {
    const verdict = capture.cutShort ? 'partial' : 'good'
    const reading = readFile(capture, capture.file)
    return { reading, verdict, isArticle: false, named: null, extractorVersion: EXTRACTOR_VERSION }
  }
  const html = await blobs.read(capture.page.digest)
  if (!html) throw new Error(`the page ${capture.page.digest} is not in the store`)
  const source = html.toString()
  let extractorVersion = EXTRACTOR_VERSION
  const onUnread = () => void (extractorVersion = UNREAD_VERSION)
  const article = await extractArticle(source, capture.finalUrl, { signal, timeoutMs, onUnread })
  const verdict = judgeCapture({
    httpStatus: capture.httpStatus,
    finalUrl: capture.finalUrl,
    title: capture.title,
    visibleText: capture.visibleText,
    structure: capture.structure,
    articleTextLength: article?.isArticle ? article.text.length : 0,
    imageCount: capture.parts.filter(({ contentType }) => contentType.startsWith('image/')).length,
    cutShort: capture.cutShort,
  })
  const reading = article ?? withoutArticle(capture)
  return {
    reading: { ...reading, title: reading.title ?? nameOf(capture) },
    verdict,
    isArticle: article?.isArticle ?? false,
    named: declaredAddress(source, capture.finalUrl),
    extractorVersion,
  }
}

/** Text, JSON and the like have no title when Chromium draws them; people know them by the end of their address. */
function nameOf({ contentType, finalUrl }: CapturedPage): string | null {
  return contentType === null || /html/i.test(contentType) ? null : fileName(null, finalUrl)
}

/** A file is read by its own words, or found by its name. */
function readFile({ title }: CapturedPage, file: CapturedFile): Reading {
  const { name, kind, byline, createdAt, paragraphs, html } = file
  const text = paragraphs.join('\n\n') || name
  const isCode = kind === 'text'
  const blocks = paragraphs.map((paragraph) =>
    isCode ? `<pre>${escape(paragraph)}</pre>` : `<p>${escape(paragraph)}</p>`,
  )
  return {
    title,
    byline,
    siteName: null,
    publishedAt: createdAt === null ? null : pdfDate(createdAt),
    lang: languageOf(null, text),
    excerpt: text.slice(0, MAX_EXCERPT_CHARACTERS).replaceAll(/\s+/g, ' ').toWellFormed(),
    html: blocks.length === 0 ? null : sanitizeArticle(html ?? blocks.join('\n')),
    text,
    wordCount: countWords(text),
  }
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** `D:20240131120000+08'00'` (ISO 32000-2, 7.9.4); null for everything else. */
function pdfDate(said: string): Date | null {
  const found = /^D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:Z|([+-]\d\d)'?(\d\d)?)?/.exec(said)
  if (!found) return null
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', zone, rest = '00'] =
    found
  const date = new Date(
    `${year}-${month}-${day}T${hour}:${minute}:${second}${zone ? `${zone}:${rest}` : 'Z'}`,
  )
  return Number.isNaN(date.getTime()) ? null : date
}

/** A page without an article (a list, an application) is still found by the words that a person sees on it. */
function withoutArticle({ title, visibleText }: CapturedPage): Reading {
  return {
    title,
    byline: null,
    siteName: null,
    publishedAt: null,
    lang: null,
    excerpt: null,
    html: null,
    text: visibleText,
    wordCount: countWords(visibleText),
  }
}
