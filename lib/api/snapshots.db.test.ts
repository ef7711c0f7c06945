import { afterAll, expect, test } from 'vitest'
import { linkView } from '#lib/contract/link.ts'
import { resourcePage } from '#lib/contract/resource.ts'
import { snapshotPage, snapshotView } from '#lib/contract/snapshot.ts'
import { textMatches } from '#lib/contract/text-matches.ts'
import { inTransaction } from '#lib/db/client.ts'
import { findArtifact, insertResources } from '#lib/db/resources.ts'
import { newUrl, openTestApi } from '#test/api.ts'
import { translator } from '#lib/i18n/translate.ts'
import { makeReadySnapshot } from '#test/ready-snapshot.ts'
import { makePerson } from '#test/person.ts'
import { problem } from './problem.ts'

const { opened, api, person, authorization, submit } = await openTestApi()
afterAll(() => opened.close())

// ---- Snapshots ----

test('POST /snapshots accepts an address: link, snapshot, job and event are there', async () => {
  const url = newUrl()
  const answer = await api('POST /snapshots', {
    authorization,
    body: { url: `${url}?utm_source=x#top`, tags: ['前端/React'], title: '标题', note: '备注' },
  })
  expect(answer.status).toBe(202)
  const snapshot = snapshotView.parse(answer.body)
  expect(snapshot).toMatchObject({ canonicalUrl: url, status: 'queued', stage: 'queued', verdict: null })
  expect(snapshot.url).toBe(`${url}?utm_source=x#top`)
  const link = linkView.parse((await api(`GET /links/${snapshot.linkId}`, { authorization })).body)
  expect(link).toMatchObject({ title: '标题', note: '备注', snapshot: null, latest: { id: snapshot.id } })
  expect(link.tags.map(({ path }) => path)).toEqual(['前端/React'])
  const jobs = await opened.db.$queryRaw`
    SELECT 1 FROM pgboss.job WHERE data ->> 'snapshotId' = ${snapshot.id}`
  expect(jobs).toHaveLength(1)
  const events = await opened.db.snapshotEvent.findMany({ where: { snapshotId: snapshot.id } })
  expect(events.map(({ kind }) => kind)).toEqual(['snapshot.queued'])
})

test('an address that waits for its capture is not captured twice, however it is written', async () => {
  const url = newUrl()
  const [first, second] = await Promise.all([submit(url), submit(`${url}#part`)])
  expect(second.id).toBe(first.id)
  const again = await submit(`${url}?utm_medium=mail`, { tags: ['再见'] })
  expect(again.id).toBe(first.id)
  const { body } = await api(`GET /links/${first.linkId}`, { authorization })
  expect(body.tags).toHaveLength(1)
})

test('what a page asked for is listed page by page, also only what was lost, and what it lacks is told', async () => {
  const { id } = await makeReadySnapshot(person.ctx, newUrl())
  const page = await findArtifact(opened.db, id, 'page')
  const resource = (name: string, digest: string | null) => ({
    url: `https://example.com/${name}`,
    method: 'GET',
    httpStatus: digest === null ? null : 200,
    contentType: digest && 'text/html',
    sizeBytes: digest ? 7 : 0,
    digest,
    failure: digest ? null : 'net::ERR_TIMED_OUT',
  })
  const missing = [{ url: 'https://example.com/lost', reason: 'net::ERR_TIMED_OUT' }]
  await inTransaction(opened.db, async (tx) => {
    const kept = page?.blobDigest ?? ''
    await insertResources(tx, id, [resource('1', kept), resource('lost', null), resource('3', kept)])
    const fidelity = { score: 0.9, visual: 1, text: 1, resources: 0.667, missing }
    await tx.snapshot.update({ where: { id }, data: { fidelity } })
  })
  const list = async (query: string) =>
    (await api(`GET /snapshots/${id}/resources?${query}`, { authorization })).body
  const first = resourcePage.parse(await list('limit=2'))
  expect(first.items.map(({ url }) => url.slice(-4))).toEqual(['om/1', 'lost'])
  expect(first.items[1]).toMatchObject({ kept: false, reason: 'net::ERR_TIMED_OUT', status: null })
  const second = resourcePage.parse(await list(`limit=2&cursor=${first.nextCursor}`))
  expect(second).toMatchObject({ items: [{ kept: true, status: 200, bytes: 7 }], nextCursor: null })
  expect((await list('kept=false')).items).toHaveLength(1)
  expect((await list('kept=true')).items).toHaveLength(2)
  expect((await api(`GET /snapshots/${id}`, { authorization })).body.fidelity).toMatchObject({ missing })
  const { body } = await api('GET /snapshots?limit=1', { authorization })
  expect(body.items[0].fidelity).toEqual({ score: 0.9, visual: 1, text: 1, resources: 0.667 })
})

test('ifOlderThan answers with a good snapshot that is young enough', async () => {
  const url = newUrl()
  const ready = await makeReadySnapshot(person.ctx, url)
  expect((await submit(url, { ifOlderThan: 3_600 })).id).toBe(ready.id)
  expect((await submit(url, { ifOlderThan: 0 })).id).not.toBe(ready.id)
})

test('ifOlderThan does not take a wall for a good snapshot', async () => {
  const url = newUrl()
  const wall = await makeReadySnapshot(person.ctx, url, { verdict: 'wall' })
  expect((await submit(url, { ifOlderThan: 3_600 })).id).not.toBe(wall.id)
})

test.each([
  ['ftp://example.com/', 'invalid_url'],
  ['javascript:alert(1)', 'invalid_url'],
  ['https://user:pass@example.com/', 'invalid_url'],
  ['not an address', 'invalid_url'],
  ['http://127.0.0.1/', 'blocked_address'],
  ['http://2130706433/', 'blocked_address'],
  ['http://[::1]/', 'blocked_address'],
  ['http://169.254.169.254/latest/meta-data/', 'blocked_address'],
  ['http://localhost:3000/', 'blocked_address'],
  ['', 'invalid_request'],
  [`https://example.com/${'a'.repeat(9_000)}`, 'invalid_request'],
])('the address %s is refused as %s, and nothing is kept', async (url, code) => {
  const before = await opened.db.link.count()
  const answer = await api('POST /snapshots', { authorization, body: { url } })
  expect(answer.status).toBe(422)
  expect(problem.parse(answer.body).code).toBe(code)
  expect(await opened.db.link.count()).toBe(before)
})

test('GET /snapshots lists versions newest first, by link and status, in pages', async () => {
  const stranger = await makePerson(opened)
  const ready = await makeReadySnapshot(stranger.ctx, newUrl())
  const other = { authorization: stranger.authorization }
  const { body: queued } = await api('POST /snapshots', { ...other, body: { url: newUrl() } })
  const first = snapshotPage.parse((await api('GET /snapshots?limit=1', other)).body)
  expect(first.items.map(({ id }) => id)).toEqual([queued.id])
  expect(first.total).toEqual({ count: 2, exact: true })
  const second = await api(`GET /snapshots?limit=1&cursor=${first.nextCursor}`, other)
  expect(second.body).toMatchObject({ items: [{ id: ready.id }], nextCursor: null })
  expect((await api('GET /snapshots?status=ready', other)).body.items).toMatchObject([{ id: ready.id }])
  expect((await api(`GET /snapshots?link=${queued.linkId}`, other)).body.items).toMatchObject([
    { id: queued.id },
  ])
  expect((await api('GET /snapshots?cursor=nonsense', other)).status).toBe(422)
})

test('retry puts a failed snapshot back into the queue, and makes a new version of a finished one', async () => {
  const failed = await submit()
  await opened.db.snapshot.update({
    where: { id: failed.id },
    data: { status: 'failed', errorCode: 'dns_failure', errorDetail: { host: 'example.com' }, attempts: 3 },
  })
  const told = await api(`GET /snapshots/${failed.id}`, {
    authorization,
    headers: { 'accept-language': 'en' },
  })
  expect(told.body.error).toEqual({
    code: 'dns_failure',
    message: 'This domain name cannot be found: example.com',
  })
  const retried = await api(`POST /snapshots/${failed.id}/retry`, { authorization })
  expect(retried.status).toBe(202)
  expect(retried.body).toMatchObject({ id: failed.id, status: 'queued', error: null, attempts: 0 })
  const ready = await makeReadySnapshot(person.ctx, newUrl())
  const next = await api(`POST /snapshots/${ready.id}/retry`, { authorization })
  expect(next.body).toMatchObject({ linkId: ready.linkId, status: 'queued' })
  expect(next.body.id).not.toBe(ready.id)
})

test('why a capture failed is told by its detail, and by its address where that names nothing', async () => {
  const { id, url } = await submit()
  const told = async (code: string, errorDetail: object) => {
    await opened.db.snapshot.update({
      where: { id },
      data: { status: 'failed', errorCode: code, errorDetail },
    })
    return (await api(`GET /snapshots/${id}`, { authorization })).body.error.message
  }
  const t = translator('zh-CN')
  const app = { host: 'a.test', reason: 'no_web_page' }
  expect(await told('blocked_address', app)).toBe(t('error.blocked_address.no_web_page'))
  expect(await told('blocked_address', { host: 'a.test' })).toBe(
    t('error.blocked_address', { host: 'a.test' }),
  )
  expect(await told('tls_error', {})).toBe(t('error.tls_error', { host: new URL(url).host }))
})

test('a capture that waits can be cancelled and retried; one that has ended cannot be cancelled', async () => {
  const { id } = await submit()
  const cancelled = await api(`POST /snapshots/${id}/cancel`, { authorization })
  expect(cancelled.body).toMatchObject({ status: 'failed', error: { code: 'cancelled', message: '已取消' } })
  const again = await api(`POST /snapshots/${id}/cancel`, { authorization })
  expect([again.status, again.body.code]).toEqual([409, 'conflict'])
  const events = await opened.db.snapshotEvent.findMany({ where: { snapshotId: id }, orderBy: { id: 'asc' } })
  expect(events.map(({ kind }) => kind)).toEqual(['snapshot.queued', 'snapshot.failed'])
  expect((await api(`POST /snapshots/${id}/retry`, { authorization })).body.status).toBe('queued')
})

test('a deleted version in front makes room for the best of the others, also in search', async () => {
  const url = newUrl()
  const first = await makeReadySnapshot(person.ctx, url)
  const second = await makeReadySnapshot(person.ctx, url)
  expect((await api(`DELETE /snapshots/${second.id}`, { authorization })).status).toBe(204)
  expect((await api(`GET /snapshots/${second.id}`, { authorization })).status).toBe(404)
  const link = await api(`GET /links/${first.linkId}`, { authorization })
  expect(link.body.snapshot).toMatchObject({ id: first.id, isFront: true })
  const found = await api(`GET /links?q=${encodeURIComponent('存档正文')}`, { authorization })
  expect(found.body.items.map(({ id }: { id: string }) => id)).toContain(first.linkId)
})

// ---- Artifacts ----

test.each([
  ['article', 'text/html; charset=utf-8', '<p>存档正文</p>'],
  ['text', 'text/plain; charset=utf-8', '存档正文'],
  ['screenshot', 'image/webp', 'not really a picture'],
  ['thumbnail', 'image/webp', 'not really a small picture'],
])(
  'GET /snapshots/{id}/%s streams %s that no browser takes for our page',
  async (kind, contentType, content) => {
    const url = newUrl()
    const { id } = await makeReadySnapshot(person.ctx, url)
    const answer = await api(`GET /snapshots/${id}/${kind}`, { authorization })
    expect(answer.status).toBe(200)
    expect(answer.body).toBe(`${content} ${url}`)
    const header = (name: string) => answer.headers.get(name)
    expect(header('content-type')).toBe(contentType)
    expect(header('content-length')).toBe(String(Buffer.byteLength(answer.body)))
    expect(header('x-content-type-options')).toBe('nosniff')
    expect(header('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
    const mayChange = kind === 'article' || kind === 'text'
    expect(header('cache-control')).toBe(
      mayChange ? 'private, no-cache' : 'private, max-age=31536000, immutable',
    )
    const etag = header('etag') ?? ''
    expect(etag).toMatch(/^"[0-9a-f]{64}"$/)
    const repeated = await api(`GET /snapshots/${id}/${kind}`, {
      authorization,
      headers: { 'if-none-match': etag },
    })
    expect([repeated.status, repeated.body]).toEqual([304, ''])
    const head = await api(`HEAD /snapshots/${id}/${kind}`, { authorization })
    expect([head.status, head.body, head.headers.get('etag')]).toEqual([200, '', etag])
  },
)

test('GET /snapshots/{id}/page leads to a signed replay address', async () => {
  const { id } = await makeReadySnapshot(person.ctx, newUrl())
  const answer = await api(`GET /snapshots/${id}/page`, { authorization })
  expect(answer.status).toBe(302)
  expect(answer.headers.get('location')).toMatch(new RegExp(`^/replay/${id}/[^/]+/page$`))
  expect(answer.headers.get('cache-control')).toBe('no-store')
})

test('an artifact that is not there yet is 404, with its own code', async () => {
  const { id } = await submit()
  const answer = await api(`GET /snapshots/${id}/text`, { authorization })
  expect([answer.status, answer.body.code]).toEqual([404, 'artifact_missing'])
})

test('addresses of artifacts are whole in the API', async () => {
  const { id } = await makeReadySnapshot(person.ctx, newUrl())
  const { body } = await api(`GET /snapshots/${id}`, { authorization })
  expect(body.artifacts.page.url).toBe(`http://localhost:3000/api/v1/snapshots/${id}/page`)
})

test('GET /snapshots/{id}/matches says where in the text the words of a query stand', async () => {
  const { id } = await makeReadySnapshot(person.ctx, newUrl())
  const find = (q: string) =>
    api(`GET /snapshots/${id}/matches?q=${encodeURIComponent(q)}`, { authorization })
  const text = (await api(`GET /snapshots/${id}/text`, { authorization })).body
  const { count, exact, marks } = textMatches.parse((await find('存檔 -正文 "example.com" title:正文')).body)
  expect([count, exact]).toEqual([2, true])
  expect(marks.map(([start, end]) => text.slice(start, end))).toEqual(['存档', 'example.com'])
  expect((await find('')).body).toEqual({ count: 0, exact: true, marks: [] })
  expect((await api(`GET /snapshots/${id}/matches`, { authorization })).status).toBe(422)
  const waiting = await submit()
  const answer = await api(`GET /snapshots/${waiting.id}/matches?q=x`, { authorization })
  expect([answer.status, answer.body.code]).toEqual([404, 'artifact_missing'])
})
