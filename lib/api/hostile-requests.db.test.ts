// What attackers send: whatever is wrong with a request, the answer is a typed error, and never a fault of ours.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { PAYLOADS } from '#test/hostile/content-lies.ts'
import { MAX_BODY_BYTES } from '#lib/kernel/limits.ts'
import { newId } from '#lib/kernel/ids.ts'
import { linkPage } from '#lib/contract/link.ts'
import { apiClient, type ApiCall } from '#test/api.ts'
import { makePerson, type TestPerson } from '#test/person.ts'
import { makeReadySnapshot } from '#test/ready-snapshot.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { problem } from './problem.ts'
import { routes } from './routes.ts'

let opened: TestRuntime
let person: TestPerson
let ask: (route: string, call?: ApiCall) => ReturnType<ReturnType<typeof apiClient>>
let ids: { snapshots: string; links: string }

beforeAll(async () => {
  opened = await openTestRuntime({ LINKHOME_SUBMIT_LIMIT: '0' })
  person = await makePerson(opened, 'owner')
  const api = apiClient(opened)
  ask = (route, call = {}) => api(route, { authorization: person.authorization, ...call })
  const { id, linkId } = await makeReadySnapshot(person.ctx, `https://example.com/${newId()}`)
  ids = { snapshots: id, links: linkId }
})
afterAll(() => opened.close())

/** An error of the closed table, told as RFC 9457 has it, without a word of where it came from. */
function expectTyped(answer: Awaited<ReturnType<typeof ask>>, about: string) {
  expect.soft(answer.status, about).toBeGreaterThanOrEqual(400)
  expect.soft(answer.status, about).toBeLessThan(500)
  expect.soft(problem.safeParse(answer.body).success, about).toBe(true)
  expect.soft(JSON.stringify(answer.body), about).not.toMatch(/\bat \S+:\d+|prisma|postgres|node_modules/i)
}

const noun = (path: string) => (path.startsWith('/snapshots') ? ids.snapshots : ids.links)
const named = routes.map((route) => [`${route.method} ${route.path}`, route] as const)
const changing = named.filter(([, { method }]) => method === 'POST' || method === 'PATCH')

const WRONG_BODIES: [string, unknown][] = [
  ['no JSON', '{"url":'],
  ['a list', []],
  ['a text', '"url"'],
  ['a number', '7'],
  ['bytes that are no text', '\ud800'],
  ['a form', 'url=https%3A%2F%2Fexample.com'],
  ['XML', '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>'],
  ['nesting without end', `${'{"url":'.repeat(50_000)}1${'}'.repeat(50_000)}`],
  ['keys of prototypes', '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"isAdmin":true}}}'],
  [
    'fields that nobody knows',
    { url: 'https://example.com/', path: 'x', name: 'x', libraryId: newId(), role: 'owner', id: newId() },
  ],
  ['wrong types', { url: { $gt: '' }, path: ['x'], name: 7, title: {}, tags: 'x', color: [], visibility: 1 }],
  ['more than a body may be', 'x'.repeat(MAX_BODY_BYTES + 1)],
]

describe.each(changing)('%s', (_name, { method, path }) => {
  // A retry, say, needs no body; one that says nothing it knows is refused all the same.
  test('refuses every body that is wrong', async () => {
    expect.hasAssertions()
    for (const [what, body] of WRONG_BODIES)
      expectTyped(await ask(`${method} ${path.replace('{id}', noun(path))}`, { body }), what)
  })
})

test('what was said of prototypes has changed none', () => {
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined()
})

const WRONG_IDS = [
  '%00',
  '..%2f..%2fetc',
  '%27%20OR%201=1--',
  'ÿ',
  '0',
  '-1',
  'null',
  'x'.repeat(5_000),
  '__proto__',
  '%F0%28%8C%28',
]

test('an id that cannot be one is not found', async () => {
  for (const [name, { method, path }] of named.filter(([, { path }]) => path.includes('{id}')))
    for (const id of WRONG_IDS) {
      const answer = await ask(`${method} ${path.replace('{id}', id)}`)
      expectTyped(answer, `${name} ${id}`)
      expect.soft([400, 404, 422], `${name} ${id}`).toContain(answer.status)
    }
})

const WRONG_QUERIES = [
  'cursor=',
  'cursor=nonsense',
  `cursor=${Buffer.from('{"at":"x"}').toString('base64url')}`,
  `cursor=${Buffer.from('[1,2,3]').toString('base64url')}`,
  `cursor=${Buffer.from(JSON.stringify({ id: "' OR 1=1 --", createdAt: 'now' })).toString('base64url')}`,
  `cursor=${'a'.repeat(100_000)}`,
  'cursor=%00',
  'cursor=%ff%fe',
  'limit=0',
  'limit=-1',
  'limit=1e9',
  'limit=1.5',
  'limit=x',
  'limit=10&limit=20',
  'unknown=1',
  '__proto__=1',
  'constructor=1',
]

test('lists refuse cursors that were tampered with, and limits beyond reason', async () => {
  for (const list of ['/links', '/snapshots', '/tokens', `/snapshots/${ids.snapshots}/resources`])
    for (const query of WRONG_QUERIES)
      expectTyped(await ask(`GET ${list}?${query}`), `${list}?${query.slice(0, 60)}`)
  // Tags go on after a path, and any text may be one.
  for (const query of WRONG_QUERIES)
    expect.soft((await ask(`GET /tags?${query}`)).status, query.slice(0, 60)).toBeLessThan(500)
})

test('a cursor of one list is none for another, and none with a changed end', async () => {
  await makeReadySnapshot(person.ctx, `https://example.com/${newId()}`)
  const { nextCursor } = linkPage.parse((await ask('GET /links?limit=1')).body)
  expect(nextCursor).not.toBeNull()
  for (const cursor of [`${nextCursor}x`, nextCursor?.slice(0, -3), nextCursor?.toUpperCase()])
    expectTyped(await ask(`GET /links?limit=1&cursor=${cursor}`), String(cursor))
  expectTyped(await ask(`GET /tokens?cursor=${nextCursor}`), 'another list')
})

test('queries of search are read, whatever stands in them', async () => {
  const odd = [
    '"',
    '((((',
    'a:'.repeat(100),
    '%',
    '\\',
    'tag:',
    '-',
    'NOT NOT',
    '\u0000',
    '\ud800',
    '🏳️‍🌈',
    "';--",
  ]
  for (const q of [...PAYLOADS, ...odd]) {
    const answer = await ask(`GET /links?q=${encodeURIComponent(q.toWellFormed())}`)
    expect.soft(answer.status, q).toBeLessThan(500)
  }
  expectTyped(await ask(`GET /links?q=${'a'.repeat(5_000)}`), 'a long one')
})

test('a method that a path does not take is refused, also by the back door', async () => {
  for (const method of ['PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND']) {
    const answer = await ask(`${method} /me`)
    expect.soft(answer.status, method).toBe(405)
    expect.soft(answer.headers.get('allow')).toBe('GET')
  }
  const override = {
    'x-http-method-override': 'DELETE',
    'x-method-override': 'DELETE',
    'x-http-method': 'DELETE',
  }
  expect((await ask(`GET /links/${ids.links}`, { headers: override })).status).toBe(200)
  expect((await ask(`GET /links/${ids.links}?_method=DELETE`)).status).toBe(422)
  expect((await ask(`GET /links/${ids.links}`)).status).toBe(200)
})

const ODD_HEADERS: Record<string, string>[] = [
  { range: 'bytes=-' },
  { range: 'bytes=9999999999999999999-1' },
  { range: `bytes=${'0-1,'.repeat(5_000)}` },
  { range: 'lines=1-2', 'if-range': '"x"' },
  { 'if-none-match': `"${'a'.repeat(10_000)}"` },
  { 'accept-language': 'zh;q=NaN,'.repeat(2_000) },
  { 'last-event-id': '-1' },
  { 'last-event-id': '99999999999999999999999' },
  { accept: '*/*;q=x', 'content-type': 'multipart/form-data; boundary=' },
  { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'javascript', host: 'evil.example' },
  { 'content-length': '-1' },
]

test('odd headers change no answer into a fault, and no address into a foreign one', async () => {
  for (const path of ['', '/text', '/page', '/resources', '/events'])
    for (const headers of ODD_HEADERS) {
      const answer = await ask(`GET /snapshots/${ids.snapshots}${path}`, { headers })
      const about = `${path} ${JSON.stringify(headers).slice(0, 80)}`
      expect.soft(answer.status, about).toBeLessThan(500)
      expect.soft(JSON.stringify([answer.body, ...answer.headers]), about).not.toContain('evil.example')
    }
})

test.each([
  'Bearer',
  'Bearer ',
  `Bearer ${'x'.repeat(9_000)}`,
  'Basic YTpi',
  'bearer lh_',
  'Bearer null',
  'Bearer lh_%00',
])('the authorization %j opens nothing', async (authorization) => {
  const answer = await ask('GET /me', { authorization })
  expectTyped(answer, authorization)
  expect(answer.status).toBe(401)
})

test.each(['', ' ', 'x'.repeat(256), 'é', 'a b'])(
  'the idempotency key %j is refused or ignored',
  async (key) => {
    const body = { url: `https://example.com/${newId()}` }
    const answer = await ask('POST /snapshots', { body, headers: { 'idempotency-key': key } })
    expect([202, 422]).toContain(answer.status)
  },
)

test('payloads come back as they were stored, as data and as nothing else', async () => {
  for (const payload of PAYLOADS) {
    const body = { url: `https://example.com/${newId()}`, title: payload, note: payload }
    const { status, body: snapshot } = await ask('POST /snapshots', { body })
    expect(status).toBe(202)
    const answer = await ask(`GET /links/${snapshot.linkId}`)
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.body.note).toBe(payload.replace(/[\u202a-\u202e]/g, ''))
  }
})
