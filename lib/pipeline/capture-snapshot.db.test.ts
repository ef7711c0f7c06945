import { afterAll, beforeAll, expect, test } from 'vitest'
import { readManifest } from '#lib/archive/manifest.ts'
import type { Capture, CaptureRequest } from '#lib/capture/capture.ts'
import type { SnapshotEvent } from '#lib/contract/event.ts'
import { inTransaction } from '#lib/db/client.ts'
import { cancelSnapshot } from '#lib/db/snapshots.ts'
import { setTags } from '#lib/db/tags.ts'
import { closeExtractor } from '#lib/extract/extract-article.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { MAX_ATTEMPTS } from '#lib/kernel/limits.ts'
import { broughtCapture } from '#test/brought-capture.ts'
import { makeLibrary, makeLink, makeSnapshot } from '#test/factories.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { captureSnapshot } from './capture-snapshot.ts'

let runtime: TestRuntime
let libraryId: string
beforeAll(async () => {
  runtime = await openTestRuntime({ LINKHOME_RETRY_DELAYS: '60,300' })
  libraryId = (await makeLibrary(runtime.db)).libraryId
})
afterAll(async () => {
  await closeExtractor()
  await runtime.close()
})

const never = new AbortController().signal
const bring = (request: CaptureRequest): Promise<Capture> => broughtCapture(runtime.blobs, request)

type Bring = typeof bring
const run = (snapshotId: string, capturePage: Bring = bring, stopping = never) =>
  captureSnapshot({ ...runtime, capturePage }, { snapshotId }, stopping)
const row = (id: string) => runtime.db.snapshot.findUniqueOrThrow({ where: { id } })
const jobs = (snapshotId: string) =>
  runtime.db.$queryRaw<
    { in_seconds: number }[]
  >`SELECT extract(epoch FROM start_after - now())::float AS in_seconds FROM pgboss.job WHERE singleton_key = ${snapshotId}`

async function eventsOf(snapshotId: string): Promise<SnapshotEvent['kind'][]> {
  const rows = await runtime.db.snapshotEvent.findMany({ where: { snapshotId }, orderBy: { id: 'asc' } })
  return rows.map(({ kind }) => kind as SnapshotEvent['kind'])
}

test('a captured page has its rows, its front, its words in search and its manifest', async () => {
  const { db, blobs } = runtime
  const link = await makeLink(db, libraryId)
  await inTransaction(db, (tx) => setTags(tx, libraryId, link.linkId, ['收藏/网页']))
  const { snapshotId } = await makeSnapshot(db, libraryId, link)
  await run(snapshotId)

  const snapshot = await row(snapshotId)
  expect(snapshot).toMatchObject({
    status: 'ready',
    stage: 'done',
    verdict: 'good',
    title: '快照',
    attempts: 1,
    resourcesTotal: 2,
    resourcesStored: 1,
    resourcesFailed: 1,
    interventions: [{ kind: 'consent', rule: 'Onetrust', what: 'banner_rejected', count: 1 }],
    fidelity: {
      score: 0.667,
      resources: 0.667,
      visual: null,
      text: null,
      missing: [{ reason: 'net::ERR_FAILED' }],
    },
  })
  expect(snapshot.newBytes).toBeGreaterThan(0n)
  const artifacts = await db.artifact.findMany({ where: { snapshotId }, orderBy: { kind: 'asc' } })
  expect(artifacts.map(({ kind }) => kind)).toEqual([
    'article',
    'contents',
    'manifest',
    'page',
    'text',
    'visible',
  ])
  for (const { blobDigest } of artifacts) expect(await blobs.has(blobDigest)).toBe(true)
  expect(await db.link.findUnique({ where: { id: link.linkId } })).toMatchObject({ frontId: snapshotId })
  expect(await db.searchText.findUnique({ where: { linkId: link.linkId } })).toMatchObject({ title: '快照' })
  const written = await readManifest(blobs, snapshot.manifestDigest ?? '')
  expect(written?.interventions).toEqual(snapshot.interventions)
  expect(written).toMatchObject({
    link: { tags: ['收藏/网页'] },
    snapshot: { id: snapshotId, verdict: 'good' },
  })
  expect(written?.artifacts.map(({ digest }) => digest).sort()).toEqual(
    artifacts
      .filter(({ kind }) => !['contents', 'manifest'].includes(kind))
      .map(({ blobDigest }) => blobDigest)
      .sort(),
  )
  const kinds = await eventsOf(snapshotId)
  expect(kinds.at(-1)).toBe('snapshot.ready')
  expect(new Set(kinds.slice(0, -1))).toEqual(new Set(['snapshot.stage']))
})

test('the next page may be opened when this one is closed: its picture is still being packed, and it is read', async () => {
  const { snapshotId } = await makeSnapshot(runtime.db, libraryId)
  const order: string[] = []
  const capturePage: Bring = async (request) => {
    const captured = await bring(request)
    request.onPage?.(captured)
    order.push('packed')
    return captured
  }
  const onPageDone = () => void order.push('page done')
  await captureSnapshot({ ...runtime, capturePage }, { snapshotId }, never, { onPageDone })
  expect(order).toEqual(['page done', 'packed'])
  expect(await row(snapshotId)).toMatchObject({ status: 'ready', verdict: 'good' })
})

test('the same job again, and at the same time, captures once', async () => {
  const { snapshotId } = await makeSnapshot(runtime.db, libraryId)
  let visits = 0
  const counting: Bring = (request) => {
    visits += 1
    return bring(request)
  }
  await Promise.all([run(snapshotId, counting), run(snapshotId, counting)])
  await run(snapshotId, counting)
  expect(visits).toBe(1)
  expect((await eventsOf(snapshotId)).filter((kind) => kind === 'snapshot.ready')).toHaveLength(1)
})

test('a refusal fails at once, with its code', async () => {
  const { snapshotId } = await makeSnapshot(runtime.db, libraryId)
  await run(snapshotId, () => Promise.reject(new AppError('blocked_address', { host: '10.0.0.1' })))
  expect(await row(snapshotId)).toMatchObject({
    status: 'failed',
    errorCode: 'blocked_address',
    errorDetail: { host: '10.0.0.1' },
    lease: null,
  })
  expect(await jobs(snapshotId)).toEqual([])
  expect((await eventsOf(snapshotId)).at(-1)).toBe('snapshot.failed')
})

test.each([
  ['a timeout', new AppError('timeout'), 'timeout'],
  ['what nobody foresaw', new TypeError('oops'), 'internal'],
])('%s is tried again with growing delays, and fails in the end', async (_what, error, code) => {
  const { snapshotId } = await makeSnapshot(runtime.db, libraryId)
  const delays: number[] = []
  const alone: unknown[] = []
  const fail: Bring = (request) => {
    alone.push(request.isAlone)
    return Promise.reject(error)
  }
  for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt++) {
    await run(snapshotId, fail)
    expect(await row(snapshotId)).toMatchObject({ status: 'queued', attempts: attempt, errorCode: code })
    delays.push(
      Math.max(...(await jobs(snapshotId)).map(({ in_seconds }) => Math.round(in_seconds / 10) * 10)),
    )
    expect((await eventsOf(snapshotId)).at(-1)).toBe('snapshot.retrying')
  }
  expect(delays).toEqual([60, 300])
  await run(snapshotId, fail)
  expect(await row(snapshotId)).toMatchObject({ status: 'failed', attempts: MAX_ATTEMPTS, errorCode: code })
  expect(await jobs(snapshotId)).toHaveLength(MAX_ATTEMPTS - 1)
  expect(alone).toEqual([false, true, true])
})

test('a worker that stops gives its snapshot back, and the attempt does not count', async () => {
  const { snapshotId } = await makeSnapshot(runtime.db, libraryId)
  const stopping = new AbortController()
  const hanging: Bring = ({ signal }) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason))
      stopping.abort(new Error('the worker stops'))
    })
  await run(snapshotId, hanging, stopping.signal)
  expect(await row(snapshotId)).toMatchObject({ status: 'queued', attempts: 0, lease: null, errorCode: null })
  expect(await jobs(snapshotId)).toHaveLength(1)
})

test('what was cancelled in the middle leaves no row of its capture', async () => {
  const { snapshotId, linkId } = await makeSnapshot(runtime.db, libraryId)
  await run(snapshotId, async (request) => {
    await inTransaction(runtime.db, (tx) => cancelSnapshot(tx, libraryId, snapshotId))
    return bring(request)
  })
  expect(await row(snapshotId)).toMatchObject({ status: 'failed', errorCode: 'cancelled' })
  expect(await runtime.db.artifact.count({ where: { snapshotId } })).toBe(0)
  expect(await runtime.db.resource.count({ where: { snapshotId } })).toBe(0)
  expect(await runtime.db.link.findUnique({ where: { id: linkId } })).toMatchObject({ frontId: null })
})

test('a link deleted in the middle ends its capture quietly', async () => {
  const { snapshotId, linkId } = await makeSnapshot(runtime.db, libraryId)
  await run(snapshotId, async (request) => {
    await runtime.db.link.delete({ where: { id: linkId } })
    return bring(request)
  })
  expect(await runtime.db.snapshot.count({ where: { id: snapshotId } })).toBe(0)
})
