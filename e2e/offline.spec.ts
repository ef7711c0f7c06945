// The point of it all: the site is gone, and the kept page still looks as it did, asks nobody and runs nothing.
import type { Browser, Page } from '@playwright/test'
import { compareImages } from '#lib/archive/compare-images.ts'
import { expect, test } from './fixtures.ts'

const ALIKE = 0.98

const PAGES = [
  '/csdn/article.html',
  '/read/blog',
  '/read/news',
  '/t/fonts',
  '/t/images',
  '/t/lazy-observer',
  '/t/import-chain',
  '/t/backgrounds',
  '/t/shadow-open',
  '/t/shadow-closed',
  '/t/adopted-sheets',
  '/t/canvas',
  '/t/form-state',
  '/t/frame-same-origin',
  '/t/frame-other-origin',
  '/t/spa',
  '/t/blob-image',
  '/t/image-once',
]

interface Kept {
  live: Buffer
  snapshotId: string
}

/** What a person sees who scrolls through the live page and back to its top. */
async function liveScreenshot(browser: Browser, url: string): Promise<Buffer> {
  const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } })
  await page.goto(url, { waitUntil: 'networkidle' })
  await page.evaluate(async () => {
    for (let y = 0; y < document.body.scrollHeight; y += innerHeight / 2) {
      scrollTo(0, y)
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    }
    scrollTo(0, 0)
  })
  await page.waitForLoadState('networkidle')
  const screenshot = await page.screenshot({ fullPage: true, animations: 'disabled' })
  await page.close()
  return screenshot
}

/** Every request that the page makes to anybody but the product. */
function outsideRequests(page: Page, origin: string): string[] {
  const outside: string[] = []
  page.on('request', (request) => {
    const { protocol, origin: target } = new URL(request.url())
    if (protocol.startsWith('http') && target !== origin) outside.push(request.url())
  })
  return outside
}

test.describe('with the site gone', () => {
  test.describe.configure({ timeout: 60_000 })
  const kept = new Map<string, Kept>()

  test.beforeAll(async ({ api, mortalSite, browser }) => {
    test.setTimeout(240_000)
    const snapshots = await Promise.all(PAGES.map((path) => api.capture(mortalSite.origin + path)))
    for (const [index, path] of PAGES.entries())
      kept.set(path, {
        live: await liveScreenshot(browser, mortalSite.origin + path),
        snapshotId: snapshots[index]?.id ?? '',
      })
    await mortalSite.stop()
  })

  for (const path of PAGES) {
    test(`${path} looks as it did, asks nobody and runs nothing`, async ({ api, product, browser }) => {
      const { live, snapshotId } = kept.get(path) ?? { live: Buffer.alloc(0), snapshotId: '' }
      const replay = (await api.artifact(snapshotId, 'page')).url
      const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } })
      const outside = outsideRequests(page, product.url)
      await page.goto(replay, { waitUntil: 'networkidle' })
      const archived = await page.screenshot({ fullPage: true, animations: 'disabled' })
      for (const frame of page.frames()) expect(await frame.locator('script').count()).toBe(0)
      await page.close()

      expect(outside).toEqual([])
      const { score } = await compareImages(live, archived)
      expect(score).toBeGreaterThanOrEqual(ALIKE)
    })
  }
})
