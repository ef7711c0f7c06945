import { chromium, type Browser, type CDPSession, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { VIEWPORT } from '#lib/kernel/limits.ts'
import { runAtMost } from '#lib/kernel/run-at-most.ts'
import { developPhotograph, photographOf, type Photograph } from '#lib/pictures/photograph.ts'
import { photograph } from '#test/photograph.ts'
import { drawSmall, drawSmallAgain, placeInSmall } from './draw-small.ts'
import { findBrowser } from './find-browser.ts'
import { DRAWS_BEYOND } from './launch-browser.ts'
import { photographPage } from './render-screenshot.ts'

let browser: Browser

beforeAll(async () => {
  browser = await chromium.launch({
    executablePath: findBrowser(null),
    args: ['--no-sandbox', DRAWS_BEYOND, '--enable-features=SkipListAccountsWithoutGaiaCookies'],
  })
})
afterAll(() => browser.close())

/** A band of each grey is 100 px tall; a bar is pinned to the lower edge of the window of 400 px. */
const PAGE = `<!doctype html><style>body{margin:0} i{display:block;height:100px}
b{position:fixed;inset:360px 0 auto;height:40px;background:red} u{position:absolute;height:50vh;width:9px;top:0;background:blue}</style>
<b></b><u></u>${Array.from({ length: 121 }, (_value, at) => `<i style="background:rgb(${at},${at},${at})"></i>`).join('')}`

test('a tall page is photographed in tiles as it would be at once', async () => {
  const page = await browser.newPage({ viewport: { width: 300, height: 400 } })
  await page.setContent(PAGE)
  const picture = await photograph(page)
  expect(picture.tiles).toHaveLength(9)
  const { rgb, width, height } = await developPhotograph(picture)
  expect([width, height]).toEqual([300, 12_100])
  const at = (left: number, top: number) => [...rgb.subarray((top * width + left) * 3).subarray(0, 3)]
  const rows = Array.from({ length: height }, (_value, top) => top)
  const isPinned = (top: number) => top >= 360 && top < 400
  const wrong = rows.filter((top) => !isPinned(top) && at(150, top)[0] !== Math.floor(top / 100))
  expect(wrong).toEqual([])
  // What is pinned, or as tall as the window, is where it is on the page.
  expect(rows.filter((top) => at(150, top)[0] === 255)).toEqual(rows.filter(isPinned))
  expect(rows.filter((top) => at(2, top)[2] === 255)).toEqual(rows.filter((top) => top < 200))
  await page.close()
})

/** What stays where it is in the window makes layers, which are drawn one after the other. Of its middle only the `div` has no red. */
const layered = (
  height: number,
) => `<!doctype html><style>p { padding: 8px; background: #fd8 } .s { position: sticky; top: 0 }
  div { height: ${height}px; background: linear-gradient(#eff, #cde) } .f { position: fixed; right: 10px; bottom: 10px }</style>
  <p class="s">stays at the top</p><div></div><p class="f">fixed to the corner</p>`

/** How many rows of each such page its photograph shows, when several are taken at once. */
async function rowsSeen(heights: number[], take: (page: Page) => Promise<Photograph>): Promise<number[]> {
  const lanes = runAtMost(6)
  const seen = heights.map((height) =>
    lanes.run(async () => {
      const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } })
      await page.setContent(layered(height))
      // Chromium draws what lies around the window, and rests.
      await page.waitForTimeout(100)
      const { rgb, ...whole } = await developPhotograph(await take(page))
      await page.close()
      const rows = Array.from({ length: whole.height }, (_value, top) => rgb[(top * whole.width + 640) * 3])
      return rows.filter((red) => red !== 255).length
    }),
  )
  return Promise.all(seen)
}

test('pages of all heights that are photographed at once lack nothing at their lower end', async () => {
  const heights = Array.from({ length: 40 }, (_value, at) => 1_320 + 25 * at)
  expect(await rowsSeen(heights, photograph)).toEqual(heights)
})

test('nor do those of which an element was photographed before', async () => {
  const heights = Array.from({ length: 40 }, (_value, at) => 1_205 + 3 * at)
  const take = async (page: Page) => {
    const [own, other] = [await page.context().newCDPSession(page), await page.context().newCDPSession(page)]
    await drawSmall(own)
    await other.send('Page.captureScreenshot', { clip: { x: 0, y: 0, width: 90, height: 90, scale: 1 } })
    await drawSmallAgain(own)
    return photographPage(own, new AbortController().signal)
  }
  expect(await rowsSeen(heights, take)).toEqual(heights)
})

/** A session of a new page that begins to hang when it is to be drawn. */
async function openHanging(): Promise<{ page: Page; session: CDPSession }> {
  const page = await browser.newPage()
  const session = await page.context().newCDPSession(page)
  const send = session.send.bind(session)
  session.send = (method, ...params) => {
    // Never answered: the page is closed, or the browser is.
    if (method === 'Page.captureScreenshot')
      send('Runtime.evaluate', { expression: 'console.log(1); for (;;);' }).catch(() => {})
    return send(method, ...params)
  }
  return { page, session }
}

test('pages that hang while they are drawn hold up others no longer than they are waited for', async () => {
  const hanging = await Promise.all([openHanging(), openHanging()])
  const page = await browser.newPage()
  await page.setContent('<p>here')
  const abort = new AbortController()
  // One is drawn at a time: it is the first of them that hangs.
  const hang = Promise.race(hanging.map((one) => one.page.waitForEvent('console')))
  const lost = hanging.map(({ session }) => photographPage(session, abort.signal))
  await hang
  const waiting = photograph(page)
  abort.abort(new Error('given up'))
  expect((await Promise.allSettled(lost)).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect((await waiting).tiles).toHaveLength(1)
})

test('a page has left its garbage when it is drawn', async () => {
  const page = await browser.newPage()
  const session = await page.context().newCDPSession(page)
  const usedMb = async () => (await session.send('Runtime.getHeapUsage')).usedSize / 1e6
  await page.setContent(
    '<p>here<script>let held = Array.from({ length: 3e6 }, Math.random); held = null</script>',
  )
  expect(await usedMb()).toBeGreaterThan(20)
  await photograph(page)
  expect(await usedMb()).toBeLessThan(10)
  await page.close()
})

/** What a page can learn of the window in which it is drawn, at a button 3,000 px below its beginning. */
const TALL = `<!doctype html><style>body{margin:0;height:5000px;background:linear-gradient(white,navy)} p{position:absolute;top:3000px}</style>
<p>seen<script>
  const heard = []
  new IntersectionObserver(([entry]) => heard.push(entry.isIntersecting, entry.rootBounds.height)).observe(document.querySelector('p'))
  addEventListener('resize', () => heard.push('resize'))
  const facts = () => [heard, innerWidth, innerHeight, outerWidth, screen.width, screen.height, devicePixelRatio,
    visualViewport.scale, visualViewport.height, scrollY, document.documentElement.scrollHeight]
</script>`

test('a page that is drawn small cannot tell, and has the same photograph', async () => {
  const viewport = { width: VIEWPORT.widthPx, height: VIEWPORT.heightPx }
  const context = await browser.newContext({ viewport })
  const look = async (isSmall: boolean) => {
    const page = await context.newPage()
    const session = await context.newCDPSession(page)
    if (isSmall) await drawSmall(session)
    await page.setContent(TALL)
    const facts = async () => {
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))')
      return page.evaluate('facts()')
    }
    const before = await facts()
    await page.evaluate('scrollTo(0, 2800)')
    const scrolled = await facts()
    await page.evaluate('scrollTo(0, 0)')
    const taken = isSmall
      ? await photographPage(session, new AbortController().signal)
      : await photographOf(await page.screenshot({ fullPage: true }))
    const { rgb } = await developPhotograph(taken)
    return { before, scrolled, after: isSmall ? await facts() : null, rgb }
  }
  const [plain, small] = [await look(false), await look(true)]
  expect(small.before).toEqual(plain.before)
  expect(small.scrolled).toEqual(plain.scrolled)
  expect(small.scrolled).toContainEqual([false, 900, true, 900])
  expect(small.after).toContainEqual([false, 900, true, 900, false, 900])
  expect(small.rgb.equals(plain.rgb)).toBe(true)
  await context.close()
})

test('a wheel is turned where it shall be in a page that is drawn small', async () => {
  const page = await browser.newPage({
    viewport: { width: VIEWPORT.widthPx, height: VIEWPORT.heightPx },
  })
  const session = await page.context().newCDPSession(page)
  await drawSmall(session)
  await page.setContent('<script>onwheel = ({ x, y }) => (document.title = [x, y])</script>')
  const turn = { type: 'mouseWheel', ...placeInSmall({ x: 20, y: 300 }), deltaX: 0, deltaY: 240 } as const
  await session.send('Input.dispatchMouseEvent', turn)
  await expect.poll(() => page.title()).toBe('20,300')
  await page.close()
})
