import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { artifactResponse } from '#lib/api/artifact-response.ts'
import { reportWorker } from '#lib/db/worker-presence.ts'
import { renderForm } from '#lib/pipeline/render-form.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { FORM_RETRY_MS, PUBLIC_MAKE_LIMIT } from '#lib/kernel/limits.ts'
import { makePerson, type TestPerson } from '#test/person.ts'
import { makeReadySnapshot } from '#test/ready-snapshot.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import type { Ctx } from '../define-use-case.ts'
import { getSnapshot } from './get-snapshot.ts'
import { readArtifact } from './read-artifact.ts'

let runtime: TestRuntime
let person: TestPerson
let stranger: Ctx

beforeAll(async () => {
  runtime = await openTestRuntime()
  person = await makePerson(runtime)
  stranger = { ...runtime, actor: { kind: 'anonymous' } }
})
afterAll(() => runtime.close())

let count = 0
const newSnapshot = (visibility?: 'public') =>
  makeReadySnapshot(person.ctx, `https://8.8.8.8/${(count += 1)}`, { visibility })
const rowsOf = (snapshotId: string) =>
  runtime.db.artifact.findMany({ where: { snapshotId, kind: 'markdown' } })

async function readMarkdown(ctx: Ctx, id: string) {
  const answer = await readArtifact(ctx, { id, kind: 'markdown' })
  if (answer.kind !== 'bytes') throw new Error(answer.kind)
  return { ...answer, words: await text(await answer.open()) }
}

test('a form is listed before it is there, made once for all who ask, and kept', async () => {
  const { id } = await newSnapshot()
  const before = await getSnapshot(person.ctx, { id })
  expect(before.artifacts.markdown).toMatchObject({
    contentType: 'text/markdown; charset=utf-8',
    bytes: null,
  })
  const all = await Promise.all(Array.from({ length: 6 }, () => readMarkdown(person.ctx, id)))
  expect(new Set(all.map(({ digest }) => digest)).size).toBe(1)
  expect(all[0]?.words).toContain('# 存档\n\n存档正文')
  expect(await rowsOf(id)).toMatchObject([{ blobDigest: all[0]?.digest }])
  const after = await getSnapshot(person.ctx, { id })
  expect(after.artifacts.markdown?.bytes).toBe(Buffer.byteLength(all[0]?.words ?? ''))
})

test('what an older maker made is made again', async () => {
  const { id } = await newSnapshot()
  const { digest } = await readMarkdown(person.ctx, id)
  const { digest: other } = await readMarkdown(person.ctx, (await newSnapshot()).id)
  const where = { snapshotId_kind: { snapshotId: id, kind: 'markdown' } }
  await runtime.db.artifact.update({ where, data: { blobDigest: other, makerVersion: 0 } })
  expect((await readMarkdown(person.ctx, id)).digest).toBe(digest)
})

test('what needs a browser is made by a worker, once, while all who asked wait', async () => {
  const { id } = await newSnapshot()
  const read = () => readArtifact(person.ctx, { id, kind: 'pdf' })
  // Nobody is there who would make it: come back later.
  expect(await read()).toMatchObject({ kind: 'pending' })
  await reportWorker(runtime.db, { hasRoom: true })
  const asked = [read(), read()]
  const jobs = () =>
    runtime.db.$queryRaw<unknown[]>`SELECT FROM pgboss.job WHERE name = 'render' AND singleton_key = ${id}`
  await expect.poll(jobs).toHaveLength(1)
  let printed = 0
  const printFrozen = () => {
    printed += 1
    return runtime.blobs.put('%PDF- of a page', { contentType: 'application/pdf' })
  }
  const never = new AbortController().signal
  const job = { snapshotId: id, form: 'pdf' } as const
  await renderForm({ ...runtime, printFrozen }, job, never)
  await renderForm({ ...runtime, printFrozen }, job, never)
  expect(printed).toBe(1)
  for (const answer of await Promise.all(asked))
    expect(answer).toMatchObject({ kind: 'bytes', contentType: 'application/pdf' })
  expect((await getSnapshot(person.ctx, { id })).artifacts.pdf).toMatchObject({ bytes: 15 })
  expect(await jobs()).toHaveLength(1)
})

test('what can never be printed ends for who waits and in the list, and may be tried again later', async () => {
  const { id } = await newSnapshot()
  await reportWorker(runtime.db, { hasRoom: true })
  let clock = Date.now()
  const at = { now: () => new Date(clock) }
  const ctx = { ...person.ctx, ...at }
  const read = () => readArtifact(ctx, { id, kind: 'pdf' })
  const listed = async () => (await getSnapshot(ctx, { id })).artifacts.pdf
  const printFrozen = () => Promise.reject(new AppError('browser_crash'))
  const job = { snapshotId: id, form: 'pdf' } as const
  const fail = (signal = new AbortController().signal) =>
    expect(renderForm({ ...runtime, ...at, printFrozen }, job, signal)).rejects.toThrow('browser_crash')
  // A worker that stops gives its try back.
  await fail(AbortSignal.abort())
  await fail()
  expect(await listed()).not.toHaveProperty('failed')
  const waiting = read().catch((error: unknown) => error)
  clock += 1
  await fail()
  const failed = { code: 'form_failed', detail: { reason: 'browser_crash', seconds: 600 } }
  expect(await waiting).toMatchObject(failed)
  expect(await listed()).toMatchObject({ failed: true, bytes: null })
  await expect(read()).rejects.toMatchObject(failed)
  clock += FORM_RETRY_MS
  expect(await listed()).not.toHaveProperty('failed')
  const asked = read()
  const printed = () => runtime.blobs.put('%PDF- at last', { contentType: 'application/pdf' })
  await renderForm({ ...runtime, ...at, printFrozen: printed }, job, new AbortController().signal)
  expect(await asked).toMatchObject({ kind: 'bytes' })
  expect((await runtime.db.snapshot.findUniqueOrThrow({ where: { id } })).failedForms).toEqual({})
})

test('a stranger has nothing made of a private snapshot, and only so much of public ones', async () => {
  const hidden = await newSnapshot()
  await expect(readMarkdown(stranger, hidden.id)).rejects.toMatchObject({ code: 'not_found' })
  expect(await rowsOf(hidden.id)).toEqual([])
  const shown = await newSnapshot('public')
  expect((await readMarkdown(stranger, shown.id)).words).toContain('存档正文')
  const other = await newSnapshot('public')
  for (let made = 1; made < PUBLIC_MAKE_LIMIT.count; made += 1) runtime.making.countStranger(runtime.now())
  await expect(readMarkdown(stranger, other.id)).rejects.toMatchObject({ code: 'rate_limited' })
  // What is there may be read all the same.
  expect((await readMarkdown(stranger, shown.id)).words).toContain('存档正文')
})

test('a form without what it needs is artifact_missing', async () => {
  const { id } = await newSnapshot()
  await runtime.db.artifact.deleteMany({ where: { snapshotId: id, kind: 'article' } })
  expect((await getSnapshot(person.ctx, { id })).artifacts.markdown).toBeNull()
  await expect(readMarkdown(person.ctx, id)).rejects.toMatchObject({ code: 'artifact_missing' })
})

test('a download is saved under the name of the page, in ranges when they are asked for', async () => {
  const { id } = await newSnapshot()
  const { words, digest } = await readMarkdown(person.ctx, id)
  const fetchWith = async (headers: Record<string, string>) => {
    const request = new Request('https://a.test/', { headers })
    return artifactResponse(await readArtifact(person.ctx, { id, kind: 'markdown' }), request)
  }
  const whole = await fetchWith({})
  expect(whole.headers.get('content-disposition')).toMatch(
    /^attachment; filename="__ \d{4}-\d\d-\d\d\.md"; filename\*=UTF-8''%E5%AD%98%E6%A1%A3%20\d{4}-\d\d-\d\d\.md$/,
  )
  expect(whole.headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
  expect(whole.headers.get('cache-control')).toBe('private, no-cache')
  await whole.body?.cancel()
  const part = await fetchWith({ range: 'bytes=4-7', 'if-range': `"${digest}"` })
  expect([part.status, await part.text()]).toEqual([206, words.slice(4, 8)])
  expect(part.headers.get('content-range')).toBe(`bytes 4-7/${Buffer.byteLength(words)}`)
  expect(part.headers.get('cache-control')).toBe('private, no-cache, no-transform')
  expect((await fetchWith({ range: 'bytes=99999-' })).status).toBe(416)
  const changed = await fetchWith({ range: 'bytes=4-7', 'if-range': '"other"' })
  expect([changed.status, await changed.text()]).toEqual([200, words])
})
