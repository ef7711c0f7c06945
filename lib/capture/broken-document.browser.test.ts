import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openFileStore } from '#lib/blobs/file-store.ts'
import { openLog } from '#lib/kernel/log.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'
import { startHostileSite, type HostileSite } from '#test/hostile/hostile-site.ts'
import { PROTOCOL_LIES } from '#test/hostile/protocol-lies.ts'
import { openBrowserPool, type BrowserPool } from './browser-pool.ts'
import type { Capture } from './capture.ts'
import { capturePage } from './capture-page.ts'

const log = openLog('test', 'silent')
const budget = {
  timeoutMs: 60_000,
  navigationTimeoutMs: 20_000,
  maxBytes: 5e7,
  maxResourceBytes: 2e7,
  maxRequests: 500,
}

let folder = ''
let browsers: BrowserPool
let site: HostileSite

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'linkhome-test-'))
  browsers = openBrowserPool({ executablePath: null, log })
  site = await startHostileSite(PROTOCOL_LIES)
})
afterAll(async () => {
  await browsers.close()
  await site.stop()
  await rm(folder, { recursive: true })
})

async function capture(name: string): Promise<Capture> {
  const lie = PROTOCOL_LIES.find((one) => one.name === name)
  if (!lie) throw new Error(`no case ${name}`)
  const policy = openAddressPolicy({
    allowHosts: site.settings.LINKHOME_ALLOW_HOSTS.split(','),
    dnsServers: [],
  })
  const request = { url: site.addressOf(lie), budget, signal: new AbortController().signal, onStage() {} }
  return capturePage({ browsers, blobs: openFileStore(folder), log, policy }, request)
}

test.each(['length-too-long', 'chunks-without-end', 'resets-in-the-body'])(
  '%s: what came of the document is kept, and no deadline is waited for',
  async (name) => {
    const captured = await capture(name)
    expect(captured.visibleText).toContain('The words that were there')
    expect(captured).toMatchObject({ cutShort: 'connection_failed', screenshot: { widthPx: 1_280 } })
  },
)

test('a document whose compression is broken leaves nothing, and says so', async () => {
  await expect(capture('says-gzip-is-plain')).rejects.toMatchObject({
    code: 'connection_failed',
    detail: { reason: 'ERR_CONTENT_DECODING_FAILED' },
  })
})
