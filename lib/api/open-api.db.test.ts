import { afterAll, expect, test } from 'vitest'
import { authOf } from '#lib/auth/open-auth.ts'
import { hashNewPassword } from '#lib/auth/passwords.ts'
import { signIn } from '#lib/auth/sign-in.ts'
import { linkPage, linkView } from '#lib/contract/link.ts'
import { tagPage, tagView } from '#lib/contract/tag.ts'
import { openDb } from '#lib/db/client.ts'
import { newId } from '#lib/kernel/ids.ts'
import { MAX_BODY_BYTES } from '#lib/kernel/limits.ts'
import { apiClient, newUrl, openTestApi } from '#test/api.ts'
import { makeReadySnapshot } from '#test/ready-snapshot.ts'
import { makePerson } from '#test/person.ts'
import { openApi } from './open-api.ts'
import { problem } from './problem.ts'

const { opened, api, person, authorization, submit } = await openTestApi()
afterAll(() => opened.close())

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
