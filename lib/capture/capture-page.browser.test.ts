import { mkdtemp, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openFileStore } from '#lib/blobs/file-store.ts'
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import type { CaptureBudget } from '#lib/config/load-config.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { openLog } from '#lib/kernel/log.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'
import { BAD_INPUTS } from '#test/pages/bad.ts'
import { startSite, startTlsSite, type Site } from '#test/site.ts'
import { openBrowserPool, type BrowserPool } from './browser-pool.ts'
import type { Capture } from './capture.ts'
import { capturePage } from './capture-page.ts'
import { judgeCapture } from './judge-capture.ts'

const log = openLog('test', 'silent')
const budget: CaptureBudget = {
  timeoutMs: 12_000,
  navigationTimeoutMs: 5_000,
  maxBytes: 50_000_000,
  maxResourceBytes: 20_000_000,
  maxRequests: 500,
}
/** Of pages that take all of their time, and one of them a processor with it. */
const ENDLESS = { paths: ['/bad/drip', '/bad/blocks-thread'], timeoutMs: 6_000 }
/** What a capture may take beyond its budget: the grace for freezing, and a browser that starts on a busy machine. */
const SLACK_MS = 15_000

let folder = ''
let blobs: BlobStore
let browsers: BrowserPool
let site: Site
const cleanups: (() => void)[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkhome-test-'))
  blobs = openFileStore(folder)
  browsers = openBrowserPool({ executablePath: null, log })
  site = await startSite()
})
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup()
})
afterAll(async () => {
  await browsers.close()
  await site.stop()
  await rm(folder, { recursive: true })
})

interface Options {
  allowHosts?: string[]
  budget?: Partial<CaptureBudget>
  signal?: AbortSignal
  onStage?: Parameters<typeof capturePage>[1]['onStage']
}

function capture(url: string, options: Options = {}): Promise<Capture> {
  const allowHosts = options.allowHosts ?? site.allowHosts.split(',')
  return capturePage(
    { browsers, blobs, log, policy: openAddressPolicy({ allowHosts, dnsServers: [] }) },
    {
      url,
      budget: { ...budget, ...options.budget },
      signal: options.signal ?? new AbortController().signal,
      onStage: options.onStage ?? (() => {}),
    },
  )
}

const verdictOf = (captured: Capture) =>
  judgeCapture({
    httpStatus: captured.httpStatus,
    finalUrl: captured.finalUrl,
    title: captured.title,
    visibleText: captured.visibleText,
    structure: captured.structure,
    articleTextLength: 0,
    imageCount: captured.parts.filter(({ contentType }) => contentType.startsWith('image/')).length,
    cutShort: captured.cutShort,
  })

/** The verdict of a capture, or the code of the error that it ended with. */
const endOf = (url: string, options?: Options): Promise<string> =>
  capture(url, options).then(verdictOf, (error) => (error instanceof AppError ? error.code : String(error)))

async function openServer(handler: RequestListener): Promise<{ origin: string; allowHosts: string[] }> {
  const server = createServer(handler).listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanups.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const host = `127.0.0.1:${address.port}`
  return { origin: `http://${host}`, allowHosts: [host] }
}

const htmlServer = (html: string) =>
  openServer((_request, response) => {
    response.setHeader('content-type', 'text/html; charset=utf-8').end(`<!doctype html>${html}`)
  })

describe('a good page', () => {
  test('comes with its document, pictures, screenshot, facts and stages in order', async () => {
    const stages: string[] = []
    const captured = await capture(`${site.origin}/csdn/article.html?x=1#part`, {
      onStage: (stage) => stages.push(stage),
    })
    expect(captured).toMatchObject({
      finalUrl: `${site.origin}/csdn/article.html?x=1#part`,
      httpStatus: 200,
      contentType: 'text/html; charset=utf-8',
      cutShort: null,
    })
    expect(verdictOf(captured)).toBe('good')
    expect(captured.title).toContain('docker0')
    expect(captured.screenshot).toMatchObject({ contentType: 'image/webp', widthPx: 1_280 })
    expect(captured.thumbnail).toMatchObject({ widthPx: 480 })
    expect(new Set(stages)).toEqual(new Set(['loading', 'settling', 'freezing', 'storing']))
    const stored = new Set(captured.blobs.map(({ digest }) => digest))
    const named = [captured.page, captured.screenshot, captured.thumbnail, ...captured.parts]
    expect(named.filter((part) => part && !stored.has(part.digest))).toEqual([])
    expect(await blobs.has(captured.page.digest)).toBe(true)
  })

  test.each([
    ['/t/lazy-scroll', 'a scroll was heard'],
    ['/t/late-content', 'the late news'],
    ['/t/spa', 'the second post'],
    ['/t/poller', 'a page that keeps asking'],
  ])('%s shows what comes only later', async (path, text) => {
    const captured = await capture(site.origin + path)
    expect(captured.visibleText).toContain(text)
    expect(captured.cutShort).toBeNull()
  })

  test('captures at the same time do not disturb each other', async () => {
    const paths = ['/read/blog', '/read/news', '/read/forum']
    const captures = await Promise.all(paths.map((path) => capture(site.origin + path)))
    expect(captures.map((captured) => new URL(captured.finalUrl).pathname)).toEqual(paths)
    expect(captures.map(verdictOf)).toEqual(['good', 'good', 'good'])
  })

  test('a page that leads on by script or refresh is followed to its end', async () => {
    const { origin, allowHosts } = await openServer((request, response) => {
      response.setHeader('content-type', 'text/html')
      if (request.url === '/') response.end('<script>location.href = "/second"</script>')
      else if (request.url === '/second') response.end('<meta http-equiv="refresh" content="0; url=/third">')
      else response.end('<title>arrived</title><h1>The third page</h1>')
    })
    const captured = await capture(origin, { allowHosts })
    expect(captured).toMatchObject({ finalUrl: `${origin}/third`, title: 'arrived', cutShort: null })
  })
})

describe('a bad address', () => {
  test.each([
    ['not a url', 'invalid_url'],
    ['javascript:alert(1)', 'invalid_url'],
    ['file:///etc/passwd', 'invalid_url'],
    ['data:text/html,<h1>x</h1>', 'invalid_url'],
    ['https://user:secret@example.com/', 'invalid_url'],
    ['http://127.0.0.1/', 'blocked_address'],
    ['http://2130706433/', 'blocked_address'],
    ['http://[::ffff:127.0.0.1]/', 'blocked_address'],
    ['http://169.254.169.254/latest/meta-data/', 'blocked_address'],
    ['http://localhost:3000/', 'blocked_address'],
  ])('%s ends at the door as %s', async (url, code) => {
    await expect(capture(url)).rejects.toMatchObject({ code })
  })

  test.each(['http', 'https'])('a %s host that does not exist is a DNS failure', async (scheme) => {
    await expect(capture(`${scheme}://no-such-host.invalid/`)).rejects.toMatchObject({
      code: 'dns_failure',
      detail: { host: 'no-such-host.invalid' },
    })
  })

  test.each(['http', 'https'])(
    'a port where nobody listens over %s is a failed connection',
    async (scheme) => {
      const { origin, allowHosts } = await htmlServer('')
      for (const cleanup of cleanups.splice(0)) cleanup()
      const url = `${scheme}://${new URL(origin).host}/`
      await expect(capture(url, { allowHosts })).rejects.toMatchObject({ code: 'connection_failed' })
    },
  )

  test('a certificate that nobody trusts is a TLS error', async () => {
    const tlsSite = await startTlsSite()
    const end = endOf(`${tlsSite.origin}/read/blog`, { allowHosts: tlsSite.allowHosts.split(',') })
    await expect(end.finally(() => tlsSite.stop())).resolves.toBe('tls_error')
  })

  test('plain HTTP behind https: is a TLS error', async () => {
    const end = endOf(site.origin.replace('http:', 'https:'))
    await expect(end).resolves.toBe('tls_error')
  })

  test('a redirect and a script that lead into the private network are blocked', async () => {
    const { origin, allowHosts } = await openServer((request, response) => {
      if (request.url === '/redirect') response.writeHead(302, { location: 'http://10.1.2.3/' }).end()
      else
        response.setHeader('content-type', 'text/html').end('<script>location = "https://10.1.2.3/"</script>')
    })
    await expect(endOf(`${origin}/redirect`, { allowHosts })).resolves.toBe('blocked_address')
    await expect(endOf(`${origin}/script`, { allowHosts })).resolves.toBe('blocked_address')
  })

  test('a redirect to what is no web page is no way to read a file, to run a script or to open an app', async () => {
    const targets = [
      'file:///etc/passwd',
      'data:text/html,x',
      'javascript:alert(1)',
      'weixin://dl/chat',
      'mailto:a@b.c',
    ]
    const { origin, allowHosts } = await openServer((request, response) => {
      response.writeHead(302, { location: targets[Number(request.url?.slice(1))] }).end()
    })
    for (const at of targets.keys())
      await expect(capture(`${origin}/${at}`, { allowHosts })).rejects.toMatchObject({
        code: 'blocked_address',
        detail: { reason: 'no_web_page' },
      })
  })

  test('refreshing for ever counts as too many redirects', async () => {
    const { origin, allowHosts } = await htmlServer('<meta http-equiv="refresh" content="0"><p>again</p>')
    await expect(endOf(origin, { allowHosts })).resolves.toBe('too_many_redirects')
  })
})

describe('a bad answer', () => {
  test.each(BAD_INPUTS)('$claim ends as it should, in time ($path)', async ({ path, errors, verdicts }) => {
    // A busy machine needs longer than the others have to draw the 20 MB after which this one is given up.
    const patience = path === '/bad/huge' ? 60_000 : budget.timeoutMs
    const timeoutMs = ENDLESS.paths.includes(path) ? ENDLESS.timeoutMs : patience
    const startedAt = performance.now()
    const end = await endOf(site.origin + path, { budget: { timeoutMs } })
    expect([...errors, ...verdicts]).toContain(end)
    expect(performance.now() - startedAt).toBeLessThan(timeoutMs + SLACK_MS)
  })

  test.each([
    [404, 'application/zip', {}, 'unsupported_content'],
    [200, 'application/zip', { 'content-length': '300000000' }, 'too_large'],
    [200, 'text/html', { 'content-length': '300000000' }, 'too_large'],
    [200, 'image/png', { 'content-length': '300000000' }, 'too_large'],
  ])('%d with %s and %j is refused by its head', async (status, contentType, headers, code) => {
    const { origin, allowHosts } = await openServer((_request, response) => {
      response.writeHead(status, { 'content-type': contentType, ...headers }).flushHeaders()
      response.write('<p>the first bytes</p>')
    })
    await expect(endOf(origin, { allowHosts })).resolves.toBe(code)
  })

  test('status 204 is an empty response', async () => {
    const { origin, allowHosts } = await openServer((_request, response) => response.writeHead(204).end())
    await expect(endOf(origin, { allowHosts })).resolves.toBe('empty_response')
  })

  test('a resource too large for the budget leaves the page, marked as cut short', async () => {
    const { origin, allowHosts } = await openServer((request, response) => {
      if (request.url === '/') {
        response.setHeader('content-type', 'text/html')
        response.end('<h1>A page with a monster</h1><script>fetch("/monster").then((r) => r.blob())</script>')
      } else response.end(Buffer.alloc(4_000_000))
    })
    const captured = await capture(origin, { allowHosts, budget: { maxBytes: 1_000_000 } })
    expect(captured.cutShort).toBe('too_large')
    expect(captured.visibleText).toContain('A page with a monster')
    expect(verdictOf(captured)).toBe('partial')
  })

  test('a storm of requests is cut off and leaves the page', async () => {
    const { origin, allowHosts } = await htmlServer(
      '<h1>Storm</h1><script>setInterval(() => fetch("/more"), 5)</script>',
    )
    const captured = await capture(origin, { allowHosts, budget: { maxRequests: 30 } })
    expect(captured).toMatchObject({ cutShort: 'too_large', visibleText: 'Storm' })
  })

  test('an endless storm of alerts ends within its time', async () => {
    const { origin, allowHosts } = await htmlServer('<h1>Alerts</h1><script>for (;;) alert("again")</script>')
    const startedAt = performance.now()
    await expect(endOf(origin, { allowHosts, budget: { timeoutMs: 3_000 } })).resolves.toMatch(
      /^(partial|timeout)$/,
    )
    expect(performance.now() - startedAt).toBeLessThan(3_000 + SLACK_MS)
  })

  test('a list without an end is read for some screens and then left', async () => {
    const { origin, allowHosts } = await htmlServer(`<div id="list"></div><script>
      const more = () => { for (let i = 0; i < 20; i += 1) list.insertAdjacentHTML('beforeend', '<p style="height:80px">item</p>') }
      more()
      addEventListener('scroll', () => { if (innerHeight + scrollY > document.body.scrollHeight - 200) more() })
    </script>`)
    const captured = await capture(origin, { allowHosts, budget: { timeoutMs: 40_000 } })
    expect(captured.cutShort).toBeNull()
    expect(captured.visibleText.match(/item/g)?.length).toBeGreaterThan(40)
  })

  test('windows and dialogs of the page leave nothing behind', async () => {
    const { origin, allowHosts } = await htmlServer(
      '<h1>Pop</h1><script>open("/other"); confirm("?"); onbeforeunload = () => "stay"</script>',
    )
    const captured = await capture(origin, { allowHosts })
    expect(captured).toMatchObject({ cutShort: null, visibleText: 'Pop', finalUrl: `${origin}/` })
  })
})

test('an abort from above ends the capture with its reason', async () => {
  const controller = new AbortController()
  const captured = capture(`${site.origin}/bad/never-settles`, {
    signal: controller.signal,
    onStage: (stage) => {
      if (stage === 'settling') controller.abort(new AppError('cancelled'))
    },
  })
  await expect(captured).rejects.toMatchObject({ code: 'cancelled' })
})

test('the death of the browser is a crash, and the next capture works', async () => {
  const { origin, allowHosts } = await htmlServer('<h1>never asked</h1>')
  const dying = openBrowserPool({ executablePath: null, log })
  const policy = openAddressPolicy({ allowHosts, dnsServers: [] })
  const request = { url: origin, budget, signal: new AbortController().signal }
  const captured = capturePage(
    { browsers: dying, blobs, log, policy },
    { ...request, onStage: (stage) => void (stage === 'settling' && dying.close()) },
  )
  await expect(captured).rejects.toMatchObject({ code: 'browser_crash' })
  await expect(endOf(origin, { allowHosts })).resolves.toBe('good')
})
