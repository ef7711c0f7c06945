import { once } from 'node:events'
import { createRequire } from 'node:module'
import { createReadStream } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { chromium, type Frame } from 'playwright'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readManifest } from '#lib/archive/manifest.ts'
import { writeWacz } from '#lib/archive/wacz.ts'
import { openBrowserPool, type BrowserPool } from '#lib/capture/browser-pool.ts'
import { capturePage } from '#lib/capture/capture-page.ts'
import { findBrowser } from '#lib/capture/find-browser.ts'
import { closeExtractor } from '#lib/extract/extract-article.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'
import { makeLibrary, makeLink, makeSnapshot } from '#test/factories.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { captureSnapshot } from './capture-snapshot.ts'

let runtime: TestRuntime
let browsers: BrowserPool
const servers: Server[] = []
/** ReplayWeb.page's own code. */
const player = join(dirname(createRequire(import.meta.url).resolve('@webrecorder/wabac')), 'sw.js')

async function listen(server: Server): Promise<string> {
  servers.push(server.listen(0, '127.0.0.1'))
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

beforeAll(async () => {
  runtime = await openTestRuntime({ LINKHOME_ALLOW_HOSTS: '127.0.0.1' })
  browsers = openBrowserPool({ executablePath: runtime.config.chromiumPath, log: runtime.log })
})
afterAll(async () => {
  await browsers.close()
  await closeExtractor()
  await runtime.close()
  for (const server of servers) server.close()
})

const picture = `<svg xmlns="http://www.w3.org/2000/svg" width="123" height="45"><rect width="99" height="9"/><!-- ${'大'.repeat(300)} --></svg>`
const words = '这一页在别处的阅读器里也要能打开,文字、样式和图片都在。'.repeat(12)
const page = (
  parts: string,
) => `<!doctype html><html lang="zh"><title>可以带走</title><link rel="stylesheet" href="/style.css">
<article><h1>可以带走</h1><p>${words}</p><img src="/picture.svg"></article>${parts}<script>
fetch('/ask', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"who":"me"}' })
  .then((answer) => answer.text()).then((text) => (document.querySelector('h1').title = text))</script>`

/** A page of a hundred pictures, of which each has its own id of passage. */
function openOrigin(): Server {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://a')
    response.setHeader('x-request-id', crypto.randomUUID())
    const send = (type: string, body: string) => response.setHeader('content-type', type).end(body)
    const pictures = Array.from({ length: 100 }, (_, at) => `<img src="/small/${at}.svg">`).join('')
    if (pathname === '/') send('text/html; charset=utf-8', page(pictures))
    else if (pathname === '/style.css') send('text/css', 'h1 { color: rgb(1, 2, 3) }')
    else if (pathname === '/ask') send('text/plain', `answer to ${request.method}`)
    else if (pathname === '/picture.svg') send('image/svg+xml', picture)
    else if (pathname.startsWith('/small/'))
      send('image/svg+xml', picture.replace('9', pathname.length + pathname))
    else response.writeHead(404).end()
  })
}

/** The player, and the archive in the ranges that it asks for. */
function openHost(archive: Buffer): Server {
  return createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://a')
    const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? '') ?? []
    if (pathname === '/sw.js') {
      createReadStream(player).pipe(response.setHeader('content-type', 'text/javascript'))
    } else if (pathname !== '/page.wacz') {
      response.setHeader('content-type', 'text/html').end('<!doctype html><body>')
    } else {
      const start = from ? Number(from) : archive.length - Number(to || archive.length)
      const end = from && to ? Math.min(Number(to), archive.length - 1) : archive.length - 1
      const isRange = request.headers.range !== undefined
      response.writeHead(isRange ? 206 : 200, {
        'accept-ranges': 'bytes',
        'content-length': end - start + 1,
        ...(isRange ? { 'content-range': `bytes ${start}-${end}/${archive.length}` } : {}),
      })
      response.end(request.method === 'HEAD' ? undefined : archive.subarray(start, end + 1))
    }
  })
}

async function capture(url: string, link: { linkId: string; libraryId: string; url: string }) {
  const { config, log, blobs, db } = runtime
  const policy = openAddressPolicy({ ...config, allowHosts: [new URL(url).host] })
  const deps = {
    ...runtime,
    capturePage: (request: Parameters<typeof capturePage>[1]) =>
      capturePage({ browsers, policy, blobs, log }, request),
  }
  const { snapshotId } = await makeSnapshot(db, link.libraryId, link)
  await captureSnapshot(deps, { snapshotId }, new AbortController().signal)
  return db.snapshot.findUniqueOrThrow({ where: { id: snapshotId } })
}

test('a snapshot opens in the player of web archives, with its site gone; a recapture costs 5 KiB at most', async () => {
  const site = openOrigin()
  const origin = await listen(site)
  const { libraryId } = await makeLibrary(runtime.db)
  const link = { ...(await makeLink(runtime.db, libraryId, `${origin}/`)), libraryId }
  const snapshot = await capture(origin, link)
  const again = await capture(origin, link)
  expect(snapshot).toMatchObject({ status: 'ready', verdict: 'good', resourcesFailed: 0 })
  expect(Number(again.newBytes)).toBeLessThanOrEqual(5 * 1024)
  site.closeAllConnections()
  site.close()

  const manifest = await readManifest(runtime.blobs, again.manifestDigest ?? '')
  const archive = Buffer.concat(await Readable.from(writeWacz(runtime.blobs, manifest!)).toArray())
  // What the frozen page shows as the site sent it is there once.
  expect(String(archive).match(/"mime":"warc\/revisit"/g)?.length).toBeGreaterThan(100)
  const host = await listen(openHost(archive))
  const browser = await chromium.launch({ executablePath: findBrowser(null), args: ['--no-sandbox'] })
  try {
    const tab = await browser.newPage()
    await tab.goto(host)
    const added = await tab.evaluate(async () => {
      await navigator.serviceWorker.register('/sw.js')
      await navigator.serviceWorker.ready
      const answer = new Promise<string>((resolve) => {
        navigator.serviceWorker.addEventListener('message', ({ data }) => {
          if (data.msg_type === 'collAdded' || data.error) resolve(data.error ?? data.msg_type)
        })
      })
      if (!navigator.serviceWorker.controller)
        await new Promise((resolve) => navigator.serviceWorker.addEventListener('controllerchange', resolve))
      navigator.serviceWorker.controller!.postMessage({
        msg_type: 'addColl',
        name: 'kept',
        file: { sourceUrl: `${location.origin}/page.wacz` },
      })
      return answer
    })
    expect(added).toBe('collAdded')

    const shown = async (url: string) => {
      // The player shows pages inside a frame of its own, never at the top.
      await tab.evaluate((src) => {
        document.body.innerHTML = '<iframe name="replay"></iframe>'
        document.querySelector('iframe')!.src = src
      }, `/w/kept/mp_/${url}`)
      const frame = tab.frame({ name: 'replay' })!
      await frame.waitForFunction(() => document.querySelector('h1') && document.readyState === 'complete')
      return frame
    }
    const lookOf = (frame: Frame) =>
      frame.evaluate(() => {
        const heading = document.querySelector('h1')!
        const colour = getComputedStyle(heading).color
        return { title: heading.textContent, colour, width: document.querySelector('img')?.naturalWidth }
      })
    const whole = { title: '可以带走', colour: 'rgb(1, 2, 3)', width: 123 }
    const live = await shown(`${origin}/`)
    expect(await lookOf(live)).toEqual(whole)
    // The script of the page ran, and its POST was answered from the archive.
    await live.waitForFunction(() => document.querySelector('h1')?.title === 'answer to POST')
    expect(await lookOf(await shown(`https://frozen.invalid/${again.id}/`))).toEqual(whole)
  } finally {
    await browser.close()
  }
})
