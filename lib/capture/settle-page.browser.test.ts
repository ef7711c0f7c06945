import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { BlobStore } from '#lib/blobs/blob-store.ts'
import { openFileStore } from '#lib/blobs/file-store.ts'
import { openLog } from '#lib/kernel/log.ts'
import { runAtMost } from '#lib/kernel/run-at-most.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'
import { startNameServer } from '#test/name-server.ts'
import { BANNERS } from '#test/pages/banners.ts'
import { FOLDED } from '#test/pages/folded.ts'
import { SETTLING } from '#test/pages/settling.ts'
import { startSite, type Site } from '#test/site.ts'
import { openBrowserPool, type BrowserPool } from './browser-pool.ts'
import type { Capture } from './capture.ts'
import { capturePage } from './capture-page.ts'

const log = openLog('test', 'silent')
const budget = {
  timeoutMs: 30_000,
  navigationTimeoutMs: 10_000,
  maxBytes: 50_000_000,
  maxResourceBytes: 20_000_000,
  maxRequests: 500,
}

let folder = ''
let browsers: BrowserPool
let site: Site
let blobs: BlobStore
let names: Awaited<ReturnType<typeof startNameServer>>
const captures = new Map<string, Promise<Capture>>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkhome-test-'))
  browsers = openBrowserPool({ executablePath: null, log })
  blobs = openFileStore(folder)
  names = await startNameServer()
  site = await startSite()
  const allowHosts = [...site.allowHosts.split(','), `localhost:${site.port}`]
  const deps = {
    browsers,
    log,
    blobs,
    policy: openAddressPolicy({ allowHosts, dnsServers: [names.server] }),
  }
  const signal = new AbortController().signal
  const runner = runAtMost(3)
  const urls = [...SETTLING, ...BANNERS].map(({ path }) => [path, site.origin + path] as const)
  const served = FOLDED.map(({ host, path }) => [path, `http://${host}:${site.port}${path}`] as const)
  for (const [path, url] of [...urls, ...served]) {
    const request = { url, budget, signal, onStage() {} }
    captures.set(
      path,
      runner.run(() => capturePage(deps, request)),
    )
  }
  await Promise.allSettled(captures.values())
})

afterAll(async () => {
  await browsers.close()
  await site.stop()
  await names.stop()
  await rm(folder, { recursive: true })
})

test.each(SETTLING)('$name is whole when it is taken', async ({ path, expects }) => {
  const captured = await captures.get(path)
  expect(captured?.cutShort).toBeNull()
  for (const words of expects) expect(captured?.visibleText).toContain(words)
})

test('the turn of the wheel moves no box that lies below the pointer', async () => {
  const captured = await captures.get('/settle/touched')
  const html = String(await blobs.read(captured?.page.digest ?? ''))
  expect(html).toContain('a box below the pointer')
  expect(html).not.toContain('data-linkhome-scrolled')
})

test('a box that moves along with the page is taken where it stood at first', async () => {
  const captured = await captures.get('/settle/following')
  const html = String(await blobs.read(captured?.page.digest ?? ''))
  expect(html).toContain('top:700px!important')
})

test.each(BANNERS)('the banner of $name: $what', async ({ path, what, keeps, loses }) => {
  const captured = await captures.get(path)
  expect(captured?.visibleText).toContain(keeps)
  expect(captured?.visibleText).not.toContain(loses)
  expect(captured?.interventions.map((done) => done.what)).toEqual(what ? [what] : [])
})

/** Can the last words of the copy be seen, with nothing over them and nothing cut off? */
async function showsLastWords(html: string): Promise<boolean> {
  const lease = await browsers.lease({ server: 'http://127.0.0.1:9', username: '', password: '' })
  try {
    const copy = await lease.context.newPage()
    await copy.setContent(html)
    return await copy.evaluate(() => {
      const last = document.getElementById('last')
      last?.scrollIntoView({ block: 'center', behavior: 'instant' })
      const box = last?.getBoundingClientRect()
      return box !== undefined && document.elementFromPoint(box.x + 5, box.y + box.height / 2) === last
    })
  } finally {
    await lease.release(false)
  }
}

test.each(FOLDED)('the recipe of $host shows what is there', async ({ name, path, deeds }) => {
  const captured = await captures.get(path)
  if (!captured) throw new Error('not captured')
  const done = captured.interventions.filter(({ kind }) => kind !== 'consent')
  expect(done.map(({ what }) => what).toSorted()).toEqual(deeds)
  expect(done.filter(({ kind }) => kind === 'recipe').every(({ rule }) => rule === name)).toBe(true)
  await expect(showsLastWords(String(await blobs.read(captured.page.digest)))).resolves.toBe(true)
  expect(captured.visibleText).not.toContain('登录')
})
