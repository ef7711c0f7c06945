import { afterAll, beforeAll, expect, test } from 'vitest'
import { authOf } from '#lib/auth/open-auth.ts'
import { hashNewPassword } from '#lib/auth/passwords.ts'
import { signIn } from '#lib/auth/sign-in.ts'
import { linkPage, linkView } from '#lib/contract/link.ts'
import { resourcePage } from '#lib/contract/resource.ts'
import { snapshotPage, snapshotView } from '#lib/contract/snapshot.ts'
import { textMatches } from '#lib/contract/text-matches.ts'
import { tagPage, tagView } from '#lib/contract/tag.ts'
import { inTransaction, openDb } from '#lib/db/client.ts'
import { findArtifact, insertResources } from '#lib/db/resources.ts'
import { newId } from '#lib/kernel/ids.ts'
import { MAX_BODY_BYTES } from '#lib/kernel/limits.ts'
import { apiClient } from '#test/api.ts'
import { makeReadySnapshot } from '#test/ready-snapshot.ts'
import { makePerson, type TestPerson } from '#test/person.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { openApi } from './open-api.ts'
import { problem } from './problem.ts'

let opened: TestRuntime
let api: ReturnType<typeof apiClient>
let person: TestPerson
let authorization: string

beforeAll(async () => {
  opened = await openTestRuntime({ LINKHOME_SUBMIT_LIMIT: '0' })
  api = apiClient(opened)
  person = await makePerson(opened, 'owner')
  authorization = person.authorization
})
afterAll(() => opened.close())

const newUrl = () => `https://example.com/${newId()}`
const submit = async (url = newUrl(), more: object = {}) =>
  (await api('POST /snapshots', { authorization, body: { url, ...more } })).body

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

// ---- Links and tags ----

test('POST /links answers with the link', async () => {
  const url = newUrl()
  const answer = await api('POST /links', { authorization, body: { url, visibility: 'public' } })
  expect(answer.status).toBe(202)
  expect(linkView.parse(answer.body)).toMatchObject({ canonicalUrl: url, visibility: 'public' })
})

test('GET /links finds by words, tag, site and state, and says where the words stand', async () => {
  const stranger = await makePerson(opened)
  const other = { authorization: stranger.authorization }
  const ready = await makeReadySnapshot(stranger.ctx, 'https://docs.example.org/a', { tags: ['前端/React'] })
  await api('POST /snapshots', { ...other, body: { url: newUrl(), title: '数据库连接池' } })
  const list = async (query: string) => linkPage.parse((await api(`GET /links?${query}`, other)).body)
  expect((await list('')).total).toEqual({ count: 2, exact: true })
  expect((await list('')).items[0]?.highlights).toBeUndefined()
  expect((await list(`tag=${encodeURIComponent('前端')}`)).items).toMatchObject([{ id: ready.linkId }])
  expect((await list('site=example.org')).items).toMatchObject([{ id: ready.linkId }])
  expect((await list('status=queued')).items).toMatchObject([{ title: '数据库连接池' }])
  const found = await list(`q=${encodeURIComponent('连接池')}`)
  expect(found.items).toMatchObject([{ title: '数据库连接池', highlights: [{ field: 'title' }] }])
  const page = await list('limit=1&sort=oldest')
  expect(page.items).toMatchObject([{ id: ready.linkId }])
  expect((await list(`limit=1&sort=oldest&cursor=${page.nextCursor}`)).items).toMatchObject([
    { title: '数据库连接池' },
  ])
})

test('PATCH /links/{id} changes what is given, and search follows', async () => {
  const { linkId } = await makeReadySnapshot(person.ctx, newUrl(), { note: '旧' })
  const patch = async (body: unknown) => (await api(`PATCH /links/${linkId}`, { authorization, body })).body
  expect(await patch({ title: '独角兽', tags: ['动物'] })).toMatchObject({ title: '独角兽', note: '旧' })
  const found = await api(`GET /links?q=${encodeURIComponent('独角兽')}`, { authorization })
  expect(found.body.items).toMatchObject([{ id: linkId, tags: [{ path: '动物' }] }])
  expect(await patch({ title: '', tags: [] })).toMatchObject({ title: '存档', ownTitle: null, tags: [] })
  const gone = await api(`GET /links?q=${encodeURIComponent('独角兽')}`, { authorization })
  expect(gone.body.items).toEqual([])
})

test('GET /links/lookup knows an address however it is written', async () => {
  const { linkId, url } = await submit()
  const lookup = (text: string) => api(`GET /links/lookup?url=${encodeURIComponent(text)}`, { authorization })
  expect((await lookup(`${url}?utm_source=x#y`)).body.id).toBe(linkId)
  expect((await lookup(newUrl())).status).toBe(404)
  expect((await lookup('nonsense')).status).toBe(422)
})

test('DELETE /links/{id} takes its snapshots and its place in search along', async () => {
  const { id, linkId } = await makeReadySnapshot(person.ctx, newUrl())
  expect((await api(`DELETE /links/${linkId}`, { authorization })).status).toBe(204)
  expect((await api(`GET /links/${linkId}`, { authorization })).status).toBe(404)
  expect((await api(`GET /snapshots/${id}`, { authorization })).status).toBe(404)
  expect(await opened.db.searchDocument.count({ where: { linkId } })).toBe(0)
  expect((await api(`DELETE /links/${linkId}`, { authorization })).status).toBe(404)
})

test('tags are made, found, renamed with those below, and deleted; links follow in search', async () => {
  const made = await api('POST /tags', { authorization, body: { path: '后端 / Go', color: 'teal' } })
  expect(made.status).toBe(201)
  expect(tagView.parse(made.body)).toMatchObject({ path: '后端/Go', color: 'teal', linkCount: 0 })
  expect((await api('POST /tags', { authorization, body: { path: '后端/go' } })).status).toBe(409)
  const { linkId } = await submit(newUrl(), { tags: ['后端/Go'] })
  const { body: listed } = await api(`GET /tags?q=${encodeURIComponent('后端')}`, { authorization })
  expect(tagPage.parse(listed).items).toMatchObject([
    { path: '后端', linkCount: 0, totalCount: 1 },
    { path: '后端/Go', linkCount: 1, totalCount: 1 },
  ])
  const renamed = await api(`PATCH /tags/${made.body.id}`, { authorization, body: { path: '语言/地鼠' } })
  expect(renamed.body).toMatchObject({ path: '语言/地鼠', color: 'teal', linkCount: 1 })
  const found = await api(`GET /links?q=${encodeURIComponent('地鼠')}`, { authorization })
  expect(found.body.items).toMatchObject([{ id: linkId }])
  expect((await api(`DELETE /tags/${made.body.id}`, { authorization })).status).toBe(204)
  const after = await api(`GET /links/${linkId}`, { authorization })
  expect(after.body.tags).toEqual([])
})

// ---- Tokens and me ----

test('POST /tokens shows the secret once, and the token works until it is deleted', async () => {
  const made = await api('POST /tokens', { authorization, body: { name: 'cli', scopes: ['links:read'] } })
  expect(made.status).toBe(201)
  const bearer = { authorization: `Bearer ${made.body.token}` }
  expect((await api('GET /me', bearer)).body).toMatchObject({ scopes: ['links:read'], via: 'token' })
  const denied = await api('POST /snapshots', { ...bearer, body: { url: newUrl() } })
  expect([denied.status, denied.body.code]).toEqual([403, 'forbidden'])
  expect((await api(`DELETE /tokens/${made.body.view.id}`, { authorization })).status).toBe(204)
  expect((await api('GET /me', bearer)).status).toBe(401)
})

// ---- What is wrong with a request ----

test.each([
  ['GET /links?limit=0', undefined, 422, 'limit'],
  ['GET /links?limit=101', undefined, 422, 'limit'],
  ['GET /links?limit=x', undefined, 422, 'limit'],
  ['GET /links?status=lost', undefined, 422, 'status'],
  ['GET /links?from=yesterday', undefined, 422, 'from'],
  ['GET /links?unknown=1', undefined, 422, 'unknown'],
  ['GET /links?q=a&q=b', undefined, 422, 'q'],
  ['GET /links?token=lh_x', undefined, 422, 'token'],
  ['POST /snapshots', {}, 422, 'url'],
  ['POST /snapshots', { url: 7 }, 422, 'url'],
  ['POST /snapshots', { url: 'https://example.com', colour: 'red' }, 422, 'colour'],
  ['POST /snapshots', { url: 'https://example.com', capture: { script: 'x' } }, 422, 'capture.script'],
  ['POST /snapshots', { url: 'https://example.com', tags: 'a' }, 422, 'tags'],
  ['POST /snapshots', { url: 'https://example.com', tags: ['a//b'] }, 422, 'tags.0'],
  ['POST /snapshots', { url: 'https://example.com', tags: ['长'.repeat(65)] }, 422, 'tags.0'],
  ['POST /snapshots', { url: 'https://example.com', tags: Array(51).fill('a') }, 422, 'tags'],
  ['POST /snapshots', { url: 'https://example.com', title: 'a'.repeat(301) }, 422, 'title'],
  ['POST /snapshots', { url: 'https://example.com', note: 'a'.repeat(10_001) }, 422, 'note'],
  ['POST /snapshots', { url: 'https://example.com', ifOlderThan: -1 }, 422, 'ifOlderThan'],
  ['POST /snapshots?url=https://example.com', { url: 'https://example.com' }, 422, 'url'],
  ['POST /tags', { path: 'a', color: 'ultraviolet' }, 422, 'color'],
  ['POST /tokens', { name: '', scopes: ['links:read'] }, 422, 'name'],
  ['POST /tokens', { name: 'x', scopes: [] }, 422, 'scopes'],
  ['POST /tokens', { name: 'x', scopes: ['root'] }, 422, 'scopes.0'],
  ['GET /links/lookup', undefined, 422, 'url'],
])('%s with %j is %i because of `%s`', async (route, body, status, path) => {
  const answer = await api(route, { authorization, body })
  expect(answer.status).toBe(status)
  expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
  const { code, errors } = problem.parse(answer.body)
  expect(code).toBe('invalid_request')
  expect(errors.map((error) => error.path)).toContain(path)
})

test.each([
  ['POST /snapshots', '{', 400, 'invalid_json'],
  ['POST /snapshots', '[]', 400, 'invalid_json'],
  ['POST /snapshots', `{"url":"${'a'.repeat(MAX_BODY_BYTES)}"}`, 413, 'body_too_large'],
  ['GET /nothing', undefined, 404, 'not_found'],
  ['PATCH /snapshots', '{}', 405, 'method_not_allowed'],
  [`GET /snapshots/${newId()}`, undefined, 404, 'not_found'],
  ['GET /snapshots/1', undefined, 404, 'not_found'],
  ["GET /links/'--", undefined, 404, 'not_found'],
  [`DELETE /tokens/${newId()}`, undefined, 404, 'not_found'],
  [`PATCH /tags/${newId()}`, '{}', 404, 'not_found'],
  [`POST /snapshots/${newId()}/retry`, undefined, 404, 'not_found'],
  [`GET /snapshots/${newId()}/page`, undefined, 404, 'not_found'],
])('%s is answered %i', async (route, body, status, code) => {
  const answer = await api(route, { authorization, body })
  expect([answer.status, answer.body.code]).toEqual([status, code])
})

test('a stored text keeps no NUL and no bidi control', async () => {
  const { linkId } = await submit(newUrl(), { title: 'a\u0000b\u202ec\ud800', note: '\u0000' })
  const { body } = await api(`GET /links/${linkId}`, { authorization })
  expect([body.title, body.note]).toEqual(['abc\ufffd', ''])
})

test('a problem speaks the language of the caller and names the methods that a path takes', async () => {
  const chinese = await api('GET /me')
  expect(chinese.body).toMatchObject({ status: 401, detail: '请先登录', title: 'Unauthorized' })
  expect(chinese.headers.get('www-authenticate')).toMatch(/^Bearer/)
  const english = await api('GET /me', { headers: { 'accept-language': 'en-GB,en;q=0.9' } })
  expect(english.body.detail).toBe('Please sign in first')
  expect((await api('PUT /me', { authorization, body: '{}' })).headers.get('allow')).toBe('GET')
})

// ---- Idempotency ----

test('the same POST with the same key is answered as before, and done once', async () => {
  const stranger = await makePerson(opened)
  const call = {
    authorization: stranger.authorization,
    headers: { 'idempotency-key': 'key-1' },
    body: { path: '一次' },
  }
  const [first, second] = await Promise.all([api('POST /tags', call), api('POST /tags', call)])
  expect([first.status, second.status]).toEqual([201, 201])
  expect(second.body).toEqual(first.body)
  expect(
    [first, second].filter(({ headers }) => headers.get('idempotency-replayed') === 'true'),
  ).toHaveLength(1)
  const other = await api('POST /tags', { ...call, body: { path: '两次' } })
  expect([other.status, other.body.code]).toEqual([409, 'idempotency_mismatch'])
  const otherPath = await api('POST /snapshots', { ...call, body: { url: newUrl() } })
  expect(otherPath.body.code).toBe('idempotency_mismatch')
})

test('a refused POST is not remembered: with the same key it may be corrected', async () => {
  const headers = { 'idempotency-key': 'key-2' }
  const refused = await api('POST /snapshots', { authorization, headers, body: { url: 'http://127.0.0.1/' } })
  expect(refused.status).toBe(422)
  const accepted = await api('POST /snapshots', { authorization, headers, body: { url: newUrl() } })
  expect(accepted.status).toBe(202)
})

test('keys of two people never meet', async () => {
  const call = { headers: { 'idempotency-key': 'key-3' }, body: { url: newUrl() } }
  const stranger = await makePerson(opened)
  const mine = await api('POST /snapshots', { authorization, ...call })
  const theirs = await api('POST /snapshots', { authorization: stranger.authorization, ...call })
  expect(theirs.status).toBe(202)
  expect(theirs.body.id).not.toBe(mine.body.id)
})

test('the secret of a token is never remembered: a repetition makes no second one and says conflict', async () => {
  const call = { authorization, headers: { 'idempotency-key': 'key-4' }, body: { name: 'once' } }
  const first = await api('POST /tokens', call)
  const second = await api('POST /tokens', call)
  expect([first.status, second.status, second.body.code]).toEqual([201, 409, 'conflict'])
  const remembered = await opened.db.idempotencyKey.findMany()
  expect(JSON.stringify(remembered)).not.toContain(first.body.token)
})

test('a key that is no token of HTTP is refused', async () => {
  const headers = { 'idempotency-key': 'a'.repeat(256) }
  expect((await api('POST /tags', { authorization, headers, body: { path: 'x' } })).status).toBe(422)
})

// ---- Cookies ----

async function cookieOf() {
  const { email } = await makePerson(opened).then(async ({ actor, email }) => {
    const password = await hashNewPassword('correct horse')
    await opened.db.account.updateMany({ where: { userId: actor.userId }, data: { password } })
    return { email }
  })
  const cookies = await signIn(authOf(opened), { email, password: 'correct horse' }, new Headers())
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ')
}

test('with a cookie, a change needs JSON from a page of the same origin; reading does not', async () => {
  const cookie = await cookieOf()
  const post = (headers: Record<string, string>) =>
    api('POST /snapshots', {
      headers: { cookie, 'content-type': 'application/json', ...headers },
      body: { url: newUrl() },
    })
  const refused = await post({ origin: 'https://evil.example' })
  expect([refused.status, refused.body.code]).toEqual([403, 'cross_origin'])
  expect((await post({ 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await post({})).status).toBe(403)
  expect((await post({ 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain' })).status).toBe(403)
  expect((await post({ 'sec-fetch-site': 'same-origin' })).status).toBe(202)
  expect((await post({ origin: 'http://localhost:3000' })).status).toBe(202)
  expect((await api('GET /me', { headers: { cookie, origin: 'https://evil.example' } })).body.via).toBe(
    'session',
  )
})

// ---- Limits and outages ----

test('the submission after the last one allowed is 429 with Retry-After', async () => {
  const limited = apiClient({
    ...opened,
    config: { ...opened.config, submitLimit: { count: 2, windowMs: 60_000 } },
  })
  const post = () => limited('POST /snapshots', { authorization, body: { url: newUrl() } })
  expect([(await post()).status, (await post()).status]).toEqual([202, 202])
  const refused = await post()
  expect([refused.status, refused.body.code]).toEqual([429, 'rate_limited'])
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(55)
  const other = await makePerson(opened)
  const theirs = await limited('POST /snapshots', {
    authorization: other.authorization,
    body: { url: newUrl() },
  })
  expect(theirs.status).toBe(202)
})

test('a database that is away is 503 with Retry-After, for a runtime that is open and for one that cannot open', async () => {
  const db = openDb('postgresql://a:b@127.0.0.1:1/x')
  const away = apiClient({ ...opened, db })
  const answer = await away('GET /links', { authorization })
  expect([answer.status, answer.body.code, answer.headers.get('retry-after')]).toEqual([
    503,
    'unavailable',
    '5',
  ])
  const unopened = openApi(() => db.$queryRaw`SELECT 1`.then(() => opened))
  const response = await unopened(new Request('http://localhost:3000/api/v1/me'))
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5'])
  await db.$disconnect()
})
