// Looks at pages for the comparison: live ones first, and when their origin is gone the copies, in the same browser.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { chromium, type Browser, type BrowserContext, type CDPSession, type Page } from 'playwright'
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import type { Capture } from '#lib/capture/capture.ts'
import { findBrowser } from '#lib/capture/find-browser.ts'
import { photographFrames } from '#lib/capture/photograph-frames.ts'
import { photographOf, writePhotograph } from '#lib/pictures/photograph.ts'
import { VIEWPORT } from '#lib/kernel/limits.ts'
import { pageHeaders, partHeaders } from '#lib/replay/replay-policy.ts'
import { helperSource, openWorld } from '#lib/capture/isolated-world.ts'

/** Pages are compared down to here: what lies deeper adds minutes and says the same. */
const MAX_HEIGHT_PX = 8_000
const VIEW_TIMEOUT_MS = 40_000
/** A page that looks different as often as this never rests. */
const MAX_LOOKS = 5
/** Longer than timers with which pages put layout off. */
const BETWEEN_LOOKS_MS = 300

type DocumentSnapshot = Awaited<ReturnType<typeof takeSnapshot>>['documents'][number]
const takeSnapshot = (session: CDPSession) =>
  session.send('DOMSnapshot.captureSnapshot', { computedStyles: ['content-visibility'] })

export interface View {
  screenshot: Buffer
  /** Text with a box, shadow trees and frames included. */
  text: string
}

export interface CopyView extends View {
  /** Addresses asked for that are not the copy's own. */
  outside: string[]
  /** Scripts that ran in the page's own world, and globals of the hostile page that were set. */
  scripts: string[]
}

export async function openViewer(executablePath: string | null = null) {
  const browser = await chromium.launch({
    executablePath: findBrowser(executablePath),
    args: ['--no-sandbox', '--enable-unsafe-swiftshader', '--allow-file-access-from-files'],
  })
  return {
    live: (url: string, expects: string[]) => viewLive(browser, url, expects),
    ours: (blobs: BlobStore, capture: Capture) => viewOurs(browser, blobs, capture),
    file: (path: string) => viewFile(browser, path),
    close: () => browser.close(),
  }
}

const openContext = (browser: Browser) =>
  browser.newContext({
    viewport: { width: VIEWPORT.widthPx, height: VIEWPORT.heightPx },
    reducedMotion: 'reduce',
    locale: 'zh-CN',
  })

async function viewLive(browser: Browser, url: string, expects: string[]): Promise<View> {
  const context = await openContext(browser)
  try {
    const page = await context.newPage()
    page.on('dialog', (dialog) => void dialog.dismiss().catch(() => {})) // Gone with its page.
    await page.goto(url, { waitUntil: 'load', timeout: VIEW_TIMEOUT_MS })
    const session = await context.newCDPSession(page)
    await quiet(page)
    await openWorld(session, helperSource('viewer', createViewerScript)).call('scrollThrough')
    await quiet(page)
    for (const text of expects)
      await page
        .getByText(text)
        .first()
        .waitFor({ state: 'attached', timeout: 3_000 })
        .catch(() => {}) // Behind a closed shadow root no locator sees it.
    await openWorld(session, helperSource('viewer', createViewerScript)).call('scrollThrough')
    return await lookAtRest(context, page)
  } finally {
    await context.close()
  }
}

/** What a page shows while it still arranges itself, no copy can be blamed for: two looks in a row have to be the same. */
async function lookAtRest(context: BrowserContext, page: Page): Promise<View> {
  let seen = await look(context, page)
  for (let looks = 1; looks < MAX_LOOKS; looks += 1) {
    await delay(BETWEEN_LOOKS_MS)
    const next = await look(context, page)
    if (next.screenshot.equals(seen.screenshot)) return next
    seen = next
  }
  return seen
}

/**
 * Makes what runs in the page: it scrolls it and its inner boxes to their ends and back to where they were, waits for
 * pictures and fonts, and keeps what it has paused.
 */
function createViewerScript() {
  async function scrollThrough() {
    const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const isFilled = (box: Element) => box.clientHeight > 0 && box.scrollHeight > box.clientHeight + 1
    // Formulas alone are thousands of filled boxes: those count in which somebody can scroll.
    const scrolls = (box: Element) =>
      box === document.scrollingElement || /auto|scroll/.test(getComputedStyle(box).overflowY)
    const all = [...document.querySelectorAll('*')].filter((box) => isFilled(box) && scrolls(box))
    const boxes = all.map((box) => ({ box, before: { left: box.scrollLeft, top: box.scrollTop } }))
    for (const { box, before } of boxes) {
      // Some lists have no end.
      for (let top = 0; top <= Math.min(box.scrollHeight, 60_000); top += 400) {
        box.scrollTo({ top, behavior: 'instant' })
        await frame()
        if (box.scrollTop + 401 < top) break
      }
      box.scrollTo({ ...before, behavior: 'instant' })
    }
    await frame()
    // Some moved along with others.
    for (const { box, before } of boxes) box.scrollTo({ ...before, behavior: 'instant' })
    await document.fonts.ready
    const until = performance.now() + 5_000
    const isOnTheWay = (image: HTMLImageElement) => !image.complete && (image.currentSrc || image.src) !== ''
    while ([...document.images].some(isOnTheWay) && performance.now() < until) await frame()
    await frame()
    holdPaused()
  }
  /** What a page has stopped half-way is how it looks; a photograph without animations would lead it to its end. */
  function holdPaused() {
    for (const animation of document.getAnimations()) {
      const { effect } = animation
      if (animation.playState !== 'paused' || !(effect instanceof KeyframeEffect) || effect.pseudoElement)
        continue
      animation.commitStyles()
      animation.cancel()
    }
  }
  return { scrollThrough }
}

/** Pages that never rest are looked at after five seconds. */
const quiet = (page: Page) => page.waitForLoadState('networkidle', { timeout: 5_000 }).catch(() => {})

async function look(context: BrowserContext, page: Page): Promise<View> {
  const session = await context.newCDPSession(page)
  // Asked of the inspector: a page may have replaced what a script would ask.
  const { cssContentSize } = await session.send('Page.getLayoutMetrics')
  const height = Math.ceil(Math.max(cssContentSize.height, VIEWPORT.heightPx))
  const clip = { x: 0, y: 0, width: VIEWPORT.widthPx, height: Math.min(height, MAX_HEIGHT_PX) }
  const whole = await page.screenshot({
    fullPage: true,
    clip,
    animations: 'disabled',
    timeout: VIEW_TIMEOUT_MS,
  })
  const photograph = await photographFrames(page, photographOf(whole), AbortSignal.timeout(VIEW_TIMEOUT_MS))
  const screenshot = await writePhotograph(photograph)
  const snapshot = await takeSnapshot(session)
  const texts = snapshot.documents.flatMap((document) => seenTexts(document, snapshot.strings))
  return { screenshot, text: texts.filter(Boolean).join('\n') }
}

/**
 * Texts that have a box and are not skipped: what closed details and `content-visibility: hidden` hold was or was not laid
 * out before, as it happens, and is seen in neither case.
 */
function seenTexts({ nodes, layout }: DocumentSnapshot, strings: string[]): string[] {
  const { parentIndex = [], nodeName = [], attributes = [] } = nodes
  const styles = new Map(layout.nodeIndex.map((node, at) => [node, strings[layout.styles[at]?.[0] ?? -1]]))
  const name = (node: number) => strings[nodeName[node] ?? -1]
  const isOpen = (node: number) =>
    (attributes[node] ?? []).some((text, at) => at % 2 === 0 && strings[text] === 'open')
  const isSkipped = (node: number): boolean => {
    const parent = parentIndex[node] ?? -1
    if (parent < 0) return false
    if (styles.get(parent) === 'hidden') return true
    if (name(parent) === 'DETAILS' && name(node) !== 'SUMMARY' && !isOpen(parent)) return true
    return isSkipped(parent)
  }
  return layout.text.flatMap((text, at) => {
    const [, , width = 0, height = 0] = layout.bounds[at] ?? []
    const node = layout.nodeIndex[at] ?? -1
    return width * height > 0 && !isSkipped(node) ? (strings[text] ?? []) : []
  })
}

/** A tall window brings the lazy pictures of a copy, as a reader's scrolling does, without any script. */
async function loadLazyPictures(page: Page): Promise<void> {
  await page.setViewportSize({ width: VIEWPORT.widthPx, height: MAX_HEIGHT_PX })
  await quiet(page)
  await page.setViewportSize({ width: VIEWPORT.widthPx, height: VIEWPORT.heightPx })
  await quiet(page)
}

async function viewCopy(browser: Browser, url: string, isOwn: (url: string) => boolean): Promise<CopyView> {
  const context = await openContext(browser)
  const [outside, scripts]: [string[], string[]] = [[], []]
  context.on('request', (request) => {
    const asked = request.url()
    if (!isOwn(asked) && !/^(?:data:|blob:|about:)/.test(asked)) outside.push(asked)
  })
  try {
    const page = await context.newPage()
    page.on('dialog', (dialog) => {
      scripts.push(`dialog ${dialog.message()}`)
      void dialog.dismiss().catch(() => {}) // Gone with its page.
    })
    await page.goto(url, { waitUntil: 'load', timeout: VIEW_TIMEOUT_MS })
    await quiet(page)
    await loadLazyPictures(page)
    const view = await lookAtRest(context, page)
    for (const frame of page.frames()) {
      const canaries = await frame
        .evaluate(() => Object.keys(globalThis).filter((name) => name.startsWith('canary')))
        .catch(() => []) // The frame holds what the browser would not show.
      scripts.push(...canaries)
    }
    return { ...view, outside, scripts }
  } finally {
    await context.close()
  }
}

/** A file as somebody without a network opens it; the parts of an MHTML file have addresses of the page that it holds. */
function viewFile(browser: Browser, path: string): Promise<CopyView> {
  const url = pathToFileURL(path).href
  return viewCopy(browser, url, (asked) => asked.split('#')[0] === url || asked.startsWith('cid:'))
}

/** Replay without a database: the page and its parts, each under the headers of lib/replay. */
async function viewOurs(browser: Browser, blobs: BlobStore, capture: Capture): Promise<CopyView> {
  const types = new Map(capture.parts.map((part) => [part.digest, part.contentType]))
  const server = createServer(async (request, response) => {
    const name = (request.url ?? '').split('/').at(-1) ?? ''
    const type = types.get(name)
    const headers =
      name === 'page' ? pageHeaders(`http://${request.headers.host}`) : type && partHeaders(type)
    const bytes = headers ? await blobs.read(name === 'page' ? capture.page.digest : name) : null
    if (bytes && headers) response.writeHead(200, headers).end(bytes)
    else response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const folder = `http://127.0.0.1:${(server.address() as AddressInfo).port}/replay/id/token/`
  const own = new Set(capture.parts.map((part) => folder + part.digest)).add(`${folder}page`)
  try {
    return await viewCopy(browser, `${folder}page`, (url) => own.has(url.split('#')[0] ?? ''))
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
