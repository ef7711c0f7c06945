// Reads a PDF in a browser of the pool: pdf.js in a document of ours, behind Chromium's sandbox and without any way out.
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page, Route } from 'playwright'
import { withDeadline } from '#lib/kernel/deadline.ts'
import type { BrowserPool } from './browser-pool.ts'
import { unifyRadicals } from './unify-radicals.ts'

/** No such host can exist (RFC 2606): every request is answered here. */
const ORIGIN = 'http://pdf.invalid'
const LIBRARY = dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/package.json')))
/** What pdf.js asks for: itself, maps of characters, fonts that every reader has, decoders. */
const ASSETS = /^\/(?:build\/pdf(?:\.worker)?\.min\.mjs|(?:cmaps|standard_fonts|wasm|iccs)\/[\w.-]+)$/
const DOCUMENT = `<!doctype html><title>pdf</title><script type="module">
import * as library from '/build/pdf.min.mjs'
globalThis.pdfLibrary = library</script>`
/** A file goes to the browser as one message, a third longer. */
const MAX_PDF_BYTES = 50 * 1024 * 1024
const READ_LIMIT_MS = 40_000
/** Books are read whole; pictures are drawn of as many pages as one looks through. */
const MAX_PAGES = 1_000
const MAX_PICTURES = 40
/** Pages that are not drawn or read by then are left out. */
const WORK_MS = 25_000
/** CSS pixels: text of a page of A4 can be read at this width. */
const PICTURE_WIDTH_PX = 1_000

export interface PdfPage {
  paragraphs: string[]
  /** WebP; null beyond the first pages. */
  picture: { bytes: Buffer; widthPx: number; heightPx: number } | null
}

export interface PdfContent {
  /** Of the document; `pages` may be fewer. */
  pageCount: number
  title: string | null
  author: string | null
  /** `D:20240131120000+08'00'` as the file has it. */
  createdAt: string | null
  pages: PdfPage[]
}

interface Opened {
  pageCount: number
  title: string | null
  author: string | null
  createdAt: string | null
}
interface Drawn {
  paragraphs: string[]
  picture: { base64: string; widthPx: number; heightPx: number } | null
}

/**
 * Text and pictures of a PDF; null when it is too large, damaged, locked with a password, or not done in time.
 *
 * @throws AppError `browser_crash`, `browser_missing`; the signal's reason
 */
export async function readPdf(
  browsers: BrowserPool,
  pdf: Buffer,
  signal: AbortSignal,
): Promise<PdfContent | null> {
  if (pdf.length > MAX_PDF_BYTES) return null
  const lease = await browsers.lease(null, { runsScripts: true })
  let isSuspect = true
  try {
    // Refused by a page that is gone.
    await lease.context.route('**/*', (route) => serve(route, pdf).catch(() => {}))
    const page = await lease.context.newPage()
    const content = await withDeadline(READ_LIMIT_MS, signal, () => readPages(page))
    isSuspect = false
    return content
  } catch {
    signal.throwIfAborted()
    return null // Whatever the file does to pdf.js, it is kept as a file.
  } finally {
    await lease.release(isSuspect)
  }
}

async function serve(route: Route, pdf: Buffer): Promise<void> {
  const { origin, pathname } = new URL(route.request().url())
  if (origin !== ORIGIN) return route.abort()
  if (pathname === '/') return route.fulfill({ contentType: 'text/html', body: DOCUMENT })
  if (pathname === '/file.pdf') return route.fulfill({ contentType: 'application/pdf', body: pdf })
  if (!ASSETS.test(pathname)) return route.abort()
  const contentType = pathname.endsWith('.mjs') ? 'text/javascript' : 'application/octet-stream'
  return route.fulfill({ contentType, body: await readFile(join(LIBRARY, pathname)) })
}

async function readPages(page: Page): Promise<PdfContent> {
  const endsAt = performance.now() + WORK_MS
  await page.goto(`${ORIGIN}/`)
  const opened: Opened = await page.evaluate(openPdf)
  const pages: PdfPage[] = []
  for (let number = 1; number <= Math.min(opened.pageCount, MAX_PAGES); number += 1) {
    if (performance.now() > endsAt) break
    const widthPx = number <= MAX_PICTURES ? PICTURE_WIDTH_PX : 0
    const { paragraphs, picture }: Drawn = await page.evaluate(drawPage, { number, widthPx })
    pages.push({
      paragraphs: paragraphs.map(unifyRadicals),
      picture: picture && { ...picture, bytes: Buffer.from(picture.base64, 'base64') },
    })
  }
  return { ...opened, pages }
}

// The little of pdf.js that is used.
interface PdfItem {
  str: string
  hasEOL: boolean
  height: number
  transform: number[]
}
interface PdfJsPage {
  getViewport(options: { scale: number }): { width: number; height: number }
  render(options: { canvas: HTMLCanvasElement; viewport: object }): { promise: Promise<void> }
  getTextContent(): Promise<{ items: (PdfItem | { type: string })[] }>
  cleanup(): void
}
interface PdfJsDocument {
  numPages: number
  getMetadata(): Promise<{ info: Record<string, unknown> }>
  getPage(number: number): Promise<PdfJsPage>
}
interface PdfJs {
  GlobalWorkerOptions: { workerSrc: string }
  getDocument(options: object): { promise: Promise<PdfJsDocument> }
}
declare global {
  /** Both of the document in which a PDF is read. */
  var pdfLibrary: PdfJs
  var pdfDocument: PdfJsDocument
}

/** Runs in the page. */
async function openPdf(): Promise<Opened> {
  pdfLibrary.GlobalWorkerOptions.workerSrc = '/build/pdf.worker.min.mjs'
  globalThis.pdfDocument = await pdfLibrary.getDocument({
    url: '/file.pdf',
    cMapUrl: '/cmaps/',
    cMapPacked: true,
    standardFontDataUrl: '/standard_fonts/',
    wasmUrl: '/wasm/',
    iccUrl: '/iccs/',
    disableRange: true,
    disableStream: true,
    enableXfa: false,
  }).promise
  const { info } = await pdfDocument.getMetadata()
  const said = (name: string) => {
    const value = info[name]
    return typeof value === 'string' && value.trim() !== '' ? value.trim() : null
  }
  return {
    pageCount: pdfDocument.numPages,
    title: said('Title'),
    author: said('Author'),
    createdAt: said('CreationDate'),
  }
}

/** Runs in the page. A width of 0 draws nothing. */
async function drawPage({ number, widthPx }: { number: number; widthPx: number }): Promise<Drawn> {
  const page = await pdfDocument.getPage(number)

  /** Lines become paragraphs where the distance grows, or where a sentence ends a line that is shorter than most. */
  async function readParagraphs(): Promise<string[]> {
    const { items } = await page.getTextContent()
    const lines: { text: string; top: number; height: number }[] = []
    let text = ''
    for (const item of items) {
      if (!('str' in item)) continue
      text += item.str
      if (!item.hasEOL) continue
      if (text.trim() !== '')
        lines.push({ text: text.trim(), top: item.transform[5] ?? 0, height: item.height })
      text = ''
    }
    if (text.trim() !== '') lines.push({ text: text.trim(), top: 0, height: 0 })
    const longest = Math.max(0, ...lines.map((line) => line.text.length))
    const paragraphs: string[] = []
    for (const [at, line] of lines.entries()) {
      const before = lines[at - 1]
      const isApart =
        !before ||
        Math.abs(before.top - line.top) > 1.9 * Math.max(before.height, line.height, 1) ||
        (/[.!?。！？…:：”"]$/.test(before.text) && before.text.length < longest * 0.9) ||
        /^(?:[•·▪●○–-]|\d{1,2}[.、)])\s/.test(line.text)
      const last = paragraphs.at(-1) ?? ''
      if (isApart) paragraphs.push(line.text)
      else if (/\p{L}-$/u.test(last) && /^\p{Ll}/u.test(line.text))
        paragraphs[paragraphs.length - 1] = last.slice(0, -1) + line.text
      else {
        const isHan =
          /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}，。；：、！？]$/u.test(last) ||
          /^[\p{sc=Han}，。；：、！？]/u.test(line.text)
        paragraphs[paragraphs.length - 1] = `${last}${isHan ? '' : ' '}${line.text}`
      }
    }
    return paragraphs
  }

  async function draw() {
    const { width } = page.getViewport({ scale: 1 })
    const viewport = page.getViewport({ scale: widthPx / Math.max(1, width) })
    // A page may be a mile long.
    if (viewport.height > 4 * widthPx) return null
    const canvas = document.createElement('canvas')
    canvas.width = Math.ceil(viewport.width)
    canvas.height = Math.ceil(viewport.height)
    await page.render({ canvas, viewport }).promise
    const url = canvas.toDataURL('image/webp', 0.8)
    const size = { widthPx: canvas.width, heightPx: canvas.height }
    canvas.width = 0
    return { base64: url.slice(url.indexOf(',') + 1), ...size }
  }

  const paragraphs = await readParagraphs()
  const picture = widthPx > 0 ? await draw() : null
  page.cleanup()
  return { paragraphs, picture }
}
