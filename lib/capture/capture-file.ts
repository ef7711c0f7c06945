// A file that was taken becomes a capture: its kind, its words, and a document that shows it.
import type { BlobStore, PutBlob } from '#lib/blobs/blob-store.ts'
import type { Log } from '#lib/kernel/log.ts'
import type { Photograph } from '#lib/pictures/photograph.ts'
import { PICTURE_TYPE } from '#lib/pictures/picture-types.ts'
import type { BrowserPool } from './browser-pool.ts'
import type { CapturedFile, PagePart } from './capture.ts'
import { sniffFile } from './file-kind.ts'
import { fileName } from './file-name.ts'
import { filePage, partsOf, type FileFacts } from './file-page.ts'
import { decodeCss } from './freeze/decode-css.ts'
import { readVisibleText } from './freeze-page.ts'
import { readPdf } from './read-pdf.ts'
import { photographPage } from './render-screenshot.ts'
import { withFrozen } from './show-frozen.ts'
import type { TakenFile } from './take-file.ts'

const PAGE_TYPE = 'text/html; charset=utf-8'
/** Text that is shown and indexed; the file itself is kept whole. */
const MAX_TEXT_BYTES = 2 * 1024 * 1024

interface FileDeps {
  browsers: BrowserPool
  blobs: Pick<BlobStore, 'has' | 'read'>
  log: Log
  put: PutBlob
  signal: AbortSignal
}

/** What a file shows, as a frozen page and as words. */
export interface ShownFile {
  file: CapturedFile
  title: string
  page: PagePart
  parts: PagePart[]
  picture: Photograph | null
  visibleText: string
}

/** @throws AppError `browser_crash`, `browser_missing`, `disk_full`; the signal's reason */
export async function showFile(deps: FileDeps, taken: TakenFile): Promise<ShownFile> {
  const name = fileName(taken.headers['content-disposition'] ?? null, taken.url)
  const { kind, type } = sniffFile(taken.head, taken.headers['content-type'] ?? null, name)
  const content =
    kind === 'pdf'
      ? await pdfContent(deps, taken)
      : kind === 'text'
        ? await textContent(deps, taken)
        : NO_CONTENT
  const title = content.title ?? name
  const { digest, sizeBytes } = taken
  const facts: FileFacts = { kind, type, name, title, digest, sizeBytes, ...content.shown }
  const parts = partsOf(facts)
  const { title: _title, shown: _shown, ...said } = content
  return {
    file: { name, kind, type, digest, sizeBytes, html: null, ...said },
    title,
    parts,
    ...(await showDocument(deps, filePage(facts), parts)),
  }
}

/** Keeps a document of ours as the frozen page, and looks at it. */
export async function showDocument(
  deps: FileDeps,
  html: string,
  parts: PagePart[] = [],
): Promise<Omit<ShownFile, 'file' | 'title' | 'parts'>> {
  const { digest, sizeBytes } = await deps.put(html, { contentType: PAGE_TYPE })
  const page = { digest, sizeBytes, contentType: PAGE_TYPE }
  return { page, ...(await lookAt(deps, page, parts)) }
}

interface Content {
  title: string | null
  byline: string | null
  createdAt: string | null
  paragraphs: string[]
  shown: Pick<FileFacts, 'pages' | 'pageCount' | 'text'>
}

const NO_CONTENT: Content = {
  title: null,
  byline: null,
  createdAt: null,
  paragraphs: [],
  shown: { pages: [], pageCount: null, text: null },
}

async function textContent({ blobs }: FileDeps, { digest, headers }: TakenFile): Promise<Content> {
  const bytes = (await blobs.read(digest))?.subarray(0, MAX_TEXT_BYTES) ?? Buffer.alloc(0)
  // Text without a name of its charset that is no UTF-8 is Chinese more often than anything else here.
  const text = decodeCss(bytes, headers['content-type'] ?? '', 'gb18030').replaceAll(/\r\n?/g, '\n')
  return { ...NO_CONTENT, paragraphs: [text], shown: { ...NO_CONTENT.shown, text } }
}

async function pdfContent(
  { browsers, blobs, put, signal }: FileDeps,
  { digest }: TakenFile,
): Promise<Content> {
  const bytes = await blobs.read(digest)
  const pdf = bytes && (await readPdf(browsers, bytes, signal))
  if (!pdf) return NO_CONTENT
  const pages: FileFacts['pages'] = []
  for (const { picture } of pdf.pages) {
    if (!picture) continue
    const { digest, sizeBytes } = await put(picture.bytes, { contentType: PICTURE_TYPE })
    const { widthPx, heightPx } = picture
    pages.push({ part: { digest, sizeBytes, contentType: PICTURE_TYPE }, widthPx, heightPx })
  }
  return {
    title: pdf.title,
    byline: pdf.author,
    createdAt: pdf.createdAt,
    paragraphs: pdf.pages.flatMap(({ paragraphs }) => paragraphs),
    shown: { pages, pageCount: pdf.pageCount, text: null },
  }
}

/** A file without its picture is still a capture. */
async function lookAt(
  { browsers, blobs, log, signal }: FileDeps,
  page: PagePart,
  parts: PagePart[],
): Promise<{ picture: Photograph | null; visibleText: string }> {
  const headersOf = (contentType: string) => ({ 'content-type': contentType })
  const copy = {
    page: page.digest,
    pageHeaders: headersOf(page.contentType),
    parts: new Map(parts.map((part) => [part.digest, part])),
    partHeaders: headersOf,
  }
  try {
    return await withFrozen(
      { browsers, blobs },
      copy,
      signal,
      async (shown, { session, signal: limited }) => ({
        picture: await photographPage(session, limited),
        visibleText: await readVisibleText(shown),
      }),
    )
  } catch (error) {
    signal.throwIfAborted()
    log.warn('capture.no_screenshot', { error })
    return { picture: null, visibleText: '' }
  }
}
