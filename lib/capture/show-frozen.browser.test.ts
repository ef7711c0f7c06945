import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PutBlob } from '#lib/blobs/blob-store.ts'
import { openFileStore } from '#lib/blobs/file-store.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { openLog } from '#lib/kernel/log.ts'
import { pageHeaders, partHeaders } from '#lib/replay/replay-policy.ts'
import { startSite, type Site } from '#test/site.ts'
import { openBrowserPool, type BrowserPool } from './browser-pool.ts'
import { printFrozen } from './print-frozen.ts'
import { viewFrozen, type ShowDeps } from './show-frozen.ts'

let folder: string
let site: Site
let browsers: BrowserPool
let deps: ShowDeps & { blobs: ReturnType<typeof openFileStore> }
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkhome-shown-'))
  site = await startSite()
  browsers = openBrowserPool({
    executablePath: process.env.CHROMIUM_PATH ?? null,
    log: openLog('test', 'silent'),
  })
  deps = { browsers, blobs: openFileStore(folder) }
})
afterAll(async () => {
  await browsers.close()
  await site.stop()
  await rm(folder, { recursive: true, force: true })
})

const never = new AbortController().signal

async function copyOf(html: string, parts: Record<string, string | Buffer> = {}) {
  const page = await deps.blobs.put(html, { contentType: 'text/html' })
  const stored = await Promise.all(
    Object.entries(parts).map(async ([contentType, bytes]) => ({
      contentType,
      ...(await deps.blobs.put(bytes, { contentType })),
    })),
  )
  return {
    page: page.digest,
    pageHeaders: pageHeaders("'none'"),
    parts: new Map(stored.map((part) => [part.digest, part])),
    partHeaders,
  }
}

test('a frozen page is shown with its parts, and with nothing else that exists', async () => {
  const png = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#00f' } })
    .png()
    .toBuffer()
  const [picture, lost] = [sha256(png), sha256('never stored')]
  const html = `<!doctype html><style>html,body{margin:0;background:url(${site.origin}/outside-css)}</style>
<p>看得见的字</p><img src="${picture}" style="display:block;width:1280px;height:3000px"><img src="${lost}">
<img src="${site.origin}/outside.png"><script>document.body.textContent = 'scripts ran'</script>
<div><template shadowrootmode="closed"><p>影子里的字</p></template></div><iframe srcdoc="<p>框里的字</p>"></iframe>`
  const shown = await viewFrozen(deps, await copyOf(html, { 'image/png': png }), never)
  expect(shown.text).toContain('看得见的字')
  expect(shown.text).toContain('影子里的字')
  expect(shown.text).toContain('框里的字')
  expect(shown.absent).toEqual([`http://frozen.invalid/${lost}`])
  expect(site.requests).toEqual([])
  const { data, info } = await sharp(shown.picture).raw().toBuffer({ resolveWithObject: true })
  expect(info).toMatchObject({ width: 1_280 })
  expect(info.height).toBeGreaterThan(3_000)
  const blue = data.subarray((2_000 * 1_280 + 640) * 3, (2_000 * 1_280 + 640) * 3 + 3)
  expect(blue[2]).toBeGreaterThan(200)
})

test('a page that is not in the store is an error, and the browser goes on', async () => {
  const copy = await copyOf('<p>da')
  await expect(viewFrozen(deps, { ...copy, page: sha256('nothing') }, never)).rejects.toThrow('ERR_FAILED')
  expect((await viewFrozen(deps, copy, never)).text).toContain('da')
})

/** How many pages a PDF has, and the characters that its fonts can tell. */
function readPdf(pdf: Buffer): { pages: number; characters: Set<string> } {
  const source = pdf.toString('latin1')
  const streams = [...source.matchAll(/\bstream\r?\n/g)].map(({ index, 0: start }) => {
    const from = index + start.length
    const bytes = pdf.subarray(from, pdf.indexOf('endstream', from))
    try {
      return inflateSync(bytes).toString('latin1')
    } catch {
      return '' // A picture, as it is.
    }
  })
  const codes = streams
    .filter((text) => text.includes('beginbf'))
    .join(' ')
    .matchAll(/<([0-9A-F]{4})>/gi)
  return {
    pages: [...source.matchAll(/\/Type \/Page\b/g)].length,
    characters: new Set([...codes].map(([, code]) => String.fromCharCode(Number.parseInt(code ?? '', 16)))),
  }
}

test('a frozen page is printed whole: Chinese words, what scrolls inside, and its origin at the foot', async () => {
  const html = `<!doctype html><style>html,body{margin:0;height:100%;overflow:hidden}
main{height:100%;overflow-y:auto}nav{position:fixed;top:0}p{margin:0;height:1000px}@media print{p{display:none}}</style>
<nav>固定</nav><main><p>第一段</p><p>第二段</p><p>第三段</p><p>末尾</p></main>`
  const origin = { url: 'https://a.test/?<b>&链', capturedAt: new Date('2026-11-26T08:09:10Z') }
  const put: PutBlob = (bytes, options) => deps.blobs.put(bytes, options)
  const blob = await printFrozen(deps, await copyOf(html), origin, { put, signal: never })
  const pdf = (await deps.blobs.read(blob.digest)) ?? Buffer.of()
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
  const { pages, characters } = readPdf(pdf)
  expect(pages).toBeGreaterThanOrEqual(2)
  expect([...'固定第三末尾链<&']).toEqual([...'固定第三末尾链<&'].filter((one) => characters.has(one)))
})
