// Every route, asked by everybody who might: whoever may not know a row learns nothing, not even that it is there.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { scope as anyScope, type Role, type Scope } from '#lib/contract/account.ts'
import { createInvitation } from '#lib/usecases/account/create-invitation.ts'
import { createToken } from '#lib/usecases/account/create-token.ts'
import { submitLink } from '#lib/usecases/links/submit-link.ts'
import { createFeed } from '#lib/usecases/feeds/create-feed.ts'
import { createRule } from '#lib/usecases/rules/create-rule.ts'
import { createSavedSearch } from '#lib/usecases/search/create-saved-search.ts'
import { createTag } from '#lib/usecases/tags/create-tag.ts'
import { deleteTag } from '#lib/usecases/tags/delete-tag.ts'
import { newId } from '#lib/kernel/ids.ts'
import { API_ACCESS } from '#test/access.ts'
import { apiClient } from '#test/api.ts'
import { makeReadySnapshot } from '#test/ready-snapshot.ts'
import { makePerson, type TestPerson } from '#test/person.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { openApi } from './open-api.ts'
import { routes, type Route } from './routes.ts'

/** What only the owner may read: it must never stand in an answer to somebody else. */
const SECRETS = ['private note 7391', '私人标签7391', 'token name 7391']

let opened: TestRuntime
let api: ReturnType<typeof apiClient>
let owner: TestPerson
let other: TestPerson
let admin: TestPerson
/** Tokens of the owner that may do one thing each. */
let narrow: Record<Scope, string>

beforeAll(async () => {
  opened = await openTestRuntime({ LINKHOME_SUBMIT_LIMIT: '0', LINKHOME_REGISTRATION: 'invite' })
  api = apiClient(opened)
  owner = await makePerson(opened, 'owner')
  other = await makePerson(opened)
  admin = await makePerson(opened, 'admin')
  const tokenWith = async (scope: Scope) =>
    `Bearer ${(await createToken(owner.ctx, { name: scope, scopes: [scope] })).token}`
  narrow = {
    'links:read': await tokenWith('links:read'),
    'links:write': await tokenWith('links:write'),
    admin: await tokenWith('admin'),
  }
})
afterAll(() => opened.close())

type Visibility = 'private' | 'public'

const makeTag = () => createTag(owner.ctx, { path: `${SECRETS[1]}/${newId()}` })
const newTag = async () => (await makeTag()).id
const newTagPath = async () => (await makeTag()).path

/** Makes the row of the owner that the route's path names: its id. */
async function makeRow(route: Route, visibility: Visibility): Promise<string> {
  const [, noun] = route.path.split('/')
  const url = `https://example.com/${newId()}`
  if (noun === 'tokens') return (await createToken(owner.ctx, { name: SECRETS[2] ?? '' })).view.id
  if (noun === 'people') return (await makePerson(opened)).actor.userId
  if (noun === 'invitations') return (await createInvitation(owner.ctx, {})).view.id
  if (noun === 'tags') return newTag()
  if (noun === 'rules') return (await createRule(owner.ctx, { q: SECRETS[0] ?? '', addTags: ['x'] })).id
  if (noun === 'feeds') return (await createFeed(owner.ctx, { q: SECRETS[0] ?? '' })).view.id
  if (noun === 'saved-searches')
    return (await createSavedSearch(owner.ctx, { name: newId(), q: SECRETS[0] ?? '' })).id
  if (noun === 'operations') return (await deleteTag(owner.ctx, { id: await newTag() })).id
  const about = { visibility, note: SECRETS[0] ?? '', tags: [SECRETS[1] ?? ''] }
  // Only what has not ended can be cancelled.
  if (route.path.endsWith('/cancel')) return (await submitLink(owner.ctx, { url, ...about })).id
  const snapshot = await makeReadySnapshot(owner.ctx, url, about)
  return noun === 'links' ? snapshot.linkId : snapshot.id
}

/** Ids of rows that are as they were made, by what they are: nobody was let in yet but to read. */
const untouched = new Map<string, string>()
const kindOf = ({ path }: Route, visibility: Visibility) =>
  `${path.endsWith('/cancel') ? 'what can be cancelled' : path.split('/')[1]} ${visibility}`

async function rowFor(route: Route, visibility: Visibility): Promise<string> {
  const kind = kindOf(route, visibility)
  const id = untouched.get(kind) ?? (await makeRow(route, visibility))
  untouched.set(kind, id)
  return id
}

/** A request that would succeed for the owner. */
async function requestOf(route: Route, visibility: Visibility) {
  const id = route.path.includes('{id}') ? await rowFor(route, visibility) : ''
  const lookedUp = `https://example.com/${newId()}`
  if (route.path === '/links/lookup') await makeReadySnapshot(owner.ctx, lookedUp, { visibility })
  const tagPath = route.path === '/tags/lookup' ? await newTagPath() : ''
  const searchName = newId()
  if (route.path === '/saved-searches/lookup')
    await createSavedSearch(owner.ctx, { name: searchName, q: SECRETS[0] ?? '' })
  const queries: Record<string, string> = {
    '/links/lookup': `?url=${lookedUp}`,
    '/saved-searches/lookup': `?name=${searchName}`,
    '/tags/lookup': `?path=${encodeURIComponent(tagPath)}`,
    '/snapshots/{id}/matches': '?q=x',
    '/links/suggestions': `?q=${encodeURIComponent(SECRETS[1] ?? '')}`,
  }
  const query = queries[route.path] ?? ''
  const bodies: Record<string, unknown> = {
    'POST /snapshots': { url: `https://example.com/${newId()}` },
    'POST /links': { url: `https://example.com/${newId()}` },
    'POST /tags': { path: newId() },
    'POST /tokens': { name: 'x', scopes: ['links:write'] },
    'POST /invitations': {},
    'PATCH /people/{id}': { role: 'member' },
    'PATCH /links/{id}': { title: 'x' },
    'PATCH /tags/{id}': { color: 'red' },
    'POST /tags/merge': route.path === '/tags/merge' && { from: [await newTag()], into: await newTag() },
    'POST /tags/{id}/split': { into: ['x'] },
    'POST /rules': { q: 'x', addTags: ['x'] },
    'POST /feeds': { q: 'x' },
    'POST /saved-searches': { name: newId(), q: 'x' },
    'PATCH /saved-searches/{id}': { sort: 'newest' },
    'POST /rules/preview': { q: 'x' },
    'PATCH /rules/{id}': { isEnabled: false },
    'POST /links/bulk': { filters: {}, addTags: ['x'] },
    'POST /links/bulk/delete': { ids: [newId()] },
    'POST /links/bulk/recapture': { ids: [newId()] },
  }
  return {
    call: `${route.method} ${route.path.replace('{id}', id)}${query}`,
    body: bodies[`${route.method} ${route.path}`],
  }
}

async function statusFor(
  route: Route,
  authorization: string | undefined,
  visibility: Visibility = 'private',
) {
  const { call, body } = await requestOf(route, visibility)
  const answer = await api(call, { authorization, body })
  if (answer.status < 400 && route.method !== 'GET') untouched.delete(kindOf(route, visibility))
  return { status: answer.status, text: JSON.stringify(answer.body) }
}

const named = routes.map((route) => [`${route.method} ${route.path}`, route] as const)
const withId = named.filter(([, route]) => route.path.includes('{id}'))
/** By the table, not by the code: who opens a door by mistake must not open its test as well. */
const accessTo = (route: Route) => API_ACCESS[`${route.method} ${route.path}`]
/** Not about rows of a library: open to administrators, whoever made them. */
const isForAdmins = (route: Route) => accessTo(route) === 'admin'
const ofALibrary = withId.filter(([, route]) => !isForAdmins(route))
const isPublic = (route: Route) => accessTo(route) === 'public'
/** Roles are given by the owner alone. */
const isForOwner = (route: Route) => route.path === '/people/{id}'
/** An address to read by is given by who may read. */
const givesReading = (route: Route) => route.method === 'POST' && route.path.startsWith('/feeds')
function statusForOthers(route: Route, role: Role): number {
  const done = route.kind === 'json' ? route.status : 200
  if (isForAdmins(route)) return role === 'member' || isForOwner(route) ? 403 : done
  const namesARow =
    route.path.includes('{id}') ||
    ['/links/lookup', '/saved-searches/lookup', '/tags/lookup', '/tags/merge'].includes(route.path)
  return namesARow ? 404 : done
}

const leaks = (text: string) => SECRETS.filter((secret) => text.includes(secret))

describe.each(named)('%s', (_name, route) => {
  test('serves the owner', async () => {
    expect((await statusFor(route, owner.authorization)).status).toBeLessThan(400)
  })

  test('is 401 without a token, and with one that nobody has', async () => {
    expect((await statusFor(route, undefined)).status).toBe(401)
    expect((await statusFor(route, `Bearer lh_${'a'.repeat(32)}`)).status).toBe(401)
  })

  test.each(anyScope.options)('asks a token of the owner for its scope; this one has %s', async (scope) => {
    const needed = isPublic(route) ? 'links:read' : accessTo(route)
    const { status } = await statusFor(route, narrow[scope])
    const isEnough = scope === needed && !givesReading(route)
    expect(status === 403).toBe(!isEnough)
    expect(status < 400).toBe(isEnough)
  })

  test.each([
    ['somebody else', () => other],
    ['an administrator', () => admin],
  ])("tells %s nothing of the owner's", async (_who, person) => {
    const { status, text } = await statusFor(route, person().authorization)
    expect(leaks(text)).toEqual([])
    expect(status).toBe(statusForOthers(route, person().actor.role))
  })
})

describe.each(ofALibrary)('%s of a public link', (_name, route) => {
  const reads = isPublic(route)

  test('is open to strangers for reading only, and keeps note and tags', async () => {
    const { status, text } = await statusFor(route, undefined, 'public')
    expect(status < 400).toBe(reads)
    expect(reads || status === 401).toBe(true)
    expect(leaks(text)).toEqual([])
  })

  test('is open to other people for reading only, and keeps note and tags', async () => {
    const { status, text } = await statusFor(route, other.authorization, 'public')
    expect(status < 400).toBe(reads)
    expect(reads || status === 404).toBe(true)
    expect(leaks(text)).toEqual([])
  })
})

test('a row that is not there and one that is hidden get the same answer', async () => {
  for (const authorization of [undefined, other.authorization])
    for (const [, route] of withId) {
      const { call, body } = await requestOf(route, 'private')
      const hidden = await api(call, { authorization, body })
      const missing = await api(call.replace(/[0-9a-f-]{36}/, newId()), { authorization, body })
      expect([missing.status, missing.body]).toEqual([hidden.status, hidden.body])
    }
})

test('what becomes private again is closed at once', async () => {
  const snapshot = await makeReadySnapshot(owner.ctx, `https://example.com/${newId()}`, {
    visibility: 'public',
  })
  expect((await api(`GET /snapshots/${snapshot.id}/text`)).status).toBe(200)
  const closed = { authorization: owner.authorization, body: { visibility: 'private' } }
  await api(`PATCH /links/${snapshot.linkId}`, closed)
  expect((await api(`GET /snapshots/${snapshot.id}/text`)).status).toBe(401)
})

test('the document of the API is open to everybody and names every route', async () => {
  const response = await openApi(async () => opened)(new Request('http://localhost:3000/api/v1/openapi.json'))
  const document = await response.json()
  expect(document.openapi).toBe('3.1.0')
  const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.keys(operations ?? {}).map((method) => `${method.toUpperCase()} ${path}`),
  )
  expect(documented.toSorted()).toEqual(named.map(([name]) => name).toSorted())
  const text = JSON.stringify(document)
  const referred = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name)
  expect(referred.filter((name) => !document.components.schemas[name ?? ''])).toEqual([])
  const ids = [...text.matchAll(/"operationId":"([^"]+)"/g)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
})
