import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowserPool, type BrowserPool } from '#lib/capture/browser-pool.ts'
import { capturePage } from '#lib/capture/capture-page.ts'
import { viewFrozen } from '#lib/capture/show-frozen.ts'
import { closeExtractor } from '#lib/extract/extract-article.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'
import { makeLibrary, makeLink, makeSnapshot } from '#test/factories.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { startSite, type Site } from '#test/site.ts'
import { assessSnapshot, type AssessDeps } from './assess-snapshot.ts'
import { captureSnapshot, type PipelineDeps } from './capture-snapshot.ts'

let runtime: TestRuntime
let site: Site
let browsers: BrowserPool
let deps: PipelineDeps & AssessDeps
let libraryId: string

beforeAll(async () => {
  site = await startSite()
  runtime = await openTestRuntime({ LINKHOME_ALLOW_HOSTS: site.allowHosts })
  const { config, log, blobs } = runtime
  browsers = openBrowserPool({ executablePath: config.chromiumPath, log })
  const policy = openAddressPolicy(config)
  deps = {
    ...runtime,
    capturePage: (request) => capturePage({ browsers, policy, blobs, log }, request),
    viewFrozen: (copy, signal) => viewFrozen({ browsers, blobs }, copy, signal),
  }
  libraryId = (await makeLibrary(runtime.db)).libraryId
})
afterAll(async () => {
  await browsers.close()
  await closeExtractor()
  await runtime.close()
  await site.stop()
})

async function capture(link: { linkId: string; url: string }) {
  const { snapshotId } = await makeSnapshot(runtime.db, libraryId, link)
  await captureSnapshot(deps, { snapshotId }, new AbortController().signal)
  return runtime.db.snapshot.findUniqueOrThrow({ where: { id: snapshotId }, include: { artifacts: true } })
}
const newLink = (path: string) => makeLink(runtime.db, libraryId, `${site.origin}${path}`)
const frontOf = async (linkId: string) =>
  (await runtime.db.link.findUniqueOrThrow({ where: { id: linkId } })).frontId
async function storedBytes(): Promise<number> {
  let sum = 0
  for await (const { storedBytes } of runtime.blobs.list()) sum += storedBytes
  return sum
}

test('a Chinese article becomes a ready snapshot that is read and found', async () => {
  const link = await newLink('/csdn/article.html')
  const snapshot = await capture(link)
  expect(snapshot).toMatchObject({ status: 'ready', verdict: 'good', httpStatus: 200, lang: 'zh-CN' })
  expect(snapshot.wordCount).toBeGreaterThan(100)
  const kinds = snapshot.artifacts.map(({ kind }) => kind)
  expect(kinds).toEqual(expect.arrayContaining(['page', 'article', 'text', 'screenshot', 'thumbnail']))
  expect(await frontOf(link.linkId)).toBe(snapshot.id)
  const document = await runtime.db.searchText.findUniqueOrThrow({ where: { linkId: link.linkId } })
  expect(document.title).toBe(snapshot.title)
})

test.each(['/read/blog', '/read/moving'])('%s shows offline what the browser saw', async (path) => {
  const { id } = await capture(await newLink(path))
  const asked = site.requests.length
  await assessSnapshot(deps, { snapshotId: id }, new AbortController().signal)
  const { fidelity } = await runtime.db.snapshot.findUniqueOrThrow({ where: { id } })
  expect(fidelity).toMatchObject({ text: 1, missing: [] })
  expect(fidelity).toHaveProperty('visual', expect.closeTo(1, 2))
  expect(site.requests).toHaveLength(asked)
})

test('what broke off is told as missing; what the site never had, and pings, are not', async () => {
  const { fidelity } = await capture(await newLink('/read/broken'))
  const lost = { url: `${site.origin}/bad/reset?picture`, reason: 'empty_response' }
  expect(fidelity).toMatchObject({ missing: [lost], resources: 0.8 })
})

test('an unchanged page costs almost nothing the second time', async () => {
  const link = await newLink('/read/news')
  const before = await storedBytes()
  const first = await capture(link)
  const between = await storedBytes()
  const second = await capture(link)
  const after = await storedBytes()
  expect(second.contentDigest).toBe(first.contentDigest)
  expect(Number(first.newBytes)).toBe(between - before)
  expect(Number(second.newBytes)).toBe(after - between)
  expect((after - between) / (between - before)).toBeLessThan(0.05)
  expect(await frontOf(link.linkId)).toBe(second.id)
})

test('a page that turned 404, by its words or by its status, is kept as a version, and the good one stays in front', async () => {
  const link = await newLink('/switch')
  const good = await capture(link)
  site.set('moved', true)
  const said = await capture(link)
  site.set('gone', true)
  const gone = await capture(link)
  expect(good).toMatchObject({ status: 'ready', verdict: 'good' })
  expect(said).toMatchObject({ status: 'ready', verdict: 'http_error', httpStatus: 200 })
  expect(gone).toMatchObject({ status: 'ready', verdict: 'http_error', httpStatus: 404 })
  expect(await frontOf(link.linkId)).toBe(good.id)
})

test.each([
  ['an address inside', '/bad/private-redirect', 'blocked_address'],
  ['a redirect that never arrives', '/bad/redirect-loop', 'too_many_redirects'],
])('%s ends as failed with its code', async (_what, path, errorCode) => {
  const link = await newLink(path)
  expect(await capture(link)).toMatchObject({ status: 'failed', errorCode, artifacts: [] })
  expect(await frontOf(link.linkId)).toBeNull()
})
