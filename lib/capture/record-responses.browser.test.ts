import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BlobStore, PutBlob } from '#lib/blobs/blob-store.ts'
import { openFileStore } from '#lib/blobs/file-store.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { photograph } from '#test/photograph.ts'
import { findBrowser } from './find-browser.ts'
import { DRAWS_BEYOND } from './launch-browser.ts'
import { keepPicture } from './keep-picture.ts'
import { recordResponses, type Recording } from './record-responses.ts'

const LIMIT_BYTES = 100_000
const budget = {
  timeoutMs: 1,
  navigationTimeoutMs: 1,
  maxBytes: 1,
  maxResourceBytes: LIMIT_BYTES,
  maxRequests: 1,
}
const never = new AbortController().signal

let folder: string
let blobs: BlobStore
let browser: Browser
let server: Server
let origin: string

const PAGE = `<!doctype html><body style="margin:0;height:3000px;background:linear-gradient(red, blue)"><script type="module">
const ask = (path, options) => fetch(path, options).then((answer) => answer.text()).catch(() => '')
const once = '/once?' + crypto.randomUUID()
await ask(once); await ask(once)
await ask('/answer', { method: 'POST', body: 'question' })
await ask('/moved'); await ask('/large'); await ask('/large-unannounced'); await ask('/broken'); await ask('/empty')
document.title = 'done'
</script>`

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkhome-record-'))
  blobs = openFileStore(folder)
  const asked = new Set<string>()
  server = createServer((request, response) => {
    const answers: Record<string, () => unknown> = {
      '/': () => response.setHeader('content-type', 'text/html').end(PAGE),
      '/once': () => {
        if (asked.has(request.url ?? '')) return response.writeHead(403).end('refused')
        asked.add(request.url ?? '')
        response.end('the only answer')
      },
      '/answer': () => response.end(`answer to ${request.method}`),
      '/moved': () => response.writeHead(302, { location: '/target' }).end(),
      '/target': () => response.end('behind a redirect'),
      '/large': () =>
        response.setHeader('content-length', LIMIT_BYTES + 1).end(Buffer.alloc(LIMIT_BYTES + 1, 'a')),
      '/large-unannounced': () => {
        response.write(Buffer.alloc(LIMIT_BYTES, 'b'))
        response.end('b')
      },
      '/endless': () => response.writeHead(200, { 'content-type': 'image/png' }).write('x'),
      '/broken': () => response.destroy(),
      '/empty': () => response.writeHead(204).end(),
    }
    const answer = answers[request.url?.split('?')[0] ?? ''] ?? (() => response.writeHead(404).end())
    answer()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await chromium.launch({ executablePath: findBrowser(null), args: ['--no-sandbox', DRAWS_BEYOND] })
})

afterAll(async () => {
  await browser.close()
  server.closeAllConnections()
  server.close()
  await rm(folder, { recursive: true, force: true })
})

async function withPage<T>(put: PutBlob, work: (recording: Recording, page: Page) => Promise<T>) {
  const context = await browser.newContext({ viewport: { width: 1_280, height: 900 } })
  const page = await context.newPage()
  const recording = await recordResponses(context, page, { put, budget, onProgress() {} })
  try {
    await page.goto(origin)
    await page.waitForFunction(() => document.title === 'done')
    return await work(recording, page)
  } finally {
    recording.dispose()
    await context.close()
  }
}

const put: PutBlob = (source, options) => blobs.put(source, options)

test('every answer is listed with its bytes, or with the reason why they are not kept', async () => {
  await withPage(put, async (recording) => {
    await recording.settled(never)
    const listed = recording.resources().map(({ url, method, httpStatus, sizeBytes, failure }) => {
      return [method, url.replace(origin, '').replace(/[?].*/, ''), httpStatus, sizeBytes, failure]
    })
    expect(listed).toEqual(
      expect.arrayContaining([
        ['GET', '/', 200, PAGE.length, null],
        ['GET', '/once', 200, 15, null],
        ['POST', '/answer', 200, 14, null],
        ['GET', '/target', 200, 17, null],
        ['GET', '/large', 200, 0, 'too_large'],
        ['GET', '/large-unannounced', 200, 0, 'too_large'],
        ['GET', '/broken', null, 0, 'net::ERR_EMPTY_RESPONSE'],
      ]),
    )
  })
})

test("a redirected URL has the bytes of its target, and an answer to a POST is nobody else's", async () => {
  await withPage(put, async (recording) => {
    await recording.settled(never)
    const moved = recording.bodyOf(`${origin}/moved#part`)
    expect(String(await blobs.read(moved!.digest))).toBe('behind a redirect')
    expect(recording.bodyOf(`${origin}/answer`)).toBeNull()
  })
})

test('a refusal does not replace the answer that a link gave once', async () => {
  await withPage(put, async (recording) => {
    await recording.settled(never)
    const answers = recording.resources().filter(({ url }) => url.includes('/once'))
    expect(answers.map(({ httpStatus }) => httpStatus)).toEqual([200, 403])
    const body = recording.bodyOf(answers[0]!.url)
    expect(String(await blobs.read(body!.digest))).toBe('the only answer')
  })
})

test('what still runs is listed as lost, until it ends', async () => {
  await withPage(put, async (recording, page) => {
    await recording.settled(never)
    const failures = () =>
      recording.resources().flatMap(({ url, failure }) => (url.endsWith('/endless') ? failure : []))
    await page.evaluate(() => {
      document.body.append(Object.assign(new Image(), { src: '/endless' }))
    })
    await expect.poll(failures).toEqual(['unfinished'])
    expect(recording.exchanges().at(-1)).toMatchObject({ url: `${origin}/endless`, failure: 'unfinished' })
    server.closeAllConnections()
    await expect.poll(failures).toEqual([expect.stringMatching(/^net::ERR_/)])
  })
})

test('a list once handed out does not grow with what a page asks afterwards', async () => {
  await withPage(put, async (recording, page) => {
    await recording.settled(never)
    const listed = recording.resources()
    const count = listed.length
    await page.evaluate(() => fetch('/target?later').then((answer) => answer.text()))
    await expect.poll(() => recording.resources().length).toBeGreaterThan(count)
    expect(listed).toHaveLength(count)
  })
})

test('a blob: URL that was revoked is kept, also where requests are intercepted', async () => {
  await withPage(put, async (recording, page) => {
    // Playwright intercepts for the password of a proxy as it does for a route, and then hides blob: requests.
    await page.route('**/*', (route) => route.continue())
    const url = await page.evaluate(async () => {
      const made = URL.createObjectURL(new Blob(['shown once'], { type: 'text/plain' }))
      await (await fetch(made)).text()
      URL.revokeObjectURL(made)
      return made
    })
    await expect.poll(() => recording.bodyOf(url)).not.toBeNull()
    expect(String(await blobs.read(recording.bodyOf(url)!.digest))).toBe('shown once')
  })
})

test('a store that is full ends the recording', async () => {
  const full: PutBlob = () => Promise.reject(new AppError('disk_full'))
  await withPage(full, async (recording) => {
    await expect(recording.settled(never)).rejects.toMatchObject({ code: 'disk_full' })
  })
})

const keeping = () => ({ blobs, put, earlier: null, signal: never })

test('the screenshot shows the whole page, the thumbnail its top', async () => {
  await withPage(put, async (_recording, page) => {
    const { screenshot, thumbnail } = await keepPicture(await photograph(page), keeping())
    expect(screenshot).toMatchObject({ contentType: 'image/webp', widthPx: 1_280, heightPx: 3_000 })
    expect(thumbnail).toMatchObject({ contentType: 'image/webp', widthPx: 480, heightPx: 300 })
    const stored = await sharp((await blobs.read(screenshot.digest))!).metadata()
    expect([stored.format, stored.width, stored.height]).toEqual(['webp', 1_280, 3_000])
    const { dominant } = await sharp((await blobs.read(thumbnail.digest))!).stats()
    expect(dominant.r).toBeGreaterThan(dominant.b)
  })
})

test('a page too tall for a picture is cut', async () => {
  await withPage(put, async (_recording, page) => {
    await page.evaluate(() => (document.body.style.height = '40000px'))
    const { screenshot } = await keepPicture(await photograph(page), keeping())
    expect(screenshot.heightPx).toBe(16_383)
  })
})
