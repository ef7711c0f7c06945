import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser, type Page } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { developPhotograph } from '#lib/pictures/photograph.ts'
import { photograph } from '#test/photograph.ts'
import { findBrowser } from './find-browser.ts'
import { DRAWS_BEYOND } from './launch-browser.ts'
import { photographFrames } from './photograph-frames.ts'

const never = new AbortController().signal
const GREEN = [0, 128, 0]
const BLUE = [0, 0, 255]
const PAPER = [238, 238, 238]

let server: Server
let browsers: Browser[]

/** Another site of the same server; the window is 400 px tall. */
const pagesOf = (port: number): Record<string, string> => {
  const other = `http://localhost:${port}`
  const frame = (top: number, style = '', path = `${other}/green`) =>
    `<iframe src="${path}" style="position:absolute;border:0;left:50px;width:200px;height:100px;top:${top}px;${style}"></iframe>`
  const page = (inner: string) =>
    `<!doctype html><style>body{margin:0;height:3000px;background:#eee}</style>${inner}`
  return {
    '/green': '<body style="background:green">',
    '/two': '<body style="margin:0;height:900px;background:linear-gradient(green 450px, blue 450px)">',
    '/holder': `<body style="margin:0;background:#eee"><iframe src="${other}/green" style="border:0;height:50px"></iframe>`,
    '/below': page(frame(1_000)),
    '/pinned':
      page(`<div style="position:fixed;inset:0 0 auto;height:350px;background:red"></div>${frame(1_000)}
        <div style="position:sticky;bottom:0;height:90px;background:red"></div>`),
    '/tall': page(frame(1_000, 'height:900px', `${other}/two`)),
    '/cut': page(
      `<div style="position:absolute;top:1000px;left:0;width:300px;height:40px;overflow:hidden">${frame(0)}</div>`,
    ),
    '/inside': page(frame(1_000, '', '/holder')),
    '/beside': page(frame(1_000, 'position:fixed;top:450px')),
    '/own': page(frame(1_000, '', '/green')),
  }
}

beforeAll(async () => {
  server = createServer((request, response) => {
    const { port } = server.address() as AddressInfo
    response.setHeader('content-type', 'text/html').end(pagesOf(port)[request.url ?? ''] ?? '')
  })
  server.listen(0)
  await once(server, 'listening')
  // Frames of other sites in the process of the page, and in processes of their own.
  browsers = await Promise.all(
    [[], ['--site-per-process']].map((flags) =>
      chromium.launch({ executablePath: findBrowser(null), args: ['--no-sandbox', DRAWS_BEYOND, ...flags] }),
    ),
  )
})

afterAll(async () => {
  await Promise.all(browsers.map((browser) => browser.close()))
  server.closeAllConnections()
  server.close()
})

/** Calls `look` with the open page in both browsers. */
async function inBoth<T>(path: string, look: (page: Page) => Promise<T>): Promise<T[]> {
  return Promise.all(
    browsers.map(async (browser) => {
      const page = await browser.newPage({ viewport: { width: 600, height: 400 } })
      try {
        await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)
        return await look(page)
      } finally {
        await page.close()
      }
    }),
  )
}

/** Colours of the finished picture at 150 px from the left. */
async function coloursAt(path: string, ...tops: number[]): Promise<number[][][]> {
  return inBoth(path, async (page) => {
    const picture = await photographFrames(page, await photograph(page), never)
    const { rgb, width } = await developPhotograph(picture)
    return tops.map((top) => [...rgb.subarray((top * width + 150) * 3, (top * width + 150) * 3 + 3)])
  })
}

const both = <T>(expected: T) => [expected, expected]

test('a frame of another site below the window is in the picture', async () => {
  expect(await coloursAt('/below', 990, 1_001, 1_098, 1_110)).toEqual(both([PAPER, GREEN, GREEN, PAPER]))
})

test('what is pinned to the window does not cover a frame', async () => {
  expect(await coloursAt('/pinned', 1_001, 1_098)).toEqual(both([GREEN, GREEN]))
})

test('a frame taller than the window is photographed in pieces', async () => {
  const colours = await coloursAt('/tall', 1_001, 1_440, 1_460, 1_898)
  expect(colours).toEqual(both([GREEN, GREEN, BLUE, BLUE]))
})

test('a frame that its box cuts stays cut', async () => {
  expect(await coloursAt('/cut', 1_020, 1_060)).toEqual(both([GREEN, PAPER]))
})

test('a frame of another site in a frame of the same one is in the picture', async () => {
  expect(await coloursAt('/inside', 1_020, 1_080)).toEqual(both([GREEN, PAPER]))
})

test('a frame that is pinned outside of the window is left alone', async () => {
  expect(await coloursAt('/beside', 470)).toEqual(both([PAPER]))
})

test('the page stands as it stood', async () => {
  const stands = await inBoth('/pinned', async (page) => {
    const read = () =>
      page.evaluate(() => [scrollY, document.getAnimations().length, document.documentElement.outerHTML])
    const before = await read()
    await photographFrames(page, await photograph(page), never)
    return { before, after: await read() }
  })
  for (const { before, after } of stands) expect(after).toEqual(before)
})

test('a page whose frames are its own keeps the very same picture', async () => {
  const same = await inBoth('/own', async (page) => {
    const picture = await photograph(page)
    return (await photographFrames(page, picture, never)) === picture
  })
  expect(same).toEqual(both(true))
})

test('a page that is gone keeps the picture that was taken', async () => {
  const same = await inBoth('/below', async (page) => {
    const picture = await photograph(page)
    const adding = photographFrames(page, picture, never)
    await page.close()
    return (await adding) === picture
  })
  expect(same).toEqual(both(true))
})

test('an aborted signal ends it with the picture that was taken', async () => {
  const same = await inBoth('/below', async (page) => {
    const picture = await photograph(page)
    const abort = new AbortController()
    const adding = photographFrames(page, picture, abort.signal)
    abort.abort()
    return (await adding) === picture
  })
  expect(same).toEqual(both(true))
})
