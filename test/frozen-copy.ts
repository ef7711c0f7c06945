// For fidelity tests: captures a page of a loopback site, then shows its frozen copy as replay would, and watches it.
import { createServer, type Server } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright'
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import { openFileStore } from '#lib/blobs/file-store.ts'
import type { CapturedResource } from '#lib/capture/capture.ts'
import { findBrowser } from '#lib/capture/find-browser.ts'
import { freezePage, type FrozenPage } from '#lib/capture/freeze-page.ts'
import { recordResponses } from '#lib/capture/record-responses.ts'
import { pageHeaders, partHeaders } from '#lib/replay/replay-policy.ts'

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

export interface CopyRoom {
  blobs: BlobStore
  /** Opens and settles a live page, runs `prepare` in it, photographs and freezes it. */
  capture(url: string, prepare?: (page: Page) => Promise<void>): Promise<LivePage>
  /** Opens the frozen copy in a fresh browser context under the headers of replay. */
  show(live: LivePage): Promise<ShownCopy>
  close(): Promise<void>
}

/** A browser, a store and a replay server. */
export async function openCopyRoom(extraFlags: string[] = []): Promise<CopyRoom> {
  const folder = await mkdtemp(join(tmpdir(), 'linkhome-copy-'))
  const blobs = openFileStore(folder)
  const browser = await chromium.launch({
    executablePath: findBrowser(null),
    args: ['--no-sandbox', '--enable-unsafe-swiftshader', ...extraFlags],
  })
  return {
    blobs,
    capture: (url, prepare) => capture(browser, blobs, url, prepare),
    show: (live) => show(browser, blobs, live),
    async close() {
      await browser.close()
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
  const context = await browser.newContext({ viewport: VIEWPORT })
  const page = await context.newPage()
  page.on('dialog', (dialog) => void dialog.dismiss())
  const put: BlobStore['put'] = (source, options) => blobs.put(source, options)
  const recording = await recordResponses(context, page, { put, budget: BUDGET, onProgress() {} })
  try {
    await page.goto(url, { waitUntil: 'load' })
    await prepare?.(page)
    const screenshot = await page.screenshot({ fullPage: true, animations: 'disabled' })
    const frozen = await freezePage(page, recording, { put, signal: AbortSignal.timeout(60_000) })
    const html = String(await blobs.read(frozen.page.digest))
    return { screenshot, frozen, html, resources: recording.resources() }
  } finally {
    recording.dispose()
    await context.close()
  }
}

/** Replay without a database: the page and its parts, each under the headers of lib/replay. */
async function serveCopy(blobs: BlobStore, { frozen }: LivePage): Promise<Server> {
  const types = new Map(frozen.parts.map((part) => [part.digest, part.contentType]))
  const server = createServer(async (request, response) => {
    const name = (request.url ?? '').split('/').at(-1) ?? ''
    const digest = name === 'page' ? frozen.page.digest : name
    const type = types.get(name)
    const headers =
      name === 'page' ? pageHeaders(`http://${request.headers.host}`) : type && partHeaders(type)
    const bytes = headers ? await blobs.read(digest) : null
    if (bytes && headers) response.writeHead(200, headers).end(bytes)
    else response.writeHead(404).end()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function show(browser: Browser, blobs: BlobStore, live: LivePage): Promise<ShownCopy> {
  const server = await serveCopy(blobs, live)
  const folder = `http://127.0.0.1:${(server.address() as AddressInfo).port}/replay/id/token/`
  const known = new Set(live.frozen.parts.map((part) => folder + part.digest)).add(`${folder}page`)
  const context = await browser.newContext({ viewport: VIEWPORT })
  const [outside, noise]: [string[], string[]] = [[], []]
  context.on('request', (request) => {
    const url = request.url().split('#')[0] ?? ''
    if (!known.has(url) && !url.startsWith('data:') && url !== 'about:srcdoc') outside.push(url)
  })
  const page = await context.newPage()
  page.on('dialog', (dialog) => {
    noise.push(`dialog: ${dialog.message()}`)
    void dialog.dismiss()
  })
  page.on('console', (message) => noise.push(message.text()))
  try {
    await page.goto(`${folder}page`, { waitUntil: 'networkidle' })
    const screenshot = await page.screenshot({ fullPage: true, animations: 'disabled' })
    const session = await context.newCDPSession(page)
    const { documents, strings } = await session.send('DOMSnapshot.captureSnapshot', { computedStyles: [] })
    const texts = documents.flatMap(({ layout }) => layout.text.map((at) => strings[at] ?? ''))
    const canaries: string[] = []
    for (const frame of page.frames()) {
      // The inspector may look into a frame that runs no scripts of its own.
      const names = await frame.evaluate(() =>
        Object.keys(globalThis).filter((name) => name.startsWith('canary')),
      )
      canaries.push(...names)
    }
    return { screenshot, text: texts.filter(Boolean).join('\n'), outside, noise, canaries }
  } finally {
    await context.close()
    server.closeAllConnections()
    server.close()
  }
}

/** Runs in the page: scrolls it and its inner boxes to their ends and back, and waits for pictures and fonts. */
async function scrollThrough() {
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
  const boxes = [...document.querySelectorAll('*')].filter((box) => box.scrollHeight > box.clientHeight + 1)
  for (const box of boxes) {
    for (let top = 0; top <= box.scrollHeight; top += 400) {
      box.scrollTo(0, top)
      await frame()
    }
    box.scrollTo(0, 0)
  }
  await document.fonts.ready
  const isOnTheWay = (image: HTMLImageElement) => !image.complete && (image.currentSrc || image.src) !== ''
  while ([...document.images].some(isOnTheWay)) await frame()
  await frame()
}

/** Settles a page from an isolated world: pages that break their own built-in functions settle, too. */
export async function settleForTest(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const { frameTree } = await session.send('Page.getFrameTree')
  const world = await session.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id })
  const { exceptionDetails } = await session.send('Runtime.evaluate', {
    contextId: world.executionContextId,
    expression: `(${scrollThrough})()`,
    awaitPromise: true,
  })
  await session.detach()
  if (exceptionDetails) throw new Error(`settle: ${exceptionDetails.exception?.description}`)
}
