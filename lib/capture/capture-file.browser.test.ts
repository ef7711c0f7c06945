// Links that lead to files: taken as the browser received them, shown, read, and never run.
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import { openFileStore } from '#lib/blobs/file-store.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { openLog } from '#lib/kernel/log.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'
import { readPage } from '#lib/pipeline/read-page.ts'
import { openBrowserPool, type BrowserPool } from './browser-pool.ts'
import { capturePage } from './capture-page.ts'
import { findBrowser } from './find-browser.ts'

const log = openLog('test', 'silent')
const never = new AbortController().signal
const MiB = 1024 * 1024
const SHORT_MS = 1_000

interface Served {
  type: string
  body: Buffer
  headers?: Record<string, string>
}
const files: Record<string, Served> = {}
const asked: string[] = []

let folder = ''
let browsers: BrowserPool
let server: Server
let origin = ''

/** One second of silence (RIFF WAVE, PCM, 8 bits). */
function silence(): Buffer {
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + 8_000, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8_000, 24)
  head.writeUInt32LE(8_000, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(8_000, 40)
  return Buffer.concat([head, Buffer.alloc(8_000, 128)])
}

async function printedPdf(): Promise<Buffer> {
  const browser = await chromium.launch({ executablePath: findBrowser(null), args: ['--no-sandbox'] })
  try {
    const page = await browser.newPage()
    await page.setContent(
      '<title>河边的账本</title><h1>河边的账本</h1><p>第一页记着三月的水位，第二页什么也没有写。</p><p style="break-after:page">The first page ends here.</p><p>The second page begins.</p>',
    )
    return await page.pdf({ format: 'A4' })
  } finally {
    await browser.close()
  }
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkhome-test-'))
  browsers = openBrowserPool({ executablePath: null, log })
  const png = await sharp({ create: { width: 320, height: 200, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()
  Object.assign(files, {
    '/report.pdf': { type: 'application/pdf', body: await printedPdf() },
    '/broken.pdf': { type: 'application/pdf', body: Buffer.from('%PDF-1.7\nnot one at all') },
    '/sound': {
      type: 'application/octet-stream',
      body: silence(),
      headers: { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('晨钟.wav')}` },
    },
    '/photo': { type: 'application/octet-stream', body: png },
    '/notes.txt': {
      type: 'text/plain',
      // 记住：潮水三点退去。 in GBK
      body: Buffer.from('bcc7d7a1a3bab3b1cbaec8fdb5e3cdcbc8a5a1a3', 'hex'),
      headers: { 'content-disposition': 'attachment; filename="notes.txt"' },
    },
    '/page.html': {
      type: 'text/html',
      body: Buffer.from('<script>fetch("/stolen")</script><p>saved, not shown</p>'),
      headers: { 'content-disposition': 'attachment' },
    },
    '/tides.md': { type: 'text/markdown', body: Buffer.from('# 潮汐\n\n第一潮在清晨。') },
    '/archive.zip': { type: 'application/zip', body: Buffer.from('PK\x03\x04 and so on', 'latin1') },
    '/endless.bin': { type: 'application/octet-stream', body: Buffer.alloc(3 * MiB, 7) },
  } satisfies Record<string, Served>)
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    // Its beginning, and never its end.
    if (request.url === '/torn.bin')
      return response
        .writeHead(200, { 'content-type': 'application/octet-stream' })
        .write(Buffer.alloc(2 * MiB + 1))
    // All of it, after the time of the capture below is over.
    if (request.url === '/late.md') {
      response.writeHead(200, { 'content-type': 'text/markdown' }).write('the first line\n')
      return setTimeout(() => response.end('the last line\n'), 2 * SHORT_MS)
    }
    const file = files[request.url ?? '']
    if (!file) return response.writeHead(404).end()
    response.writeHead(200, { 'content-type': file.type, ...file.headers })
    response.end(file.body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(async () => {
  await browsers.close()
  server.close()
  await rm(folder, { recursive: true })
})

async function capture(
  path: string,
  { maxResourceBytes = 20 * MiB, timeoutMs = 30_000, blobs = openFileStore(folder) } = {},
) {
  const policy = openAddressPolicy({ allowHosts: [new URL(origin).host], dnsServers: [] })
  const budget = {
    timeoutMs,
    navigationTimeoutMs: 10_000,
    maxBytes: 50 * MiB,
    maxResourceBytes,
    maxRequests: 50,
  }
  const captured = await capturePage(
    { browsers, blobs, log, policy },
    { url: origin + path, budget, signal: never, onStage() {} },
  )
  const page = String(await blobs.read(captured.page.digest))
  return { captured, page, blobs, ...(await readPage(blobs, captured, never)) }
}

test('a PDF is kept to the byte, shown page by page and read', async () => {
  const { captured, page, reading, verdict, blobs } = await capture('/report.pdf')
  const pdf = files['/report.pdf']!.body
  expect(captured.file).toMatchObject({
    kind: 'pdf',
    type: 'application/pdf',
    name: 'report.pdf',
    digest: sha256(pdf),
  })
  expect(await blobs.read(captured.file!.digest)).toEqual(pdf)
  expect(verdict).toBe('good')
  expect(reading).toMatchObject({ title: '河边的账本', lang: 'zh-CN' })
  expect(reading.text).toContain('第一页记着三月的水位，第二页什么也没有写。')
  expect(reading.html).toContain('<p>The second page begins.</p>')
  expect(reading.publishedAt?.getFullYear()).toBe(new Date().getFullYear())
  expect(page.match(/<img class="sheet"/g)).toHaveLength(2)
  expect(captured.parts).toHaveLength(2)
  expect(captured.screenshot?.heightPx).toBeGreaterThan(1_400)
  expect(captured.resources).toMatchObject([{ httpStatus: 200, digest: sha256(pdf), failure: null }])
  expect(asked.filter((path) => path === '/report.pdf')).toHaveLength(1)
})

test.each([
  ['/broken.pdf', { kind: 'pdf', name: 'broken.pdf' }, 'broken.pdf'],
  ['/sound', { kind: 'audio', type: 'audio/wav', name: '晨钟.wav' }, '<audio controls'],
  ['/photo', { kind: 'image', type: 'image/png', name: 'photo' }, '<img src='],
  ['/notes.txt', { kind: 'text', type: 'text/plain' }, '<pre>记住：潮水三点退去。</pre>'],
  ['/page.html', { kind: 'text', type: 'text/plain' }, '<pre>&lt;script&gt;'],
  ['/archive.zip', { kind: 'other', type: 'application/zip' }, 'archive.zip'],
])('%s is kept as what it is', async (path, file, shown) => {
  const { captured, page, verdict } = await capture(path)
  expect(captured.file).toMatchObject({ ...file, digest: sha256(files[path]!.body) })
  expect(page).toContain(shown)
  expect(page).not.toContain('<script')
  expect(verdict).toBe('good')
  expect(captured.thumbnail).not.toBeNull()
  expect(asked).not.toContain('/stolen')
})

test('what Chromium draws without a title is known by the end of its address', async () => {
  files['/data/potholes.json'] = { type: 'application/json', body: Buffer.from('{"count": 3}') }
  const { captured, reading } = await capture('/data/potholes.json')
  expect(captured.file).toBeNull()
  expect(reading.title).toBe('potholes.json')
})

test('text whose charset nobody said is shown and read in its own', async () => {
  const { captured, page, reading } = await capture('/tides.md')
  expect(captured.file).toMatchObject({ kind: 'text', type: 'text/markdown' })
  expect(page).toContain('<pre># 潮汐\n\n第一潮在清晨。</pre>')
  expect(reading).toMatchObject({ title: 'tides.md', text: '# 潮汐\n\n第一潮在清晨。' })
})

test('a file beyond the budget is kept up to there, and says so', async () => {
  const { captured, verdict } = await capture('/endless.bin', { maxResourceBytes: MiB })
  expect(captured).toMatchObject({ cutShort: 'too_large', file: { kind: 'other' } })
  expect(captured.file!.sizeBytes).toBeLessThanOrEqual(MiB)
  expect(verdict).toBe('partial')
})

test('a file whose browser goes away while it comes is asked for again, and not kept in part', async () => {
  const store = openFileStore(folder)
  const began = Promise.withResolvers<void>()
  const blobs: BlobStore = {
    ...store,
    put(source, options) {
      async function* told() {
        for await (const bytes of source as AsyncIterable<Uint8Array>) {
          began.resolve()
          yield bytes
        }
      }
      return store.put(told(), options)
    },
  }
  const capturing = capture('/torn.bin', { blobs })
  await Promise.race([began.promise, capturing])
  // As the pool does when a page beside it hangs.
  const beside = await browsers.lease({ server: 'http://127.0.0.1:9' })
  await beside.context.browser()?.close()
  await expect(capturing).rejects.toMatchObject({ code: 'browser_crash' })
})

test('a file that has come whole is whole, however late', async () => {
  const { captured, verdict, reading } = await capture('/late.md', { timeoutMs: SHORT_MS })
  expect(captured.cutShort).toBeNull()
  expect(verdict).toBe('good')
  expect(reading.text).toBe('the first line\nthe last line\n')
})

test('a file that does not end in time is kept up to there, and says so', async () => {
  const { captured, verdict } = await capture('/torn.bin', { timeoutMs: SHORT_MS })
  expect(captured.cutShort).toBe('timeout')
  expect(captured.file!.sizeBytes).toBeGreaterThanOrEqual(MiB)
  expect(verdict).toBe('partial')
})
