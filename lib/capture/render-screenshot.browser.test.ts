import { chromium, type Browser } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { developPhotograph } from '#lib/pictures/photograph.ts'
import { findBrowser } from './find-browser.ts'
import { photographPage } from './render-screenshot.ts'

const never = new AbortController().signal
let browser: Browser

beforeAll(async () => {
  browser = await chromium.launch({ executablePath: findBrowser(null), args: ['--no-sandbox'] })
})
afterAll(() => browser.close())

/** A band of each grey is 100 px tall; a bar is pinned to the lower edge of the window of 400 px. */
const PAGE = `<!doctype html><style>body{margin:0} i{display:block;height:100px}
b{position:fixed;inset:360px 0 auto;height:40px;background:red} u{position:absolute;height:50vh;width:9px;top:0;background:blue}</style>
<b></b><u></u>${Array.from({ length: 121 }, (_value, at) => `<i style="background:rgb(${at},${at},${at})"></i>`).join('')}`

test('a tall page is photographed in tiles as it would be at once', async () => {
  const page = await browser.newPage({ viewport: { width: 300, height: 400 } })
  await page.setContent(PAGE)
  const photograph = await photographPage(page, never)
  expect(photograph.tiles).toHaveLength(3)
  const { rgb, width, height } = await developPhotograph(photograph)
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

test('pages that hang while they are drawn hold up others no longer than they are waited for', async () => {
  const hanging = await Promise.all([1, 2].map(() => browser.newPage()))
  // The window of a tall page changes its size when it is photographed.
  for (const page of hanging)
    await page.setContent(
      '<body style="height:4000px"><script>onresize = () => { console.log(1); for (;;); }</script>',
    )
  const page = await browser.newPage()
  await page.setContent('<p>here')
  const abort = new AbortController()
  const hang = Promise.all(hanging.map((one) => one.waitForEvent('console')))
  const lost = hanging.map((one) => photographPage(one, abort.signal))
  await hang
  const waiting = photographPage(page, never)
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
  await photographPage(page, never)
  expect(await usedMb()).toBeLessThan(10)
  await page.close()
})
