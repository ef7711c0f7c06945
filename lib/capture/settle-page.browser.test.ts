import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFileStore } from '#lib/blobs/file-store.ts'
import { openLog } from '#lib/kernel/log.ts'
import { runAtMost } from '#lib/kernel/run-at-most.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'
import { BANNERS } from '#test/pages/banners.ts'
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
const captures = new Map<string, Promise<Capture>>()

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkhome-test-'))
  browsers = openBrowserPool({ executablePath: null, log })
  site = await startSite()
  const allowHosts = [...site.allowHosts.split(','), `localhost:${site.port}`]
  const deps = {
    browsers,
    log,
    blobs: openFileStore(folder),
    policy: openAddressPolicy({ allowHosts, dnsServers: [] }),
  }
  const signal = new AbortController().signal
  const runner = runAtMost(3)
  for (const { path } of [...SETTLING, ...BANNERS]) {
    const request = { url: site.origin + path, budget, signal, onStage() {} }
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
  await rm(folder, { recursive: true })
})

test.each(SETTLING)('$name is whole when it is taken', async ({ path, expects }) => {
  const captured = await captures.get(path)
  expect(captured?.cutShort).toBeNull()
  for (const words of expects) expect(captured?.visibleText).toContain(words)
})

test.each(BANNERS)('the banner of $name: $what', async ({ path, what, keeps, loses }) => {
  const captured = await captures.get(path)
  expect(captured?.visibleText).toContain(keeps)
  expect(captured?.visibleText).not.toContain(loses)
  expect(captured?.interventions.map((done) => done.what)).toEqual(what ? [what] : [])
})
