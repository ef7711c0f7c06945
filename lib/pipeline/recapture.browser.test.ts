import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowserPool, type BrowserPool } from '#lib/capture/browser-pool.ts'
import { capturePage } from '#lib/capture/capture-page.ts'
import { closeExtractor } from '#lib/extract/extract-article.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'
import { makeLibrary, makeLink, makeSnapshot } from '#test/factories.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { captureSnapshot, type PipelineDeps } from './capture-snapshot.ts'

const PICTURES = 60
const RECAPTURES = 2

let runtime: TestRuntime
let browsers: BrowserPool
let deps: PipelineDeps
let server: Server
let link: { linkId: string; url: string; libraryId: string }
/** What the page says beside its long text. */
let remark = '第一版'

beforeAll(async () => {
  // As incompressible as photographs; a browser that cannot draw them has received them all the same.
  const pictures = Array.from({ length: PICTURES }, () => randomBytes(10_000))
  const text = '网页会变,内容要留下来:每个版本只存变了的部分。'.repeat(3)
  server = createServer((request, response) => {
    const picture = pictures[Number(/^\/(\d+)\.webp$/.exec(request.url ?? '')?.[1])]
    if (picture) return response.setHeader('content-type', 'image/webp').end(picture)
    const shown = pictures.map((_, at) => `<p>${text}<img src="/${at}.webp" width="20" height="20"></p>`)
    return response
      .setHeader('content-type', 'text/html; charset=utf-8')
      .end(`<!doctype html><title>会变的网页</title><h1>会变的网页</h1><p>${remark}</p>${shown.join('')}`)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  runtime = await openTestRuntime({ LINKHOME_ALLOW_HOSTS: host })
  const { config, log, blobs, db } = runtime
  browsers = openBrowserPool({ executablePath: config.chromiumPath, log })
  const policy = openAddressPolicy(config)
  deps = { ...runtime, capturePage: (request) => capturePage({ browsers, policy, blobs, log }, request) }
  const { libraryId } = await makeLibrary(db)
  link = { ...(await makeLink(db, libraryId, `http://${host}/`)), libraryId }
})
afterAll(async () => {
  await browsers.close()
  await closeExtractor()
  await runtime.close()
  server.closeAllConnections()
  server.close()
})

/** What a capture added to the store, in bytes: all of it, and without the pictures of the page (docs/decisions/010). */
async function capture(): Promise<{ whole: number; others: number }> {
  const { db } = runtime
  const { snapshotId } = await makeSnapshot(db, link.libraryId, link)
  await captureSnapshot(deps, { snapshotId }, new AbortController().signal)
  const { newBytes, artifacts, ...snapshot } = await db.snapshot.findUniqueOrThrow({
    where: { id: snapshotId },
    include: { artifacts: { include: { blob: true } } },
  })
  expect(snapshot).toMatchObject({ status: 'ready', resourcesStored: PICTURES + 1 })
  const pictures = artifacts
    .filter(({ kind }) => kind === 'screenshot' || kind === 'thumbnail')
    .reduce((sum, { blob }) => sum + Number(blob.storedBytes), 0)
  const whole = Number(newBytes)
  return { whole, others: whole - pictures }
}

test('ten recaptures of a slightly changed page cost a fifth of the first, but for its pictures', async () => {
  const first = await capture()
  expect(first.others).toBeGreaterThan(PICTURES * 10_000)
  let others = 0
  for (let edition = 1; edition <= RECAPTURES; edition++) {
    remark = `第 ${edition + 1} 版`
    others += (await capture()).others
  }
  expect(first.others + (others / RECAPTURES) * 10).toBeLessThanOrEqual(1.2 * first.others)
  const unchanged = await capture()
  expect(unchanged.whole).toBeLessThanOrEqual(5 * 1024)
})
