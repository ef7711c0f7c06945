// The capture engine of the product for benches: browsers, egress proxy, files, extraction; everything but the database.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright'
import type { StoredBlob } from '#lib/blobs/blob-store.ts'
import { openFileStore } from '#lib/blobs/file-store.ts'
import { openBrowserPool, type BrowserPool } from '#lib/capture/browser-pool.ts'
import type { Capture, CapturedPage, EarlierVersion } from '#lib/capture/capture.ts'
import { capturePage } from '#lib/capture/capture-page.ts'
import { loadConfig } from '#lib/config/load-config.ts'
import type { Article } from '#lib/extract/article.ts'
import { extractArticle, closeExtractor } from '#lib/extract/extract-article.ts'
import { openLog } from '#lib/kernel/log.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'

export interface OurCopy {
  capture: Capture
  /** Characters of the extracted article; 0 when there is none. */
  articleCharacters: number
  /** What the store grew by, manifest and texts included. */
  newBytes: number
  /** Digests of text, article and manifest. */
  texts: string[]
  /** Wall time by stage, in seconds. */
  stages: Record<string, number>
}

/** One signal for all: one with a timer would hold what listens to it until the timer runs out. */
const never = new AbortController().signal

/** @param allowHosts  as `LINKHOME_ALLOW_HOSTS` */
export async function openOurEngine(allowHosts: string) {
  const folder = await mkdtemp(join(tmpdir(), 'linkhome-bench-'))
  const config = loadConfig(
    { ...process.env, LINKHOME_DATA_DIR: folder, LINKHOME_ALLOW_HOSTS: allowHosts },
    folder,
  )
  const blobs = openFileStore(config.blobsDir)
  const log = openLog('bench', 'error')
  const browsers = openBrowserPool({
    executablePath: process.env.CHROMIUM_PATH ?? null,
    log,
    // Others have their turn in between; ours stays warm as in a worker that has work.
    idleMs: 3_600_000,
  })
  const policy = openAddressPolicy(config)
  const seen = new Set<Browser>()
  const watched: BrowserPool = {
    ...browsers,
    async lease(...how) {
      const lease = await browsers.lease(...how)
      const browser = lease.context.browser()
      if (browser && !seen.has(browser)) {
        seen.add(browser)
        browser.once('disconnected', () => seen.delete(browser))
      }
      return lease
    },
  }

  /** @param meanwhile  what is done with the page while its picture is packed; by default it is only read */
  async function capture(
    url: string,
    earlier: EarlierVersion | null = null,
    meanwhile: (page: CapturedPage) => Promise<void> = async () => {},
  ): Promise<OurCopy> {
    const stages: Record<string, number> = {}
    let since = performance.now()
    let current = 'opening'
    const enter = (next: string) => {
      const now = performance.now()
      stages[current] = (stages[current] ?? 0) + (now - since) / 1_000
      since = now
      current = next
    }
    const begun: Promise<void>[] = []
    const read: { article: Article | null } = { article: null }
    const readArticle = async (page: CapturedPage) => {
      const html = await blobs.read(page.page.digest)
      read.article = await extractArticle(String(html), page.finalUrl)
    }
    const captured = await capturePage(
      { browsers: watched, policy, blobs, log },
      {
        url,
        earlier,
        budget: config.capture,
        signal: never,
        onStage: (stage) => {
          if (stage !== current) enter(stage)
        },
        onPage(page) {
          begun.push(readArticle(page), meanwhile(page))
          for (const one of begun) one.catch(() => {})
        },
      },
    )
    enter('extracting')
    await Promise.all(begun)
    const { article } = read
    const like = (kind: string) => earlier?.texts.get(kind) ?? null
    const texts = [
      await blobs.put(article?.text ?? captured.visibleText, {
        contentType: 'text/plain',
        like: like('text'),
      }),
      await blobs.put(article?.html ?? '', { contentType: 'text/html', like: like('article') }),
      await blobs.put(manifestLike(captured), { contentType: 'application/json', like: like('contents') }),
    ]
    enter('done')
    return {
      capture: captured,
      articleCharacters: article?.text.length ?? 0,
      texts: texts.map(({ digest }) => digest),
      newBytes: newBytesOf([...captured.blobs, ...texts]),
      stages,
    }
  }

  return {
    blobs,
    browsers: watched,
    folder,
    capture,
    /** Browsing contexts that are open at this moment in all browsers, as Chromium itself counts them. */
    async contexts(): Promise<number> {
      const counts = await Promise.all([...seen].map(countContexts))
      return counts.reduce((sum, count) => sum + count, 0)
    },
    async close() {
      await Promise.all([browsers.close(), closeExtractor()])
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function countContexts(browser: Browser): Promise<number> {
  try {
    const session = await browser.newBrowserCDPSession()
    const { browserContextIds } = await session.send('Target.getBrowserContexts')
    await session.detach()
    return browserContextIds.length
  } catch {
    return 0 // It has ended.
  }
}

/** What a capture leaves behind for the next one of the same page. */
export function versionOf({ capture, texts: [text, article, contents] }: OurCopy): EarlierVersion {
  const { screenshot, thumbnail, page, resources } = capture
  const document = resources.find(({ contentType }) => contentType?.startsWith('text/html'))?.digest
  const texts = { page: page.digest, document, text, article, contents }
  return {
    picture: screenshot && { base: screenshot.base ?? screenshot, strips: screenshot.strips, thumbnail },
    texts: new Map(Object.entries(texts).flatMap(([kind, digest]) => (digest ? [[kind, digest]] : []))),
  }
}

const newBytesOf = (blobs: StoredBlob[]) =>
  blobs.reduce((sum, { isNew, storedBytes }) => sum + (isNew ? storedBytes : 0), 0)

/** As large as the manifest of the snapshot, and new each time as that is. */
function manifestLike({ resources, parts, page, screenshot, thumbnail }: Capture): string {
  return JSON.stringify({ at: performance.now(), page, screenshot, thumbnail, parts, resources })
}
