import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compareImages } from '#lib/archive/compare-images.ts'
import { openBrowserPool, type BrowserPool } from '#lib/capture/browser-pool.ts'
import { capturePage } from '#lib/capture/capture-page.ts'
import { viewFrozen } from '#lib/capture/show-frozen.ts'
import { closeExtractor } from '#lib/extract/extract-article.ts'
import { openAddressPolicy } from '#lib/net/address-policy.ts'
import { deleteSnapshot } from '#lib/usecases/snapshots/delete-snapshot.ts'
import { readArtifact } from '#lib/usecases/snapshots/read-artifact.ts'
import { readStatistics } from '#lib/usecases/statistics/read-statistics.ts'
import { makeLink, makeSnapshot } from '#test/factories.ts'
import { makePerson, type TestPerson } from '#test/person.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { captureSnapshot, type PipelineDeps } from './capture-snapshot.ts'
import { frozenCopyOf } from './frozen-copy.ts'
import { writeSetting } from '#lib/db/settings.ts'
import { sweepBlobs } from './sweep-blobs.ts'

const PICTURES = 60
const never = new AbortController().signal

let runtime: TestRuntime
let browsers: BrowserPool
let deps: PipelineDeps
let server: Server
let person: TestPerson
let link: { linkId: string; url: string }
/** What the page says beside its long text. */
let remarks = ['第一版']

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
      .end(
        `<!doctype html><title>会变的网页</title><h1>会变的网页</h1>${remarks.map((remark) => `<p>${remark}</p>`).join('')}${shown.join('')}`,
      )
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  runtime = await openTestRuntime({ LINKHOME_ALLOW_HOSTS: host })
  const { config, log, blobs, db } = runtime
  browsers = openBrowserPool({ executablePath: config.chromiumPath, log })
  const policy = openAddressPolicy(config)
  deps = { ...runtime, capturePage: (request) => capturePage({ browsers, policy, blobs, log }, request) }
  person = await makePerson(runtime, 'owner')
  link = await makeLink(db, person.ctx.actor.libraryId, `http://${host}/`)
})
afterAll(async () => {
  await browsers.close()
  await closeExtractor()
  await runtime.close()
  server.closeAllConnections()
  server.close()
})

/** A new version, and what it added to the store, in bytes. */
async function capture(): Promise<{ id: string; bytes: number }> {
  const { db } = runtime
  const { snapshotId } = await makeSnapshot(db, person.ctx.actor.libraryId, link)
  await captureSnapshot(deps, { snapshotId }, never)
  const { newBytes, ...snapshot } = await db.snapshot.findUniqueOrThrow({ where: { id: snapshotId } })
  expect(snapshot).toMatchObject({ status: 'ready', resourcesStored: PICTURES + 1 })
  return { id: snapshotId, bytes: Number(newBytes) }
}

const artifactsOf = async (snapshotId: string) =>
  new Map(
    (await runtime.db.artifact.findMany({ where: { snapshotId } })).map((row) => [row.kind, row.blobDigest]),
  )

async function screenshotOf(id: string): Promise<Buffer> {
  const answer = await readArtifact(person.ctx, { id, kind: 'screenshot' })
  if (answer.kind !== 'bytes') throw new Error(answer.kind)
  expect(answer).toMatchObject({ contentType: 'image/webp' })
  const bytes = await buffer(await answer.open())
  expect(bytes.length).toBe(answer.sizeBytes)
  return bytes
}

test('eleven versions of a slightly changed page cost 1.2 times one, their pictures included', async () => {
  const first = await capture()
  expect(first.bytes).toBeGreaterThan(PICTURES * 10_000)
  remarks = ['第二版']
  const sameHeight = await capture()
  remarks = ['第三版', '多了一行']
  const grown = await capture()
  remarks = ['第四版', '多了一行']
  const afterGrown = await capture()
  // Ten editions: five as high as the first, one in which everything moves, and four after it.
  const eleven = first.bytes + 5 * sameHeight.bytes + grown.bytes + 4 * afterGrown.bytes
  expect(eleven / first.bytes).toBeLessThanOrEqual(1.2)
  const unchanged = await capture()
  expect(unchanged.bytes).toBeLessThanOrEqual(5 * 1024)

  // What the versions have added is what there is, and each of them alone would take as much as the first.
  const { library, store } = await readStatistics(person.ctx, {})
  expect(library.addedBytes).toBe(store?.storedBytes)
  expect(library.seenBytes).toBeGreaterThan(5 * 0.95 * first.bytes)

  // The picture of a version is that of its own capture, whichever way it is kept.
  const kept = await artifactsOf(grown.id)
  expect(kept.get('screenshot:base')).toBe((await artifactsOf(first.id)).get('screenshot'))
  expect((await artifactsOf(unchanged.id)).get('screenshot')).toBe(
    (await artifactsOf(afterGrown.id)).get('screenshot'),
  )
  const { blobs, db } = runtime
  const copy = await frozenCopyOf(db, grown.id, kept.get('page') ?? '')
  const shown = await viewFrozen({ browsers, blobs }, copy, never)
  const screenshot = await screenshotOf(grown.id)
  // The frozen page is compared with it as if both had been kept in the same way.
  expect((await compareImages(screenshot, shown.picture)).score).toBe(1)
  expect((await compareImages(await screenshotOf(first.id), shown.picture)).score).toBeLessThan(0.9)

  // It outlives the version whose picture it is pasted on.
  await deleteSnapshot(person.ctx, { id: first.id })
  for (const days of [4, 8]) {
    const now = () => new Date(Date.now() + days * 24 * 3_600_000)
    await writeSetting(runtime.db, 'sweep.at', now().toISOString())
    await sweepBlobs({ ...runtime, now })
  }
  expect((await screenshotOf(grown.id)).equals(screenshot)).toBe(true)
  // So does its text, which is kept as what is new in it.
  const page = await db.blob.findUniqueOrThrow({ where: { digest: kept.get('page') } })
  expect(page).toMatchObject({ encoding: 'delta', baseDigest: expect.any(String) })
  expect(String(await blobs.read(page.digest))).toContain('多了一行')
})
