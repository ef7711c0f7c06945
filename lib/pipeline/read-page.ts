// Reads a captured page: its article, or for want of one its visible text, and the verdict on it.
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import type { Capture } from '#lib/capture/capture.ts'
import { judgeCapture } from '#lib/capture/judge-capture.ts'
import type { Verdict } from '#lib/contract/snapshot.ts'
import { countWords } from '#lib/extract/article-text.ts'
import type { Article } from '#lib/extract/article.ts'
import { extractArticle } from '#lib/extract/extract-article.ts'

/** What is known of a page's words. `html` is null when the page has no article to show. */
export interface Reading extends Omit<Article, 'html' | 'image' | 'code' | 'claims'> {
  html: string | null
}

/** @throws Error when the frozen page is not in the store; the signal's reason */
export async function readPage(
  blobs: BlobStore,
  capture: Capture,
  signal: AbortSignal,
): Promise<{ reading: Reading; verdict: Verdict }> {
  const html = await blobs.read(capture.page.digest)
  if (!html) throw new Error(`the page ${capture.page.digest} is not in the store`)
  const article = await extractArticle(html.toString(), capture.finalUrl, { signal })
  const verdict = judgeCapture({
    httpStatus: capture.httpStatus,
    finalUrl: capture.finalUrl,
    title: capture.title,
    visibleText: capture.visibleText,
    structure: capture.structure,
    articleTextLength: article?.text.length ?? 0,
    imageCount: capture.parts.filter(({ contentType }) => contentType.startsWith('image/')).length,
    cutShort: capture.cutShort,
  })
  return { reading: article ?? withoutArticle(capture), verdict }
}

/** A page without an article (a list, an application) is still found by the words that a person sees on it. */
function withoutArticle({ title, visibleText }: Capture): Reading {
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
