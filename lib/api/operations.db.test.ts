import { afterAll, beforeAll, expect, test } from 'vitest'
import { JOB_PRIORITY } from '#lib/contract/job.ts'
import { linkPage } from '#lib/contract/link.ts'
import { operationPage, operationView } from '#lib/contract/operation.ts'
import { tagPage } from '#lib/contract/tag.ts'
import { inTransaction } from '#lib/db/client.ts'
import type { Prisma } from '#lib/db/generated/client.ts'
import { sql } from '#lib/db/sql.ts'
import { UNDO_KEEP_MS } from '#lib/kernel/limits.ts'
import { newId } from '#lib/kernel/ids.ts'
import { runOperation, takeStep } from '#lib/tagging/run-operation.ts'
import { reindexChanged } from '#lib/pipeline/reindex-changed.ts'
import { makePerson, type TestPerson } from '#test/person.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { apiClient } from '#test/api.ts'
import { deleteLinks } from '#lib/usecases/links/delete-links.ts'
import { editLinks } from '#lib/usecases/links/edit-links.ts'
import { recaptureLinks } from '#lib/usecases/links/recapture-links.ts'
import { submitMany } from '#lib/usecases/links/submit-many.ts'

let opened: TestRuntime
let person: TestPerson
let call: ReturnType<typeof apiClient>
beforeAll(async () => {
  opened = await openTestRuntime({ LINKHOME_SUBMIT_LIMIT: '0' })
  person = await makePerson(opened)
  call = apiClient(opened)
})
afterAll(() => opened.close())

const api = (request: string, body?: unknown) => call(request, { authorization: person.authorization, body })
const tagsNow = async () => tagPage.parse((await api('GET /tags?limit=100')).body).items
const idOf = async (path: string) => (await tagsNow()).find((tag) => tag.path === path)?.id ?? ''
const addLinks = async (count: number, tags: string[]) => {
  const urls = Array.from({ length: count }, () => `https://example.com/${newId()}`)
  const { results } = await submitMany(person.ctx, { urls, tags })
  return results.flatMap((result) => ('snapshot' in result ? [result.snapshot.linkId] : []))
}
const READY = { status: 'ready', verdict: 'good', capturedAt: new Date() } as const
/** More than one link is a worker's. */
const large = () => ({ ...person.ctx, maxAtOnce: 1 })
const found = async (q: string) =>
  linkPage.parse((await api(`GET /links?limit=100&q=${encodeURIComponent(q)}`)).body).items.length

test('merged tags become one with everything below, are found by their old names, and come back', async () => {
  await addLinks(2, ['JS', 'JS/框架'])
  await addLinks(1, ['JavaScript', 'JavaScript/框架'])
  const before = await tagsNow()
  const merge = { from: [await idOf('JS')], into: await idOf('JavaScript') }
  const answer = await api('POST /tags/merge', merge)
  const operation = operationView.parse(answer.body)
  expect(operation).toMatchObject({
    kind: 'tag.merge',
    status: 'done',
    subject: { tags: ['JS'], into: ['JavaScript'] },
    links: { changed: 2 },
    canUndo: true,
  })
  expect(await tagsNow()).toMatchObject([
    { path: 'JavaScript', linkCount: 3, totalCount: 3, aliases: ['JS'] },
    { path: 'JavaScript/框架', linkCount: 3 },
  ])
  expect([await found('tag:js'), await found('javascript')]).toEqual([3, 3])
  const named = (path: string) => api(`GET /tags/lookup?path=${encodeURIComponent(path)}`)
  expect((await named('ｊｓ')).body).toMatchObject({ path: 'JavaScript' })
  expect((await named('没有')).status).toBe(404)
  expect((await api(`POST /operations/${operation.id}/undo`)).body).toMatchObject({ status: 'undone' })
  expect(await tagsNow()).toEqual(before)
  expect(await found('javascript')).toBe(1)
  const again = await api(`POST /operations/${operation.id}/undo`)
  expect([again.status, again.body.code]).toEqual([409, 'conflict'])
})

test('a tag cannot become one with what lies below it in a way that puts it below itself', async () => {
  await addLinks(1, ['甲/甲/甲'])
  const answer = await api('POST /tags/merge', { from: [await idOf('甲/甲')], into: await idOf('甲') })
  expect(answer.status).toBe(409)
  expect((await api('POST /tags/merge', { from: [newId()], into: await idOf('甲') })).status).toBe(404)
})

test('a tag is split into several, or only for the links of a query', async () => {
  const [named = ''] = await addLinks(3, ['docker网络'])
  await api(`PATCH /links/${named}`, { title: '桥接' })
  const split = async (body: unknown) =>
    operationView.parse((await api(`POST /tags/${await idOf('docker网络')}/split`, body)).body)
  expect(await split({ into: ['桥'], q: 'title:桥接' })).toMatchObject({ links: { changed: 1 } })
  expect(await found('tag:桥')).toBe(1)
  const { id } = await split({ into: ['docker', '网络'] })
  expect((await tagsNow()).filter(({ path }) => ['docker', '网络'].includes(path))).toMatchObject([
    { linkCount: 2 },
    { linkCount: 2 },
  ])
  expect(await idOf('docker网络')).toBe('')
  await api(`POST /operations/${id}/undo`)
  expect([await found('tag:docker网络'), await idOf('docker')]).toEqual([2, ''])
})

test('many links are edited at once, by name or by query, and a worker brings them to search', async () => {
  const ids = await addLinks(25, ['旧'])
  const answer = await api('POST /links/bulk', {
    filters: { q: 'tag:旧' },
    addTags: ['新标签'],
    removeTags: ['旧', '不存在'],
    visibility: 'public',
  })
  const operation = operationView.parse(answer.body)
  expect(operation).toMatchObject({ kind: 'links.edit', links: { total: 25, done: 25, changed: 25 } })
  expect([await found('tag:新标签'), await found('is:public tag:新标签')]).toEqual([25, 25])
  await reindexChanged(opened)
  expect([await found('新标签'), await found('"旧"')]).toEqual([25, 0])
  // A stranger's link is passed over.
  const stranger = await makePerson(opened)
  const foreign = await api('POST /links/bulk', { ids: [newId(), ids[0]], addTags: ['一个'] })
  expect(foreign.body.links).toMatchObject({ changed: 1 })
  expect((await call('GET /operations', { authorization: stranger.authorization })).body.items).toEqual([])
  await api(`POST /operations/${operation.id}/undo`)
  expect([await found('tag:旧'), await found('is:public')]).toEqual([25, 0])
})

test('many links are deleted for good, with what their tags count; a worker passes over what was saved since', async () => {
  const ids = await addLinks(5, ['要删', '要删/下级'])
  const [kept = ''] = await addLinks(1, ['要删'])
  const stranger = await makePerson(opened)
  const foreign = await call('POST /links/bulk/delete', {
    authorization: stranger.authorization,
    body: { ids },
  })
  expect(foreign.body).toMatchObject({ kind: 'links.delete', status: 'done', links: { changed: 0 } })
  const answer = await api('POST /links/bulk/delete', { ids: ids.slice(0, 2) })
  const operation = operationView.parse(answer.body)
  expect(operation).toMatchObject({ status: 'done', links: { total: 2, changed: 2 }, canUndo: false })
  expect((await api(`POST /operations/${operation.id}/undo`)).status).toBe(409)
  const counts = async () => (await tagsNow()).filter(({ path }) => path.startsWith('要删'))
  expect(await counts()).toMatchObject([{ linkCount: 4 }, { linkCount: 3 }])
  expect([await found('要删'), (await api(`GET /links/${ids[0]}`)).status]).toEqual([4, 404])
  const queued = await deleteLinks(large(), { filters: { q: 'tag:要删/下级' } })
  expect(queued).toMatchObject({ status: 'queued', subject: { query: 'tag:要删/下级' } })
  const [later = ''] = await addLinks(1, ['要删/下级'])
  await runOperation(opened, { operationId: queued.id }, new AbortController().signal, 2)
  expect((await api(`GET /operations/${queued.id}`)).body).toMatchObject({
    status: 'done',
    links: { changed: 3 },
  })
  const left = (await api('GET /links?tag=' + encodeURIComponent('要删'))).body.items
  expect(left.map(({ id }: { id: string }) => id)).toEqual([later, kept])
  expect(await opened.db.snapshot.count({ where: { linkId: { in: ids } } })).toBe(0)
})

test('many links are captured again: what waits is left, what failed is tried anew, and all begin in turn', async () => {
  const [waits = '', failed = '', ready = ''] = await addLinks(3, ['再拍'])
  const end = (linkId: string, data: Prisma.SnapshotUpdateManyMutationInput) =>
    opened.db.snapshot.updateMany({ where: { linkId }, data: { ...data, attempts: 3 } })
  await end(failed, { status: 'failed', errorCode: 'timeout' })
  await end(ready, READY)
  const config = { ...opened.config, submitLimit: { count: 1, windowMs: 60_000 } }
  const recapture = () => recaptureLinks({ ...person.ctx, config }, { filters: { tag: '再拍' } })
  const operation = await recapture()
  expect(operation).toMatchObject({
    kind: 'links.recapture',
    status: 'done',
    canUndo: true,
    subject: { query: 'tag:再拍' },
  })
  expect(operation.links).toEqual({ total: 3, done: 3, changed: 2 })
  const versions = await opened.db.snapshot.findMany({
    where: { linkId: { in: [waits, failed, ready] } },
    select: { linkId: true, status: true, attempts: true },
    orderBy: { id: 'asc' },
  })
  expect(versions.map(({ linkId, status, attempts }) => [linkId, status, attempts])).toEqual([
    [waits, 'queued', 0],
    [failed, 'queued', 0],
    [ready, 'ready', 3],
    [ready, 'queued', 0],
  ])
  const jobs = await opened.db.$queryRaw<{ waits: number }[]>(sql`
    SELECT round(extract(epoch FROM j.start_after - o."createdAt"))::int AS "waits"
    FROM pgboss.job j JOIN "Snapshot" s ON s."id"::text = j.singleton_key, "Operation" o
    WHERE o."id" = ${operation.id}::uuid AND s."linkId" IN (${failed}::uuid, ${ready}::uuid)
      AND j.priority = ${JOB_PRIORITY.import} ORDER BY 1`)
  expect(jobs).toEqual([{ waits: 0 }, { waits: 60 }])
  await expect(recapture()).rejects.toMatchObject({ code: 'rate_limited' })
})

test('captures of many links that wait are called off, in the middle too; what has begun goes on', async () => {
  const [begun = '', failed = '', ready = '', later = ''] = await addLinks(4, ['撤回'])
  const set = (linkId: string, data: Prisma.SnapshotUpdateManyMutationInput) =>
    opened.db.snapshot.updateMany({ where: { linkId }, data })
  const failure = { errorCode: 'http_error', errorDetail: { status: 500 }, attempts: 3 }
  await set(failed, { status: 'failed', ...failure })
  for (const linkId of [begun, ready, later]) await set(linkId, READY)
  const versions = () =>
    opened.db.snapshot.findMany({
      where: { linkId: { in: [begun, failed, ready, later] } },
      select: { linkId: true, status: true, errorCode: true, errorDetail: true, attempts: true },
      orderBy: { id: 'asc' },
    })
  const before = await versions()
  const { id, canUndo } = await recaptureLinks(large(), { filters: { tag: '撤回' } })
  expect(canUndo).toBe(true)
  const lookedAt = () => api(`GET /operations/${id}`).then(({ body }) => body)
  const entries = () => opened.db.auditEntry.count({ where: { kind: 'snapshot_deleted' } })
  const told = await entries()
  const steps = (limit: number) => inTransaction(opened.db, (tx) => takeStep(tx, opened, id, limit))
  await steps(2)
  await steps(1)
  expect(await versions()).toHaveLength(6)
  await opened.db.snapshot.updateMany({
    where: { linkId: ready, status: 'queued' },
    data: { status: 'capturing' },
  })
  expect(await lookedAt()).toMatchObject({ status: 'queued', canUndo: true, links: { changed: 3 } })
  const undone = await api(`POST /operations/${id}/undo`)
  expect(undone.body).toMatchObject({ status: 'undone', canUndo: false, links: { total: 4, changed: 1 } })
  expect(await steps(10)).toBeNull()
  expect(await versions()).toEqual([
    ...before,
    expect.objectContaining({ linkId: ready, status: 'capturing' }),
  ])
  expect(await entries()).toBe(told)
})

test('an operation that captures offers no way back once all has begun', async () => {
  const [linkId = ''] = await addLinks(1, [])
  await opened.db.snapshot.updateMany({ where: { linkId }, data: READY })
  const { id } = await recaptureLinks(person.ctx, { ids: [linkId] })
  const canUndo = async () => (await api('GET /operations?limit=1')).body.items[0].canUndo
  expect(await canUndo()).toBe(true)
  await opened.db.snapshot.updateMany({ where: { linkId }, data: READY })
  expect(await canUndo()).toBe(false)
  expect((await api(`POST /operations/${id}/undo`)).body).toMatchObject({ links: { changed: 1 } })
})

test('an edit of many links that runs in a worker is stopped by undoing it', async () => {
  await addLinks(4, ['停下'])
  const edit = { filters: { tag: '停下' }, addTags: ['多余'] }
  const { id, canUndo } = await editLinks(large(), edit)
  expect(canUndo).toBe(true)
  await inTransaction(opened.db, (tx) => takeStep(tx, opened, id, 2))
  expect(await found('tag:多余')).toBe(2)
  expect((await api(`POST /operations/${id}/undo`)).body).toMatchObject({ status: 'undone' })
  await runOperation(opened, { operationId: id }, new AbortController().signal)
  expect([await found('tag:多余'), await found('tag:停下')]).toEqual([0, 4])
})

test.each([
  [{ addTags: ['x'] }, 'ids'],
  [{ ids: [newId()] }, 'addTags'],
  [{ ids: [newId()], filters: {}, addTags: ['x'] }, 'ids'],
  [{ ids: [], addTags: ['x'] }, 'ids'],
  [{ filters: { q: 'x', color: 'red' }, addTags: ['x'] }, 'filters.color'],
])('a bulk edit that says too little or too much is refused: %o', async (body, field) => {
  const answer = await api('POST /links/bulk', body)
  expect([answer.status, answer.body.errors[0].path]).toEqual([422, field])
})

test('an operation is listed, and too old it cannot be undone', async () => {
  await api('POST /tags', { path: '过时' })
  await api(`DELETE /tags/${await idOf('过时')}`)
  const [latest] = operationPage.parse((await api('GET /operations?limit=1')).body).items
  expect(latest).toMatchObject({ kind: 'tag.delete', subject: { tags: ['过时'] }, canUndo: true })
  const createdAt = new Date(Date.now() - UNDO_KEEP_MS - 1)
  await opened.db.operation.update({ where: { id: latest?.id }, data: { createdAt } })
  expect((await api(`POST /operations/${latest?.id}/undo`)).status).toBe(409)
})
