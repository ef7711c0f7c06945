import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFileStore } from '#lib/blobs/file-store.ts'
import { openLog } from '#lib/kernel/log.ts'
import { runAtMost } from '#lib/kernel/run-at-most.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'
import { HANGING } from '#test/pages/hanging.ts'
import { startSite, type Site } from '#test/site.ts'
import { openBrowserPool, type BrowserPool } from './browser-pool.ts'
import type { Capture } from './capture.ts'
import { capturePage } from './capture-page.ts'

const log = openLog('test', 'silent')
/** What comes on top of the budget: the grace for freezing, and a browser that starts on a busy machine. */
const SLACK_MS = 20_000

let folder = ''
let browsers: BrowserPool
let site: Site
const ends = new Map<string, Promise<Capture>>()
const tookMs = new Map<string, number>()

function capture(
  path: string,
  timeoutMs: number,
  { pool = browsers, keepsAnswered = false } = {},
): Promise<Capture> {
  const policy = openAddressPolicy({ allowHosts: site.allowHosts.split(','), dnsServers: [] })
  const budget = {
    timeoutMs,
    navigationTimeoutMs: 10_000,
    maxBytes: 5e7,
    maxResourceBytes: 2e7,
    maxRequests: 500,
  }
  const signal = new AbortController().signal
  const request = { url: site.origin + path, budget, signal, keepsAnswered, onStage() {} }
  return capturePage({ browsers: pool, blobs: openFileStore(folder), log, policy }, request)
}

async function captureTimed(path: string, timeoutMs: number): Promise<Capture> {
  const startedAt = performance.now()
  return capture(path, timeoutMs).finally(() => tookMs.set(path, performance.now() - startedAt - timeoutMs))
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkhome-test-'))
  browsers = openBrowserPool({ executablePath: null, log })
  site = await startSite()
  // Most of them keep a processor busy; small machines have two.
  const runner = runAtMost(2)
  for (const { path, timeoutMs } of HANGING)
    ends.set(
      path,
      runner.run(() => captureTimed(path, timeoutMs)),
    )
  await Promise.allSettled(ends.values())
})

afterAll(async () => {
  await browsers.close()
  await site.stop()
  await rm(folder, { recursive: true })
})

test.each(HANGING)('$name ends in time, with the words that were there', async ({ path, isWhole }) => {
  const captured = await ends.get(path)
  expect(captured?.visibleText).toContain('the words that were there')
  expect(tookMs.get(path)).toBeLessThan(SLACK_MS)
  expect(captured?.cutShort).toBe(isWhole ? null : 'timeout')
})

test('a renderer that crashes is a crash, and the next capture is unharmed', async () => {
  const crashing: BrowserPool = {
    ...browsers,
    async lease(proxy) {
      const lease = await browsers.lease(proxy)
      // Without a proxy it is what was kept that is looked at.
      if (proxy === null) return lease
      lease.context.on('page', (page) => {
        page.once('domcontentloaded', async () => {
          const session = await lease.context.newCDPSession(page)
          // Never answered: whoever could do so has crashed.
          void session.send('Page.crash').catch(() => {})
        })
      })
      return lease
    },
  }
  await expect(capture('/read/blog', 20_000, { pool: crashing })).rejects.toMatchObject({
    code: 'browser_crash',
  })
  const kept = await capture('/read/blog', 20_000, { pool: crashing, keepsAnswered: true })
  expect(kept).toMatchObject({
    cutShort: 'browser_crash',
    httpStatus: 200,
    finalUrl: `${site.origin}/read/blog`,
  })
  expect(kept.visibleText).toContain('Keeping what I read')
  expect(kept.screenshot).not.toBeNull()
  await expect(capture('/read/blog', 20_000)).resolves.toMatchObject({ cutShort: null })
})
