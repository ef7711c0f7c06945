// Pages in the way and honest short pages, as a browser shows them: what each is judged as.
import { chromium, type Browser, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { FURTHER_HONEST, FURTHER_WALLS } from '#test/pages/further-pages.ts'
import { HONEST_SHORT } from '#test/pages/honest-short.ts'
import type { JudgedPage } from '#test/pages/judged-page.ts'
import { UNSEEN_HONEST, UNSEEN_WALLS } from '#test/pages/unseen-pages.ts'
import { WALLS } from '#test/pages/walls.ts'
import { findBrowser } from './find-browser.ts'
import { openWorld } from './isolated-world.ts'
import { judgeCapture } from './judge-capture.ts'
import { STRUCTURE_READER, UNKNOWN_STRUCTURE } from './page-structure.ts'

let browser: Browser
let page: Page

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findBrowser(null), args: ['--no-sandbox'] })
  page = await browser.newPage({ offline: true })
})
afterAll(() => browser.close())

/** The verdict on each page, as the pipeline comes to it. */
async function judgeAll(pages: readonly JudgedPage[]) {
  const session = await page.context().newCDPSession(page)
  const judged: { name: string; is: string; verdict: string }[] = []
  for (const { name, finalUrl, httpStatus, html, verdict } of pages) {
    await page.setContent(html, { waitUntil: 'domcontentloaded' })
    const facts = {
      httpStatus,
      finalUrl,
      title: (await page.title()) || null,
      visibleText: await page.evaluate(() => document.body.innerText),
      structure: (await openWorld(session, STRUCTURE_READER).call('read')) ?? UNKNOWN_STRUCTURE,
      // None of them is long enough for it to matter.
      articleTextLength: 0,
      imageCount: await page.locator('img,video').count(),
      cutShort: null,
    }
    judged.push({ name, is: verdict, verdict: judgeCapture(facts) })
  }
  return judged
}

test('no wall, no missing page, no parked domain and no blank is taken for a good copy', async () => {
  const judged = await judgeAll([...WALLS, ...FURTHER_WALLS, ...UNSEEN_WALLS])
  expect(judged.filter(({ verdict, is }) => verdict !== is)).toEqual([])
})

test('at most one of fifty short pages is taken for a wall', async () => {
  const pages = [...HONEST_SHORT, ...FURTHER_HONEST, ...UNSEEN_HONEST]
  const wrong = (await judgeAll(pages)).filter(({ verdict }) => verdict !== 'good')
  expect(wrong.slice(Math.floor(pages.length / 50))).toEqual([])
})
