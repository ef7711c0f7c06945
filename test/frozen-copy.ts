// For fidelity tests: captures a page of a loopback site, then shows its frozen copy as replay would, and watches it.
import { createServer } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type CDPSession, type Page, type Request } from 'playwright'
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import { openFileStore } from '#lib/blobs/file-store.ts'
import type { CapturedResource } from '#lib/capture/capture.ts'
import { findBrowser } from '#lib/capture/find-browser.ts'
import { freezePage, type FrozenPage } from '#lib/capture/freeze-page.ts'
import { writePhotograph } from '#lib/pictures/photograph.ts'
import { recordResponses } from '#lib/capture/record-responses.ts'
import { pageHeaders, partHeaders } from '#lib/replay/replay-policy.ts'
import { DRAWS_BEYOND } from '#lib/capture/launch-browser.ts'
import { photograph } from './photograph.ts'

const BUDGET = {
  timeoutMs: 60_000,
  navigationTimeoutMs: 30_000,
  maxBytes: 50_000_000,
  maxResourceBytes: 20_000_000,
  maxRequests: 500,
}
const VIEWPORT = { width: 1_000, height: 800 }

export interface LivePage {
  screenshot: Buffer
  frozen: FrozenPage
  /** The frozen HTML. */
  html: string
  /** Digest of the document when the same page is frozen once more. */
  again: string
  resources: CapturedResource[]
}

export interface ShownCopy {
  screenshot: Buffer
  /** Text of the copy, shadow trees and frames included. */
  text: string
  /** Every address that was asked for and does not belong to the copy. */
  outside: string[]
  /** Console errors and dialogs: a copy that runs nothing has none but refusals of its policy. */
  noise: string[]
  /** Is this global set in any frame of the copy? */
  canaries: string[]
}

/** In CSS pixels of the page. */
export interface Box {
  left: number
  top: number
  width: number
  height: number
}

export interface CopyRoom {
  blobs: BlobStore
  /** Opens and settles a live page, runs `prepare` in it, photographs and freezes it. */
  capture(url: string, prepare?: (page: Page) => Promise<void>): Promise<LivePage>
  /** Opens the frozen copy under the headers of replay, where others may have been shown before: no copy leaves anything. */
  show(live: LivePage): Promise<ShownCopy>
  close(): Promise<void>
}

/** A browser, a store and a replay server: any number of pages may be captured and shown at the same time. */
export async function openCopyRoom(extraFlags: string[] = []): Promise<CopyRoom> {
  const folder = await mkdtemp(join(tmpdir(), 'linkhome-copy-'))
  const blobs = openFileStore(folder)
  const browser = await chromium.launch({
    executablePath: findBrowser(null),
    args: ['--no-sandbox', DRAWS_BEYOND, '--enable-unsafe-swiftshader', ...extraFlags],
  })
  const replay = await serveCopies(blobs)
  // A process of the browser for each of hundreds of copies would cost more than showing them.
  const idle: Page[] = []
  return {
    blobs,
    capture: (url, prepare) => capture(browser, blobs, url, prepare),
    async show(live) {
      const page = idle.pop() ?? (await openReader(browser))
      const shown = await show(page, replay.add(live), live)
      idle.push(page)
      return shown
    },
    async close() {
      await browser.close()
      replay.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function capture(
  browser: Browser,
  blobs: BlobStore,
  url: string,
  prepare?: (page: Page) => Promise<void>,
): Promise<LivePage> {
  const context = await browser.newContext({ viewport: VIEWPORT, reducedMotion: 'reduce' })
  const page = await context.newPage()
  page.on('dialog', (dialog) => void dialog.dismiss())
  const put: BlobStore['put'] = (source, options) => blobs.put(source, options)
  const recording = await recordResponses(context, page, { put, budget: BUDGET, onProgress() {} })
  try {
    await page.goto(url, { waitUntil: 'load' })
    await prepare?.(page)
    // In the order of the product: what freezing holds still is what the picture shows.
    const frozen = await freezePage(page, recording, { put, signal: AbortSignal.timeout(60_000) })
    const screenshot = await writePhotograph(await photograph(page, AbortSignal.timeout(30_000)))
    const html = String(await blobs.read(frozen.page.digest))
    const again = await freezePage(page, recording, { put, signal: AbortSignal.timeout(60_000) })
    return { screenshot, frozen, html, again: again.page.digest, resources: recording.resources() }
  } finally {
    recording.dispose()
    await context.close()
  }
}

/** Replay without a database: pages and their parts, each under the headers of lib/replay. */
async function serveCopies(blobs: BlobStore) {
  const frozen: FrozenPage[] = []
  const server = createServer(async (request, response) => {
    const [, , number = '', , name = ''] = (request.url ?? '').split('/')
    const copy = frozen[Number(number)]
    const type = copy?.parts.find((part) => part.digest === name)?.contentType
    const headers =
      name === 'page' ? pageHeaders(`http://${request.headers.host}`) : type && partHeaders(type)
    const digest = name === 'page' ? copy?.page.digest : name
    const bytes = headers && digest ? await blobs.read(digest) : null
    if (bytes && headers) response.writeHead(200, headers).end(bytes)
    else response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    /** Address of the folder in which a copy and its parts lie. */
    add: (live: LivePage) => `http://127.0.0.1:${port}/replay/${frozen.push(live.frozen) - 1}/token/`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function openReader(browser: Browser): Promise<Page> {
  const context = await browser.newContext({ viewport: VIEWPORT, reducedMotion: 'reduce' })
  return context.newPage()
}

async function show(page: Page, folder: string, live: LivePage): Promise<ShownCopy> {
  const known = new Set(live.frozen.parts.map((part) => folder + part.digest)).add(`${folder}page`)
  const [outside, noise]: [string[], string[]] = [[], []]
  const requests = new Set<Request>()
  const context = page.context()
  context.on('requestfinished', (request) => requests.delete(request))
  context.on('requestfailed', (request) => requests.delete(request))
  context.on('request', (request) => {
    requests.add(request)
    const url = request.url().split('#')[0] ?? ''
    if (!known.has(url) && !url.startsWith('data:') && url !== 'about:srcdoc') outside.push(url)
  })
  page.on('dialog', (dialog) => {
    noise.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('console', (message) => noise.push(message.text()))
  await page.goto(`${folder}page`, { waitUntil: 'load' })
  await waitForRest(page, requests)
  const screenshot = await writePhotograph(await photograph(page, AbortSignal.timeout(30_000)))
  const text = await readTexts(page)
  const canaries: string[] = []
  for (const frame of page.frames()) {
    // The inspector may look into a frame that runs no scripts of its own.
    const names = await frame.evaluate(() =>
      Object.keys(globalThis).filter((name) => name.startsWith('canary')),
    )
    canaries.push(...names)
  }
  context.removeAllListeners()
  page.removeAllListeners()
  return { screenshot, text, outside, noise, canaries }
}

/** Resolves when everything that was asked for has come for a tenth of a second, and fonts are there. */
async function waitForRest(page: Page, requests: Set<Request>): Promise<void> {
  let quietSince = performance.now()
  const until = quietSince + 30_000
  while (performance.now() - quietSince < 100) {
    if (performance.now() > until)
      throw new Error(`the copy waits for ${[...requests].map((request) => request.url()).join(', ')}`)
    await page.waitForTimeout(20)
    // Asked again and again: a page without scripts answers at once, and would never come back to a promise.
    const fonts = await Promise.all(
      page.frames().map((frame) => frame.evaluate(() => document.fonts.status === 'loaded')),
    )
    if (requests.size > 0 || fonts.includes(false)) quietSince = performance.now()
  }
}

/** Texts of a page's boxes, those in closed shadow trees and in frames of all processes included. */
export async function readTexts(page: Page): Promise<string> {
  const context = page.context()
  const others = page.frames().map((frame) => context.newCDPSession(frame).catch(() => null)) // In the page's own process.
  const sessions = [await context.newCDPSession(page), ...(await Promise.all(others))]
  const texts: string[] = []
  for (const session of sessions.filter((one) => one !== null)) {
    const { documents, strings } = await session.send('DOMSnapshot.captureSnapshot', { computedStyles: [] })
    texts.push(...documents.flatMap(({ layout }) => layout.text.map((at) => strings[at] ?? '')))
    await session.detach()
  }
  return texts.filter(Boolean).join('\n')
}

/** Where a box lies on the page; null when there is none. */
export async function boxOf(page: Page, selector: string): Promise<Box | null> {
  const session = await page.context().newCDPSession(page)
  const { root } = await session.send('DOM.getDocument', { depth: 0 })
  const { nodeId } = await session.send('DOM.querySelector', { nodeId: root.nodeId, selector })
  const model = nodeId === 0 ? null : (await session.send('DOM.getBoxModel', { nodeId })).model
  await session.detach()
  const [left = 0, top = 0, right = 0, , , bottom = 0] = model?.border ?? []
  return model ? { left, top, width: right - left, height: bottom - top } : null
}

/** Runs in the page: scrolls it and its inner boxes to their ends and back, and waits for pictures and fonts. */
async function scrollThrough() {
  // Where nothing is drawn for long, time goes on.
  const frame = () =>
    new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(resolve))
      setTimeout(resolve, 1_000)
    })
  const boxes = [...document.querySelectorAll('*')].filter((box) => box.scrollHeight > box.clientHeight + 1)
  for (const box of boxes) {
    const before = { left: box.scrollLeft, top: box.scrollTop }
    for (let top = 0; top <= box.scrollHeight; top += 400) {
      box.scrollTo({ top, behavior: 'instant' })
      await frame()
      if (box.scrollTop + 401 < top) break
    }
    box.scrollTo({ ...before, behavior: 'instant' })
  }
  await document.fonts.ready
  const isOnTheWay = (image: HTMLImageElement) => !image.complete && (image.currentSrc || image.src) !== ''
  const until = performance.now() + 15_000
  while ([...document.images].some(isOnTheWay) && performance.now() < until) await frame()
  await frame()
}

/** Settles a page from an isolated world: pages that break their own built-in functions settle, too. */
export async function settleForTest(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await inWorld(session, scrollThrough)
  await session.detach()
}

async function inWorld(session: CDPSession, work: () => Promise<void>): Promise<void> {
  const { frameTree } = await session.send('Page.getFrameTree')
  const world = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id })
  const { exceptionDetails } = await session.send('Runtime.evaluate', {
    contextId: world.executionContextId,
    expression: `(${work})()`,
    awaitPromise: true,
  })
  if (exceptionDetails) throw new Error(`settle: ${exceptionDetails.exception?.description}`)
}

/** Settles a page until it says all of these texts, which pages with timers do late. */
export async function settleUntil(page: Page, expects: string[]): Promise<void> {
  const until = performance.now() + 15_000
  await settleForTest(page)
  for (let missing = expects; missing.length > 0;) {
    const text = await readTexts(page)
    missing = missing.filter((one) => !text.includes(one))
    if (performance.now() > until) throw new Error(`the live page does not say ${missing.join(', ')}`)
    await settleForTest(page)
  }
}
