import { createServer } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { openLog } from '#lib/kernel/log.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'
import { openEgressProxy } from '#lib/net/egress-proxy.ts'
import { listen } from '#test/listen.ts'
import { answerProxy } from './answer-proxy.ts'
import { openBrowserPool } from './browser-pool.ts'
import { watchFile } from './take-file.ts'

const cleanups: (() => Promise<unknown> | void)[] = []
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup()
})

const PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
const PICTURES = 12

/** A page of pictures, a frame of another site, a worker that asks, and a part that wants a password. */
async function openSite() {
  const asked: string[] = []
  const server = createServer((request, response) => {
    const path = request.url ?? '/'
    asked.push(path)
    const { port } = server.address() as { port: number }
    if (path.startsWith('/members'))
      return response
        .writeHead(401, { 'www-authenticate': 'Basic realm="members"' })
        .end('<h1>Members only</h1>')
    if (path.endsWith('.svg')) return response.setHeader('content-type', 'image/svg+xml').end(PICTURE)
    if (path === '/worker.js')
      return response
        .setHeader('content-type', 'text/javascript')
        .end("fetch('/from-worker').then(() => postMessage(1))")
    response.setHeader('content-type', 'text/html')
    if (path !== '/') return response.end(`<p>${path}</p>`)
    const pictures = Array.from({ length: PICTURES }, (_none, at) => `<img src="/${at}.svg">`)
    response.end(`${pictures.join('')}<iframe src="http://other.localhost:${port}/frame"></iframe>
      <script>new Worker('/worker.js').onmessage = () => (document.title = 'done')</script>`)
  })
  const { port, close } = await listen(server)
  cleanups.push(close)
  return { port, asked }
}

async function openPage(port: number) {
  const browsers = openBrowserPool({ executablePath: null, log: openLog('test', 'silent') })
  cleanups.push(() => browsers.close())
  const policy = openAddressPolicy({ allowHosts: [`127.0.0.1:${port}`], dnsServers: [] })
  const proxy = await openEgressProxy(policy, { maxBytes: 1_000_000 })
  cleanups.push(() => proxy.close())
  const { context } = await browsers.lease({ server: proxy.server })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  const heard = { challenges: 0, stops: 0 }
  session.on('Fetch.authRequired', () => (heard.challenges += 1))
  session.on('Fetch.requestPaused', () => (heard.stops += 1))
  answerProxy(session, proxy)
  const put = () => Promise.reject(new Error('no file was expected'))
  await watchFile(session, {
    put,
    maxBytes: 1_000_000,
    until: new AbortController().signal,
    isFile: () => false,
  })
  return { page, heard }
}

test('the first request tells the proxy who asks, and pictures, frames and workers go out without a stop', async () => {
  const site = await openSite()
  const { page, heard } = await openPage(site.port)
  await page.goto(`http://127.0.0.1:${site.port}/`)
  await page.waitForFunction(() => document.title === 'done')
  const pictures = Array.from({ length: PICTURES }, (_none, at) => `/${at}.svg`)
  expect(site.asked).toEqual(expect.arrayContaining(['/frame', '/from-worker', ...pictures]))
  expect(heard.challenges).toBe(1)
  // The document, before it was sent and when it was answered; its frame is another process's.
  expect(heard.stops).toBeLessThanOrEqual(4)
})

test('a page that wants a password is shown as it is without one', async () => {
  const site = await openSite()
  const { page } = await openPage(site.port)
  const response = await page.goto(`http://127.0.0.1:${site.port}/members`)
  expect(response?.status()).toBe(401)
  expect(await page.textContent('h1')).toBe('Members only')
})
