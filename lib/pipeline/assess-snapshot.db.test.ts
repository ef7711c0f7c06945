import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { assessment } from '#lib/archive/fidelity.ts'
import type { Capture } from '#lib/capture/capture.ts'
import type { ShownCopy } from '#lib/capture/show-frozen.ts'
import { JOB_PRIORITY } from '#lib/contract/job.ts'
import { closeExtractor } from '#lib/extract/extract-article.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { broughtCapture } from '#test/brought-capture.ts'
import { makeLibrary, makeLink, makeSnapshot } from '#test/factories.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { assessSnapshot } from './assess-snapshot.ts'
import { captureSnapshot } from './capture-snapshot.ts'
import { recoverUnassessed } from './recover-snapshots.ts'

let runtime: TestRuntime
let libraryId: string
/** Half of the other picture is the same. */
let pictures: { live: Buffer; other: Buffer }
beforeAll(async () => {
  runtime = await openTestRuntime()
  libraryId = (await makeLibrary(runtime.db)).libraryId
  const draw = (bars: number) =>
    sharp(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240"><rect width="320" height="240" fill="white"/>${Array.from({ length: bars }, (_, at) => `<rect x="${at * 16}" width="7" height="240"/>`).join('')}</svg>`,
      ),
    )
      .webp()
      .toBuffer()
  const [live, other] = await Promise.all([draw(20), draw(10)])
  pictures = { live, other }
})
afterAll(async () => {
  await closeExtractor()
  await runtime.close()
})

const never = new AbortController().signal
const row = (id: string) =>
  runtime.db.snapshot.findUniqueOrThrow({ where: { id }, include: { artifacts: true } })
const frontOf = async (linkId: string) =>
  (await runtime.db.link.findUniqueOrThrow({ where: { id: linkId } })).frontId
const jobsOf = (name: string, snapshotId: string) =>
  runtime.db.$queryRaw<{ priority: number; state: string }[]>`
    SELECT priority, state::text FROM pgboss.job WHERE name = ${name} AND singleton_key = ${snapshotId}`
const secondOf = (id: string) => runtime.db.snapshot.findUnique({ where: { passOf: id } })

async function captured(snapshotId: string, facts: Partial<Capture> = {}): Promise<void> {
  const blob = await runtime.blobs.put(pictures.live, { contentType: 'image/webp' })
  const kept = { ...blob, contentType: 'image/webp' }
  const screenshot = { ...kept, widthPx: 320, heightPx: 240, base: null, strips: kept }
  const capturePage = async (request: Parameters<typeof broughtCapture>[1]) => {
    const capture = await broughtCapture(runtime.blobs, request, { screenshot, ...facts })
    return { ...capture, blobs: [...capture.blobs, blob] }
  }
  await captureSnapshot({ ...runtime, capturePage }, { snapshotId }, never)
}

/** A ready snapshot of a link, of a new one when none is given. */
async function ready(facts: Partial<Capture> = {}) {
  const snapshot = await makeSnapshot(runtime.db, libraryId, await makeLink(runtime.db, libraryId))
  await captured(snapshot.snapshotId, facts)
  return snapshot
}

/** What a browser would show: by default all of it. */
const shows =
  (shown: Partial<ShownCopy> = {}) =>
  () =>
    Promise.resolve({ picture: pictures.live, text: '快照 '.repeat(200), absent: [], ...shown })
const assess = (snapshotId: string, viewFrozen = shows()) =>
  assessSnapshot({ ...runtime, viewFrozen }, { snapshotId }, never)
const half = () => shows({ picture: pictures.other })

test('a ready snapshot waits for its assessment, which is written once, into row and store', async () => {
  const { snapshotId } = await ready()
  expect(await jobsOf('assess', snapshotId)).toEqual([
    { priority: JOB_PRIORITY.background, state: 'created' },
  ])
  const absent = ['http://frozen.invalid/0']
  await Promise.all([assess(snapshotId, shows({ absent })), assess(snapshotId, shows({ absent }))])
  await assess(snapshotId, half())
  const { fidelity, assessedAt, artifacts } = await row(snapshotId)
  expect(fidelity).toMatchObject({ visual: 1, text: 1, resources: 0.667, score: 0.933 })
  expect(fidelity).toMatchObject({ missing: [{ reason: 'not_in_archive' }, { reason: 'net::ERR_FAILED' }] })
  const record = artifacts.find(({ kind }) => kind === 'fidelity')
  const bytes = await runtime.blobs.read(record?.blobDigest ?? '')
  expect(assessment.parse(JSON.parse(String(bytes)))).toMatchObject({
    snapshot: snapshotId,
    assessedAt: assessedAt?.toISOString(),
    fidelity,
  })
})

test('a page that could not be photographed has the picture of its frozen copy from then on', async () => {
  const { snapshotId } = await ready({ screenshot: null, thumbnail: null })
  await Promise.all([assess(snapshotId), assess(snapshotId)])
  const { artifacts, fidelity } = await row(snapshotId)
  // There is nothing to compare it with.
  expect(fidelity).toMatchObject({ visual: null })
  const kept = (wanted: string) =>
    runtime.blobs.read(artifacts.find(({ kind }) => kind === wanted)?.blobDigest ?? '')
  expect(await kept('screenshot')).toEqual(pictures.live)
  expect(await sharp((await kept('thumbnail')) ?? Buffer.alloc(0)).metadata()).toMatchObject({
    format: 'webp',
  })
})

test('an error page is not assessed', async () => {
  const { snapshotId } = await ready({ httpStatus: 404 })
  await assess(snapshotId)
  expect(await jobsOf('assess', snapshotId)).toEqual([])
  expect(await row(snapshotId)).toMatchObject({ verdict: 'http_error', assessedAt: null })
})

test('a copy that falls short is made a second time, when nobody waits, and not a third time', async () => {
  const { snapshotId, linkId } = await ready()
  await Promise.all([assess(snapshotId, half()), assess(snapshotId, half())])
  const second = await secondOf(snapshotId)
  expect(second).toMatchObject({ status: 'queued', linkId })
  const secondId = second?.id ?? ''
  expect(await jobsOf('capture', secondId)).toEqual([{ priority: JOB_PRIORITY.background, state: 'created' }])
  await captured(secondId)
  await assess(secondId, half())
  expect(await secondOf(secondId)).toBeNull()
  // Nor when the link is captured again soon.
  const again = await makeSnapshot(runtime.db, libraryId, { linkId, url: 'https://a.test/' })
  await captured(again.snapshotId)
  await assess(again.snapshotId, half())
  expect(await secondOf(again.snapshotId)).toBeNull()
})

test('the better of two passes stands in front, also in search, and the worse one never does', async () => {
  const worse = await ready()
  await assess(worse.snapshotId, half())
  const better = (await secondOf(worse.snapshotId))?.id ?? ''
  await captured(better, { title: '更好的快照' })
  // Until it has been looked at, the first one stays.
  expect(await frontOf(worse.linkId)).toBe(worse.snapshotId)
  await assess(better)
  expect(await frontOf(worse.linkId)).toBe(better)

  const first = await ready()
  await assess(first.snapshotId, shows({ text: '' }))
  const second = (await secondOf(first.snapshotId))?.id ?? ''
  await captured(second)
  await assess(second, shows({ picture: pictures.other, text: '' }))
  expect(await frontOf(first.linkId)).toBe(first.snapshotId)
  await captured(await newVersion(first.linkId))
  expect(await frontOf(first.linkId)).not.toBe(first.snapshotId)
})

const newVersion = async (linkId: string) =>
  (await makeSnapshot(runtime.db, libraryId, { linkId, url: 'https://a.test/' })).snapshotId

test('a second pass that failed as a page never hides the first', async () => {
  const { snapshotId, linkId } = await ready()
  await assess(snapshotId, half())
  const second = (await secondOf(snapshotId))?.id ?? ''
  await captured(second, { httpStatus: 503 })
  expect(await frontOf(linkId)).toBe(snapshotId)
})

test('a page that cannot be shown stays unknown; a browser that is gone is tried again', async () => {
  const { snapshotId } = await ready()
  const crash = () => Promise.reject(new AppError('browser_crash'))
  await expect(assess(snapshotId, crash)).rejects.toMatchObject({ code: 'browser_crash' })
  expect(await row(snapshotId)).toMatchObject({ assessedAt: null })
  await assess(snapshotId, () => Promise.reject(new AppError('timeout')))
  expect((await row(snapshotId)).fidelity).toMatchObject({ visual: null, text: null, resources: 0.667 })
})

test('what an older capture did not leave behind is unknown, and no reason for a second pass', async () => {
  const { snapshotId } = await ready()
  await runtime.db.artifact.deleteMany({ where: { snapshotId, kind: { in: ['visible', 'screenshot'] } } })
  await runtime.db.snapshot.update({ where: { id: snapshotId }, data: { fidelity: { score: 1 } } })
  await assess(snapshotId)
  expect((await row(snapshotId)).fidelity).toMatchObject({ score: 1, visual: null, text: null })
  expect(await secondOf(snapshotId)).toBeNull()
})

test('a lost assessment is sent again, one that waits is not', async () => {
  const [lost, waiting] = [await ready(), await ready()]
  await runtime.db
    .$executeRaw`DELETE FROM pgboss.job WHERE name = 'assess' AND singleton_key = ${lost.snapshotId}`
  await recoverUnassessed(runtime)
  await recoverUnassessed(runtime)
  for (const { snapshotId } of [lost, waiting]) expect(await jobsOf('assess', snapshotId)).toHaveLength(1)
})
