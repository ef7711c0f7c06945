import { afterAll, beforeAll, expect, test } from 'vitest'
import { createdFeed, feedPage } from '#lib/contract/feed.ts'
import { operationPage } from '#lib/contract/operation.ts'
import { savedSearchView } from '#lib/contract/saved-search.ts'
import { openDb } from '#lib/db/client.ts'
import { sha256 } from '#lib/kernel/digest.ts'
import { newId } from '#lib/kernel/ids.ts'
import { FEED_ENTRIES, FEED_GUESS_LIMIT, FEED_READ_LIMIT, MAX_FEEDS } from '#lib/kernel/limits.ts'
import { removePerson } from '#lib/usecases/account/remove-person.ts'
import { createToken } from '#lib/usecases/account/create-token.ts'
import { apiClient } from '#test/api.ts'
import { makeLink } from '#test/factories.ts'
import { makePerson } from '#test/person.ts'
import { makeReadySnapshot } from '#test/ready-snapshot.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { openFeedDoor } from './feed-door.ts'

const BASE = 'https://home.test'
let opened: TestRuntime
let call: ReturnType<typeof apiClient>
/** Moved on by tests: each has limits of its own then. */
let now: Date
beforeAll(async () => {
  opened = await openTestRuntime({ LINKHOME_SUBMIT_LIMIT: '0', LINKHOME_BASE_URL: BASE })
  call = apiClient(opened)
  now = new Date()
})
afterAll(() => opened.close())

const later = (ms: number) => (now = new Date(now.getTime() + ms))

async function newReader() {
  const person = await makePerson(opened)
  const api = (request: string, body?: unknown, headers?: Record<string, string>) =>
    call(request, { authorization: person.authorization, body, headers })
  const follow = async (body: object) => createdFeed.parse((await api('POST /feeds', body)).body)
  return { ...person, api, follow }
}

/** A configuration of its own, so that nobody else's readings are counted. */
function newDoor(more: Partial<TestRuntime> = {}) {
  const config = { ...opened.config }
  const open = openFeedDoor(async () => ({ ...opened, config, now: () => now, ...more }))
  return async (url: string, headers: Record<string, string> = {}, method = 'GET') => {
    const name = decodeURIComponent(new URL(url).pathname.replace(/^\/feeds\//, ''))
    const response = await open(new Request(url, { method, headers }), name)
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
}

const titlesOf = (json: string) => JSON.parse(json).items.map(({ title }: { title: string }) => title)

test('a feed holds the newest links that its query is true of, private ones too, and says nothing of notes', async () => {
  const { api, ctx, follow } = await newReader()
  const kept = await makeReadySnapshot(ctx, 'https://example.com/a?b=1&c=<x>', {
    tags: ['技术/数据库', '收藏'],
    note: '私人笔记',
  })
  await api(`PATCH /links/${kept.linkId}`, { title: '容器 & <网络>' })
  await opened.db.snapshot.update({ where: { id: kept.id }, data: { excerpt: '一句话，]]> 说明' } })
  await api('POST /links', { url: 'https://example.com/2', title: '容器存储' })
  await api('POST /links', { url: 'https://example.com/3', title: '别的' })
  const { url, view } = await follow({ q: '容器', name: '容器一类' })
  expect(url).toMatch(/^https:\/\/home\.test\/feeds\/[\w-]{32}$/)
  const read = newDoor()
  const atom = await read(url)
  expect([atom.status, atom.headers.get('content-type')]).toEqual([
    200,
    'application/atom+xml; charset=utf-8',
  ])
  expect(atom.text).toContain('<title>容器 &amp; &lt;网络&gt;</title>')
  expect(atom.text).toContain('<link rel="alternate" href="https://example.com/a?b=1&amp;c=%3Cx%3E"/>')
  expect(atom.text).toContain(`<link rel="related" href="${BASE}/s/${kept.id}"/>`)
  expect(atom.text).toContain('<category term="技术/数据库"/>')
  expect(atom.text).toContain('<summary>一句话，]]&gt; 说明</summary>')
  expect(atom.text).toContain(`<id>urn:uuid:${view.id}</id>`)
  const json = await read(`${url}.json`)
  expect(json.headers.get('content-type')).toBe('application/feed+json; charset=utf-8')
  const link = await opened.db.link.findUniqueOrThrow({ where: { id: kept.linkId } })
  expect(JSON.parse(json.text)).toEqual({
    version: 'https://jsonfeed.org/version/1.1',
    title: '容器一类',
    home_page_url: `${BASE}/search?q=%E5%AE%B9%E5%99%A8&sort=newest`,
    authors: [{ name: 'link之家' }],
    items: [
      expect.objectContaining({
        title: '容器存储',
        url: 'https://example.com/2',
        content_text: '',
        tags: [],
      }),
      {
        id: `urn:uuid:${kept.linkId}`,
        url: `${BASE}/s/${kept.id}`,
        external_url: link.originalUrl,
        title: '容器 & <网络>',
        content_text: '一句话，]]> 说明',
        date_published: link.createdAt.toISOString(),
        date_modified: expect.any(String),
        tags: ['技术/数据库', '收藏'],
      },
    ],
  })
  const token = url.split('/').at(-1) ?? ''
  for (const { text } of [atom, json]) {
    expect(text).not.toContain('私人笔记')
    // What is passed on must not pass the address on.
    expect(text).not.toContain(token)
  }
})

test('ending and Accept choose the format; every answer is private, inert and not to be indexed', async () => {
  const { follow } = await newReader()
  const { url } = await follow({ q: 'x' })
  const read = newDoor()
  const formats = await Promise.all([
    read(url),
    read(url, { accept: 'application/feed+json, */*;q=0.1' }),
    read(url, { accept: 'application/json' }),
    read(url, { accept: 'application/atom+xml, application/json;q=0.5' }),
    read(url, { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' }),
    read(`${url}.atom`, { accept: 'application/json' }),
    read(`${url}.json`),
    read(`${url}.json`, {}, 'HEAD'),
  ])
  expect(formats.map(({ headers }) => /json/.test(headers.get('content-type') ?? ''))).toEqual(
    [0, 1, 1, 0, 0, 0, 1, 1].map(Boolean),
  )
  expect(formats.at(-1)?.text).toBe('')
  const missing = await read(`${BASE}/feeds/nothing`)
  expect(missing.status).toBe(404)
  for (const { headers } of [...formats, missing]) {
    expect(headers.get('x-robots-tag')).toBe('noindex, nofollow')
    expect(headers.get('content-security-policy')).toMatch(/^sandbox; default-src 'none'/)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('set-cookie')).toBeNull()
  }
  expect(formats[0]?.headers.get('cache-control')).toBe('private, no-cache')
  expect(formats[0]?.headers.get('vary')).toBe('Accept')
})

test('who has the newest state is told so; every change of the links is one, also that a link goes', async () => {
  const { api, follow } = await newReader()
  await api('POST /links', { url: 'https://example.com/1', title: '网络一' })
  const second = await api('POST /links', { url: 'https://example.com/2', title: '网络二' })
  const { url } = await follow({ q: '网络' })
  const read = newDoor()
  const state = async () => {
    const { headers, status } = await read(url)
    expect(status).toBe(200)
    return { etag: headers.get('etag') ?? '', modified: headers.get('last-modified') ?? '' }
  }
  const changes = [
    () => api(`PATCH /links/${second.body.id}`, { tags: ['新'] }),
    () => api(`PATCH /links/${second.body.id}`, { title: '网络' }),
    () => api(`DELETE /links/${second.body.id}`),
  ]
  let known = await state()
  for (const change of changes) {
    const byTag = await read(url, { 'if-none-match': `"other", W/${known.etag}` })
    expect([byTag.status, byTag.text, byTag.headers.get('etag')]).toEqual([304, '', known.etag])
    expect((await read(url, { 'if-modified-since': known.modified })).status).toBe(304)
    // The tag counts, whatever the time says.
    const both = { 'if-none-match': '"other"', 'if-modified-since': known.modified }
    expect((await read(url, both)).status).toBe(200)
    await change()
    expect((await read(url, { 'if-none-match': known.etag })).status).toBe(200)
    expect((await read(url, { 'if-modified-since': known.modified })).status).toBe(200)
    known = await state()
  }
  expect((await read(`${url}.json`, { 'if-none-match': known.etag })).status).toBe(200)
  expect((await read(url, { 'if-modified-since': 'yesterday' })).status).toBe(200)
})

test('a feed of a saved search follows its name and query, and ends with it', async () => {
  const { api, follow } = await newReader()
  await api('POST /links', { url: 'https://example.com/1', title: '容器' })
  await api('POST /links', { url: 'https://example.com/2', title: '网络' })
  const search = savedSearchView.parse((await api('POST /saved-searches', { name: '一', q: '容器' })).body)
  const { url, view } = await follow({ savedSearchId: search.id })
  expect(view).toMatchObject({ name: '一', q: '容器', savedSearchId: search.id, lastUsedAt: null })
  const read = newDoor()
  expect(titlesOf((await read(`${url}.json`)).text)).toEqual(['容器'])
  await api(`PATCH /saved-searches/${search.id}`, { name: '二', q: '网络' })
  const changed = JSON.parse((await read(`${url}.json`)).text)
  expect([changed.title, changed.items.length, changed.items[0].title]).toEqual(['二', 1, '网络'])
  expect(feedPage.parse((await api('GET /feeds')).body).items).toMatchObject([{ name: '二', q: '网络' }])
  await api(`DELETE /saved-searches/${search.id}`)
  expect((await read(url)).status).toBe(404)
  expect((await api('GET /feeds')).body.total.count).toBe(0)
})

test('a saved search that was deleted comes back with its id, and its feeds with their addresses', async () => {
  const { api, follow } = await newReader()
  const search = savedSearchView.parse((await api('POST /saved-searches', { name: '一', q: '容器' })).body)
  const { url } = await follow({ savedSearchId: search.id })
  const revoked = await follow({ savedSearchId: search.id })
  await api(`DELETE /feeds/${revoked.view.id}`)
  const read = newDoor()
  const before = await read(url)
  const feeds = (await api('GET /feeds')).body
  await api(`DELETE /saved-searches/${search.id}`)
  expect((await read(url)).status).toBe(404)
  const [operation] = operationPage.parse((await api('GET /operations')).body).items
  expect(operation).toMatchObject({
    kind: 'search.delete',
    status: 'done',
    subject: { searches: ['一'] },
    canUndo: true,
  })
  const undo = () => api(`POST /operations/${operation?.id}/undo`)
  expect((await undo()).body).toMatchObject({ status: 'undone', canUndo: false })
  expect((await api(`GET /saved-searches/${search.id}`)).body).toEqual(search)
  expect((await api('GET /feeds')).body).toEqual(feeds)
  const after = await read(url)
  expect([after.status, after.text]).toEqual([200, before.text])
  expect(after.headers.get('last-modified')).toBe(before.headers.get('last-modified'))
  expect((await read(revoked.url)).status).toBe(404)
  expect((await undo()).body.code).toBe('conflict')
  const log = (await api('GET /audit')).body.items
  expect(log.slice(0, 2).map(({ kind }: { kind: string }) => kind)).toEqual(['feed_restored', 'feed_revoked'])
})

test('a feed has no room to come back to when there are as many as there may be', async () => {
  const { api, follow, actor } = await newReader()
  const search = savedSearchView.parse((await api('POST /saved-searches', { name: '一', q: 'x' })).body)
  const { url } = await follow({ savedSearchId: search.id })
  await api(`DELETE /saved-searches/${search.id}`)
  const others = Array.from({ length: MAX_FEEDS }, () => newId())
  await opened.db.feed.createMany({
    data: others.map((id) => ({ id, libraryId: actor.libraryId, name: 'x', q: 'x', digest: sha256(id) })),
  })
  const [{ id }] = (await api('GET /operations')).body.items
  expect((await api(`POST /operations/${id}/undo`)).body.code).toBe('limit_reached')
  expect((await api(`GET /saved-searches/${search.id}`)).status).toBe(404)
  await api(`DELETE /feeds/${others[0]}`)
  expect((await api(`POST /operations/${id}/undo`)).body.status).toBe('undone')
  expect((await newDoor()(url)).status).toBe(200)
})

test('a revoked address leads nowhere, as one that never was and that of a removed person', async () => {
  const read = newDoor()
  const [first, second, gone] = [await newReader(), await newReader(), await newReader()]
  const feeds = [
    await first.follow({ q: 'x' }),
    await second.follow({ q: 'x' }),
    await gone.follow({ q: 'x' }),
  ]
  for (const { url } of feeds) expect((await read(url)).status).toBe(200)
  expect((await first.api(`DELETE /feeds/${feeds[0]?.view.id}`)).status).toBe(204)
  const renewed = createdFeed.parse((await second.api(`POST /feeds/${feeds[1]?.view.id}/renew`)).body)
  expect(renewed.view).toEqual({ ...feeds[1]?.view, lastUsedAt: null })
  const owner = await makePerson(opened, 'owner')
  await removePerson(owner.ctx, { id: gone.actor.userId })
  const refused = [
    ...feeds.map(({ url }) => url),
    `${BASE}/feeds/${'a'.repeat(32)}`,
    `${feeds[0]?.url}.rss`,
    `${BASE}/feeds/%00`,
    `${BASE}/feeds/${'a'.repeat(4_000)}`,
  ]
  const answers = await Promise.all(refused.map((url) => read(url)))
  expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1)
  expect(answers[0]?.status).toBe(404)
  expect((await read(renewed.url)).status).toBe(200)
})

test('of the address only a digest is kept, and the log tells who made and ended it', async () => {
  const { api, actor, follow } = await newReader()
  const { url, view } = await follow({ q: '网络' })
  await api(`DELETE /feeds/${view.id}`)
  const kept = await follow({ q: '网络' })
  const token = kept.url.split('/').at(-1) ?? ''
  const row = await opened.db.feed.findUniqueOrThrow({ where: { id: kept.view.id } })
  expect(row.digest).toBe(sha256(token))
  expect(JSON.stringify([row, (await api('GET /feeds')).body])).not.toContain(token)
  const log = (await api('GET /audit')).body.items
  expect(log.map(({ kind }: { kind: string }) => kind)).toEqual([
    'feed_created',
    'feed_revoked',
    'feed_created',
  ])
  expect(log[0]).toMatchObject({ subject: '网络', actor: { id: actor.userId } })
  expect(JSON.stringify(log)).not.toContain(url.split('/').at(-1))
})

test('nobody lists, renews or ends the feeds of somebody else, nor follows their searches', async () => {
  const [mine, other] = [await newReader(), await newReader()]
  const { view } = await mine.follow({ q: 'x' })
  const search = (await mine.api('POST /saved-searches', { name: '我的', q: 'x' })).body
  expect((await other.api('GET /feeds')).body.items).toEqual([])
  expect((await other.api(`DELETE /feeds/${view.id}`)).status).toBe(404)
  expect((await other.api(`POST /feeds/${view.id}/renew`)).status).toBe(404)
  expect((await other.api('POST /feeds', { savedSearchId: search.id })).status).toBe(404)
  await mine.api('POST /links', { url: 'https://example.com/mine' })
  const theirs = await other.follow({ q: 'example' })
  expect(titlesOf((await newDoor()(`${theirs.url}.json`)).text)).toEqual([])
})

test('a query that finds nothing has an empty feed: no other words are tried in its place', async () => {
  const { api, follow } = await newReader()
  await api('POST /links', { url: 'https://example.com/1', title: 'docker 容器' })
  expect((await api('GET /links?q=dokcer')).body.fallback).toMatchObject({ kind: 'spelling' })
  const { url } = await follow({ q: 'dokcer' })
  expect(titlesOf((await newDoor()(`${url}.json`)).text)).toEqual([])
})

test('a feed ends at its newest links, however many there are', async () => {
  const { actor, follow } = await newReader()
  for (let at = 0; at < FEED_ENTRIES + 5; at += 1)
    await makeLink(opened.db, actor.libraryId, `https://example.com/many/${at}`)
  const { url } = await follow({ q: 'is:private' })
  const { items } = JSON.parse((await newDoor()(`${url}.json`)).text)
  expect([items.length, items[0].external_url]).toEqual([FEED_ENTRIES, 'https://example.com/many/54'])
})

test('reading writes once an hour at most while nothing changes', async () => {
  const { follow, api } = await newReader()
  const { url, view } = await follow({ q: 'x' })
  const read = newDoor()
  const lastUsed = async () => (await opened.db.feed.findUniqueOrThrow({ where: { id: view.id } })).lastUsedAt
  await read(url)
  const first = await lastUsed()
  expect(first).not.toBeNull()
  later(59 * 60_000)
  await read(url)
  expect(await lastUsed()).toEqual(first)
  later(2 * 60_000)
  await read(url)
  expect(await lastUsed()).toEqual(now)
  expect((await api('GET /feeds')).body.items[0].lastUsedAt).toBe(now.toISOString())
})

test('a feed that is read too often waits, and so does who tries addresses; others are read meanwhile', async () => {
  const { follow } = await newReader()
  const [busy, calm] = [await follow({ q: 'x' }), await follow({ q: 'x' })]
  const read = newDoor()
  const from = { 'x-forwarded-for': '203.0.113.7' }
  for (let times = 0; times < FEED_READ_LIMIT.count; times += 1) await read(busy.url, from)
  const tooOften = await read(busy.url, from)
  expect([tooOften.status, Number(tooOften.headers.get('retry-after')) > 0]).toEqual([429, true])
  const guess = () => read(`${BASE}/feeds/${newId()}`, from)
  for (let times = 0; times < FEED_GUESS_LIMIT.count; times += 1) expect((await guess()).status).toBe(404)
  expect((await guess()).status).toBe(429)
  expect((await read(`${BASE}/feeds/${newId()}`, { 'x-forwarded-for': '203.0.113.8' })).status).toBe(404)
  expect((await read(calm.url, from)).status).toBe(200)
})

test('of many who make a feed at once none is one too many; the same Idempotency-Key makes one', async () => {
  const { api, actor } = await newReader()
  const key = { 'idempotency-key': newId() }
  const [first, again] = [
    await api('POST /feeds', { q: 'x' }, key),
    await api('POST /feeds', { q: 'x' }, key),
  ]
  // Its answer held a secret: that is not kept to be told again.
  expect([first.status, again.status, again.body.code]).toEqual([201, 409, 'conflict'])
  await opened.db.feed.createMany({
    data: Array.from({ length: MAX_FEEDS - 3 }, () => ({
      id: newId(),
      libraryId: actor.libraryId,
      name: 'x',
      q: 'x',
      digest: sha256(newId()),
    })),
  })
  const last = await Promise.all(Array.from({ length: 5 }, () => api('POST /feeds', { q: 'x' })))
  expect(last.map(({ status }) => status).toSorted()).toEqual([201, 201, 409, 409, 409])
})

test('a token that may not read cannot make itself an address that may', async () => {
  const { ctx } = await newReader()
  const { token } = await createToken(ctx, { name: 'x', scopes: ['links:write'] })
  const answer = await call('POST /feeds', { authorization: `Bearer ${token}`, body: { q: 'x' } })
  expect([answer.status, answer.body.code]).toEqual([403, 'forbidden'])
})

test.each([
  [{}, 'q'],
  [{ q: ' ' }, 'q'],
  [{ q: 'x', savedSearchId: newId() }, 'q'],
  [{ savedSearchId: newId(), name: 'x' }, 'name'],
  [{ q: 'x', token: 'x' }, 'token'],
])('%o is refused because of `%s`', async (body, field) => {
  const { api } = await newReader()
  const answer = await api('POST /feeds', body)
  expect([answer.status, answer.body.errors[0].path]).toEqual([422, field])
})

test('a database that is away is 503; feeds are not on the host of archived pages', async () => {
  const { follow } = await newReader()
  const { url } = await follow({ q: 'x' })
  const db = openDb('postgresql://a:b@127.0.0.1:1/x')
  const away = await newDoor({ db })(url)
  expect([away.status, away.headers.get('retry-after')]).toEqual([503, '5'])
  await db.$disconnect()
  const config = { ...opened.config, replayUrl: 'https://replay.test' }
  expect((await newDoor({ config })(url, { host: 'replay.test' })).status).toBe(404)
  expect((await newDoor({ config })(url, { host: 'home.test' })).status).toBe(200)
})
