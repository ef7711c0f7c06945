// Feeds are kept to the byte and shown as the list that they are.
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFileStore } from '#lib/blobs/file-store.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { openLog } from '#lib/kernel/log.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'
import { readPage } from '#lib/pipeline/read-page.ts'
import { openBrowserPool, type BrowserPool } from './browser-pool.ts'
import { capturePage } from './capture-page.ts'

const log = openLog('test', 'silent')
const never = new AbortController().signal
const MiB = 1024 * 1024

const RSS = `<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>潮汐站日志</title><link>/</link><description>每天两次</description>
<item><title>退潮 &lt;b&gt;三点&lt;/b&gt;</title><link>/posts/1</link><pubDate>Tue, 03 Mar 2026 03:00:00 GMT</pubDate><dc:creator>守潮人</dc:creator>
<content:encoded><![CDATA[<p>水位降到 <i>一米二</i>。</p><script>fetch('/stolen')</script><img src="/pixel.png"><p>Second line.</p>]]></content:encoded></item>
<item><title>&lt;img src=x onerror="fetch('/stolen')"&gt;bait</title><link>javascript:fetch('/stolen')</link><guid>not an address</guid><description>short</description></item>
</channel></rss>`
const ATOM = `<?xml version="1.0" encoding="gb2312"?><feed xmlns="http://www.w3.org/2005/Atom"><title>河边笔记</title>
<entry><title type="text">a &lt; b</title><link rel="self" href="/self"/><link href="/notes/7"/><updated>2026-05-06T00:00:00Z</updated><author><name>阿河</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>涨水了</p></div></content></entry></feed>`
const JSON_FEED = {
  version: 'https://jsonfeed.org/version/1.1',
  title: 'Ferry times',
  items: [
    {
      id: '1',
      title: 'North pier',
      url: '/north',
      content_text: 'Leaves <at> six.',
      date_published: '2026-01-02',
    },
  ],
}
const files: Record<string, { type: string; body: Buffer }> = {
  '/rss.xml': { type: 'application/rss+xml', body: Buffer.from(RSS) },
  '/atom': { type: 'text/xml', body: iconv.encode(ATOM, 'gb2312') },
  '/feed.json': { type: 'application/feed+json', body: Buffer.from(JSON.stringify(JSON_FEED)) },
  '/sitemap.xml': {
    type: 'text/xml',
    body: Buffer.from('<urlset><url><loc>http://a.test/</loc></url></urlset>'),
  },
}
const asked: string[] = []

let folder = ''
let browsers: BrowserPool
let server: Server
let origin = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkhome-test-'))
  browsers = openBrowserPool({ executablePath: null, log })
  server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const file = files[request.url ?? '']
    if (file) response.writeHead(200, { 'content-type': file.type }).end(file.body)
    else response.writeHead(404).end()
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

async function capture(path: string) {
  const blobs = openFileStore(folder)
  const policy = openAddressPolicy({ allowHosts: [new URL(origin).host], dnsServers: [] })
  const budget = {
    timeoutMs: 30_000,
    navigationTimeoutMs: 10_000,
    maxBytes: 50 * MiB,
    maxResourceBytes: 20 * MiB,
    maxRequests: 50,
  }
  const captured = await capturePage(
    { browsers, blobs, log, policy },
    { url: origin + path, budget, signal: never, onStage() {} },
  )
  return {
    captured,
    page: String(await blobs.read(captured.page.digest)),
    ...(await readPage(blobs, captured, never)),
  }
}

test('RSS is listed with its words, and what hides in it does nothing', async () => {
  const { captured, page, reading, verdict } = await capture('/rss.xml')
  const digest = sha256(files['/rss.xml']!.body)
  expect(captured).toMatchObject({ title: '潮汐站日志', file: { kind: 'feed', digest, name: 'rss.xml' } })
  expect(verdict).toBe('good')
  expect(page).toContain(`<h2><a href="${origin}/posts/1"`)
  expect(page).toContain('退潮 三点')
  expect(page).toContain('2026-03-03 · 守潮人')
  expect(page).toContain('<p>水位降到 一米二。</p><p>Second line.</p>')
  expect(page).not.toMatch(/<script|onerror|javascript:|<img/)
  expect(reading.text).toContain('水位降到 一米二。')
  expect(reading.html).toContain(`href="${origin}/posts/1"`)
  expect(captured.thumbnail).not.toBeNull()
  expect(asked).not.toContain('/stolen')
  expect(asked).not.toContain('/pixel.png')
})

test('Atom in an old charset, sent as any XML, is a feed', async () => {
  const { captured, page, reading } = await capture('/atom')
  expect(captured.file).toMatchObject({ kind: 'feed', type: 'text/xml' })
  expect(page).toContain(`<a href="${origin}/notes/7" target="_blank" rel="noopener noreferrer">a &lt; b</a>`)
  expect(page).toContain('2026-05-06 · 阿河')
  expect(reading.text).toContain('涨水了')
})

test('JSON Feed is a feed', async () => {
  const { captured, page } = await capture('/feed.json')
  expect(captured).toMatchObject({ title: 'Ferry times', file: { kind: 'feed' } })
  expect(page).toContain(`<a href="${origin}/north"`)
  expect(page).toContain('<p>Leaves &lt;at&gt; six.</p>')
})

test('other XML stays the tree that Chromium shows', async () => {
  const { captured, page } = await capture('/sitemap.xml')
  expect(captured.file).toBeNull()
  expect(page).toContain('http://a.test/')
})
