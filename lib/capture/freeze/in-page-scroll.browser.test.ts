import { chromium, type Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBrowser } from '#lib/capture/find-browser.ts'
import { openCopyRoom, type CopyRoom } from '#test/frozen-copy.ts'
import { startSite, type Site } from '#test/site.ts'

let site: Site
let room: CopyRoom
let browser: Browser

beforeAll(async () => {
  site = await startSite()
  room = await openCopyRoom()
  browser = await chromium.launch({ executablePath: findBrowser(null), args: ['--no-sandbox'] })
})

afterAll(async () => {
  await browser.close()
  await room.close()
  await site.stop()
})

test('a copy whose sheets have not come yet begins at its top', async () => {
  const { html } = await room.capture(`${site.origin}/t/scrolled-by-sheet`)
  expect(html).toContain('top:333px!important')
  const page = await browser.newPage()
  await page.route('**/*', (route) =>
    route.request().isNavigationRequest()
      ? route.fulfill({ contentType: 'text/html', body: html })
      : route.abort(),
  )
  await page.goto('http://frozen.invalid/')
  await expect(
    page.evaluate(() => ({ top: scrollY, isTall: document.body.scrollHeight > 2_000 })),
  ).resolves.toEqual({
    top: 0,
    isTall: true,
  })
})
