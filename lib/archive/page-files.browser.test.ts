import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buffer } from 'node:stream/consumers'
import { chromium, type Browser } from 'playwright'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findBrowser } from '#lib/capture/find-browser.ts'
import { compareImages } from './compare-images.ts'
import {
  openCopyRoom,
  settleForTest,
  type CopyRoom,
  type LivePage,
  type ShownCopy,
} from '#test/frozen-copy.ts'
import { TECHNIQUES } from '#test/pages/techniques.ts'
import { startSite } from '#test/site.ts'
import type { FrozenSource } from './frozen-source.ts'
import { writeHtmlFile } from './html-file.ts'
import { writeMhtml } from './mhtml.ts'

/** One page for each way in which a document names a part or holds another document. */
const NAMES = new Set(
  'fonts srcset import-chain backgrounds shadow-closed adopted-sheets canvas frame-same-origin frame-srcdoc svg-references nested-frames control-states controls-plain svg-view image-odd-addresses'.split(
    ' ',
  ),
)
const PAGES = TECHNIQUES.filter(({ name }) => NAMES.has(name))

let room: CopyRoom
let browser: Browser
let folder: string
const copies = new Map<string, { source: FrozenSource; shown: ShownCopy }>()

const sourceOf = ({ frozen }: LivePage): FrozenSource => ({
  blobs: room.blobs,
  url: 'https://a.test/文章?x=1',
  title: '标题 "引号"',
  byline: null,
  capturedAt: new Date('2026-11-23T08:53:00Z'),
  page: frozen.page.digest,
  article: null,
  manifest: null,
  parts: new Map(frozen.parts.map((part) => [part.digest, part])),
  addresses: new Map(),
})

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkhome-files-'))
  room = await openCopyRoom()
  browser = await chromium.launch({ executablePath: findBrowser(null), args: ['--no-sandbox'] })
  const site = await startSite()
  for (const { name, path } of PAGES) {
    const live = await room.capture(site.origin + path, settleForTest)
    copies.set(name, { source: sourceOf(live), shown: await room.show(live) })
  }
  await site.stop()
}, 300_000)

afterAll(async () => {
  await browser.close()
  await room.close()
  await rm(folder, { recursive: true, force: true })
})

/** Opens a file as somebody without a network does. */
async function openFile(path: string) {
  const context = await browser.newContext({ viewport: { width: 1_000, height: 800 }, offline: true })
  const url = pathToFileURL(path).href
  const outside: string[] = []
  const noise: string[] = []
  context.on('request', (request) => {
    if (!/^(data:|cid:|about:srcdoc)/.test(request.url()) && request.url() !== url)
      outside.push(request.url())
  })
  const page = await context.newPage()
  page.on('console', (message) => noise.push(message.text()))
  try {
    await page.goto(url, { waitUntil: 'load' })
    await settleForTest(page)
    return { picture: await page.screenshot({ fullPage: true, animations: 'disabled' }), outside, noise }
  } finally {
    await context.close()
  }
}

describe.each(PAGES)('$name', ({ name }) => {
  test.each([
    ['html', writeHtmlFile],
    ['mhtml', writeMhtml],
  ])('as .%s looks like the web view, asks for nothing and runs nothing', async (ending, write) => {
    const { source, shown } = copies.get(name)!
    const bytes = await buffer(write(source))
    const path = join(folder, `${name}.${ending}`)
    await writeFile(path, bytes)
    const { picture, outside, noise } = await openFile(path)
    const { structure, equalPixels } = await compareImages(shown.screenshot, picture)
    expect({ structure, equalPixels, outside, noise }).toEqual({
      structure: expect.closeTo(1, 1.7),
      equalPixels: expect.closeTo(1, 1.7),
      outside: [],
      noise: [],
    })
    expect(String(bytes)).not.toMatch(/<script|127\.0\.0\.1/i)
  })
})
