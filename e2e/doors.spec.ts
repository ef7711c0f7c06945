// The doors of the web front (test/access.ts) tried by strangers, by other people, by an administrator and by foreign pages.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { SnapshotView } from '#lib/contract/snapshot.ts'
import { newId } from '#lib/kernel/ids.ts'
import { ACTIONS, PAGES, SNAPSHOT_ID, TAG } from '#test/access.ts'
import { signIn } from '#test/api-client.ts'
import { expect, test } from './fixtures.ts'

const ROOT = new URL('..', import.meta.url).pathname
const PASSWORD = 'correct horse battery'
/** Words that stand in rows of the owner only. */
const SECRETS = ['note 7391', '暗号7391', 'token 7391', 'search 7391', 'Keeping what I read']
const SECRET_TAG = '暗号7391'

interface House {
  /** Sessions as a `Cookie` header carries them. */
  cookies: { stranger: string; member: string; admin: string; owner: string }
  /** The owner's, private. */
  snapshot: SnapshotView
  tokenId: string
  tagId: string
  /** A saved search, and the feed that follows it. */
  searchId: string
  feedId: string
  /** Of the owner's browser. */
  sessionId: string
  memberId: string
}

let house: House

test.beforeAll(async ({ product, site, api, session }) => {
  test.setTimeout(120_000)
  const personOf = async (role: 'member' | 'admin') => {
    const email = `${role}@doors.test`
    const child = promisify(execFile)(
      process.execPath,
      [join(ROOT, 'cli/main.ts'), 'user', 'create', '--password-stdin', '--role', role, '--email', email],
      {
        cwd: product.folder,
        env: {
          PATH: process.env.PATH,
          HOME: process.env.HOME,
          LANG: 'en_US.UTF-8',
          NODE_ENV: 'production',
        },
      },
    )
    child.child.stdin?.end(PASSWORD)
    await child
    return signIn(product.url, { email, password: PASSWORD })
  }
  const [member, admin] = [await personOf('member'), await personOf('admin')]
  const snapshot = await api.capture(`${site.origin}/read/blog?doors`, { tags: [SECRET_TAG] })
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${product.url}/api/v1${path}`, {
      method,
      headers: { cookie: session, origin: product.url, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    })
    return answer.json()
  }
  // What other files left to be captured would change by itself what nobody here may change.
  for (const { id } of (await ask('GET', '/snapshots')).items) await api.settled(id)
  await ask('PATCH', `/links/${snapshot.linkId}`, { note: 'note 7391' })
  const { view } = await ask('POST', '/tokens', { name: 'token 7391' })
  const { id: searchId } = await ask('POST', '/saved-searches', { name: 'search 7391', q: 'x' })
  const { view: feed } = await ask('POST', '/feeds', { savedSearchId: searchId })
  const tags = await ask('GET', `/tags?q=${encodeURIComponent(SECRET_TAG)}`)
  const current = await fetch(`${product.url}/api/auth/get-session`, { headers: { cookie: session } })
  const me = await fetch(`${product.url}/api/v1/me`, { headers: { cookie: member } })
  house = {
    cookies: { stranger: '', member, admin, owner: session },
    snapshot,
    tokenId: view.id,
    tagId: tags.items[0].id,
    searchId,
    feedId: feed.id,
    memberId: (await me.json()).id,
    sessionId: (await current.json()).session.id,
  }
})

const leaks = (text: string) => SECRETS.filter((secret) => text.includes(secret))

test('every page gives each visitor what the table says, and nothing of the owner to others', async ({
  product,
}) => {
  for (const [file, { path, stranger, others, admins = others, owner }] of Object.entries(PAGES)) {
    const address = path.replace(SNAPSHOT_ID, house.snapshot.id).replace(TAG, encodeURIComponent(SECRET_TAG))
    const expected = { stranger, member: others, admin: admins, owner }
    for (const who of ['stranger', 'member', 'admin', 'owner'] as const) {
      const answer = await fetch(product.url + address, {
        headers: { cookie: house.cookies[who] },
        redirect: 'manual',
      })
      const text = await answer.text()
      // The tag that a visitor asked for stands in the address that the page repeats.
      const found = leaks(text.replaceAll(encodeURIComponent(SECRET_TAG), '')).filter(
        (word) => !(path.includes(TAG) && word === SECRET_TAG),
      )
      expect.soft(answer.status, `${file} for ${who}`).toBe(expected[who])
      if (who !== 'owner') expect.soft(found, `${file} for ${who}`).toEqual([])
    }
  }
})

interface ActionCall {
  name: string
  cookie: string
  args: unknown[]
  /** Goes where `$F` stands in `args`. */
  form?: Record<string, string>
  origin?: string
}

/** Calls a server action as React's client does; with a form, the arguments are a multipart body. */
async function callAction(url: string, idByName: Map<string, string>, call: ActionCall) {
  const { name, cookie, args, form, origin = url } = call
  const json = JSON.stringify(args.map((arg) => (arg === '$F' ? '$K1' : arg)))
  const body = new FormData()
  for (const [key, value] of Object.entries(form ?? {})) body.append(`_1_${key}`, value)
  body.append('0', json)
  const answer = await fetch(`${url}/settings`, {
    method: 'POST',
    redirect: 'manual',
    headers: {
      cookie,
      origin,
      accept: 'text/x-component',
      'next-action': idByName.get(name) ?? '',
      ...(form ? {} : { 'content-type': 'text/plain;charset=UTF-8' }),
    },
    body: form ? body : json,
  })
  return { status: answer.status, text: await answer.text() }
}

/** What a built product lets browsers call, by name. */
async function builtActions(): Promise<Map<string, string>> {
  const manifest = await readFile(join(ROOT, '.next/server/server-reference-manifest.json'), 'utf8')
  const nodes: Record<string, { exportedName: string }> = JSON.parse(manifest).node
  return new Map(Object.entries(nodes).map(([id, { exportedName }]) => [exportedName, id]))
}

const callsOn = ({
  snapshot,
  tokenId,
  tagId,
  searchId,
  feedId,
  sessionId,
}: House): Record<string, Omit<ActionCall, 'name' | 'cookie'>> => ({
  createTokenAction: { args: [{ status: 'idle' }, '$F'], form: { name: 'made by others' } },
  revokeTokenAction: { args: [tokenId] },
  addLinksAction: { args: [{ status: 'idle' }, '$F'], form: { text: 'https://example.com/made-by-others' } },
  updateLinkAction: { args: [snapshot.linkId, { title: 'changed', visibility: 'public' }] },
  deleteLinkAction: { args: [snapshot.linkId] },
  retryAction: { args: ['$F'], form: { id: snapshot.id } },
  cancelAction: { args: ['$F'], form: { id: snapshot.id } },
  recaptureAction: { args: ['$F'], form: { id: snapshot.id } },
  updateTagAction: { args: [tagId, { path: 'changed', color: 'red', aliases: [] }] },
  loadMoreLinks: { args: [{}, ''] },
  editLinksAction: {
    args: [
      { ids: [snapshot.linkId], addTags: ['made by others'], removeTags: [SECRET_TAG], visibility: 'public' },
    ],
  },
  deleteLinksAction: { args: [{ ids: [snapshot.linkId] }] },
  recaptureLinksAction: { args: [{ ids: [snapshot.linkId] }] },
  mergeTagAction: { args: [tagId, newId()] },
  splitTagAction: { args: [tagId, { into: ['made by others'] }] },
  deleteTagAction: { args: [tagId] },
  undoAction: { args: [newId()] },
  updateSearchAction: { args: [searchId, { name: 'changed', q: 'changed', sort: 'newest' }] },
  deleteSearchAction: { args: [searchId] },
  createFeedAction: { args: [searchId] },
  renewFeedAction: { args: [feedId] },
  revokeFeedAction: { args: [feedId] },
  // Theirs is a library of their own: in it they may.
  saveSearchAction: { args: [{ name: 'made by others', q: 'reading', sort: 'relevance' }] },
  createRuleAction: {
    args: [{ q: 'reading', urlPattern: null, addTags: ['made by others'], visibility: null, capture: {} }],
  },
  previewRuleAction: { args: [{ q: 'reading', urlPattern: null }] },
  updateRuleAction: { args: [newId(), { isEnabled: true }] },
  deleteRuleAction: { args: [newId()] },
  applyRuleAction: { args: [newId()] },
  revokeSessionAction: { args: [sessionId] },
  // Ends what else the caller has, and nobody else's.
  revokeOtherSessionsAction: { args: [] },
  beginTwoFactorAction: { args: [{ status: 'idle' }, '$F'], form: { password: 'not the password' } },
  confirmTwoFactorAction: { args: [{ status: 'idle' }, '$F'], form: { code: '000000' } },
  endTwoFactorAction: { args: [{ status: 'idle' }, '$F'], form: { password: 'not the password' } },
  renewRecoveryCodesAction: { args: [{ status: 'idle' }, '$F'], form: { password: 'not the password' } },
  beginPasskeyAction: { args: ['not the password'] },
  addPasskeyAction: { args: [{}, 'made by others'] },
  removePasskeyAction: { args: [newId()] },
  changePasswordAction: {
    args: [{ status: 'idle' }, '$F'],
    form: { current: 'not the password', next: 'a password of others' },
  },
})

const adminCalls = ({ memberId }: House): Record<string, Omit<ActionCall, 'name' | 'cookie'>> => ({
  createInvitationAction: { args: [{ status: 'idle' }, '$F'], form: { note: 'made by others' } },
  revokeInvitationAction: { args: [newId()] },
  changeRoleAction: { args: [memberId, 'admin'] },
  removePersonAction: { args: [memberId] },
})

/** All that the owner has, as the owner sees it. */
async function holdings(url: string, cookie: string): Promise<string> {
  const paths = [
    '/links',
    '/tags',
    '/tokens',
    '/saved-searches',
    '/feeds',
    '/snapshots',
    '/people',
    '/invitations',
    '/me',
  ]
  const answers = paths.map(async (path) =>
    (await fetch(`${url}/api/v1${path}`, { headers: { cookie } })).text(),
  )
  // How many links others have is theirs.
  return (await Promise.all(answers)).join('\n').replaceAll(/"links":\d+/g, '')
}

test('no action of a form changes or shows rows of the owner to others or for foreign pages', async ({
  product,
}) => {
  const idByName = await builtActions()
  expect([...idByName.keys()].toSorted()).toEqual(Object.keys(ACTIONS).toSorted())
  const calls = callsOn(house)
  const named = (wanted: string) =>
    Object.entries(ACTIONS).flatMap(([name, kind]) => (kind === wanted ? [name] : []))
  expect(Object.keys(calls).toSorted()).toEqual(named('own').toSorted())
  expect(Object.keys(adminCalls(house)).toSorted()).toEqual(named('admin').toSorted())
  const before = await holdings(product.url, house.cookies.owner)
  for (const who of ['stranger', 'member', 'admin'] as const)
    for (const [name, call] of Object.entries(calls)) {
      const { text } = await callAction(product.url, idByName, { name, cookie: house.cookies[who], ...call })
      expect.soft(leaks(text), `${name} for ${who}`).toEqual([])
    }
  for (const who of ['stranger', 'member'] as const)
    for (const [name, call] of Object.entries(adminCalls(house)))
      await callAction(product.url, idByName, { name, cookie: house.cookies[who], ...call })
  for (const origin of ['https://evil.example', 'null'])
    for (const [name, call] of Object.entries({ ...calls, ...adminCalls(house) })) {
      const { status } = await callAction(product.url, idByName, {
        name,
        cookie: house.cookies.owner,
        ...call,
        origin,
      })
      expect.soft(status, `${name} from ${origin}`).toBeGreaterThanOrEqual(400)
    }
  expect(await holdings(product.url, house.cookies.owner)).toBe(before)
})

test('the same calls work for the owner: they are what a browser sends', async ({ product }) => {
  const idByName = await builtActions()
  const calls = callsOn(house)
  const act = (name: string) =>
    callAction(product.url, idByName, {
      name,
      cookie: house.cookies.owner,
      args: [],
      ...calls[name],
    })
  await act('createTokenAction')
  await act('updateTagAction')
  await act('updateLinkAction')
  await act('revokeTokenAction')
  const after = await holdings(product.url, house.cookies.owner)
  expect(after).toContain('made by others')
  expect(after).toContain('"path":"changed"')
  expect(after).toContain('"title":"changed"')
  expect(after).not.toContain('token 7391')
})

test('a signed address opens its own snapshot, without a session, and no other', async ({
  product,
  site,
  api,
}) => {
  const other = await api.capture(`${site.origin}/read/blog?other`)
  const signed = async (id: string) => {
    const answer = await fetch(`${product.url}/api/v1/snapshots/${id}/page`, {
      headers: { cookie: house.cookies.owner },
      redirect: 'manual',
    })
    return new URL(answer.headers.get('location') ?? '', product.url).pathname.split('/')
  }
  const [, , id = '', token = '', name = ''] = await signed(house.snapshot.id)
  const status = async (...parts: string[]) =>
    (await fetch(`${product.url}/replay/${parts.join('/')}`, { redirect: 'manual' })).status
  expect(await status(id, token, name)).toBe(200)
  expect(await status(other.id, token, name)).toBeGreaterThanOrEqual(400)
  expect(
    await status(id, `${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}`, name),
  ).toBeGreaterThanOrEqual(400)
  expect(await status(newId(), token, name)).toBeGreaterThanOrEqual(400)
})

test('nobody has an archived picture decoded by this process, and kept under an address that does not end', async ({
  product,
}) => {
  const page = await fetch(`${product.url}/api/v1/snapshots/${house.snapshot.id}/page`, {
    headers: { cookie: house.cookies.owner },
  })
  const [, digest = ''] = /<img[^>]* src="([0-9a-f]{64})"/.exec(await page.text()) ?? []
  const picture = new URL(digest, page.url)
  expect((await fetch(picture)).headers.get('content-type')).toBe('image/webp')
  const asked = `${product.url}/_next/image?url=${encodeURIComponent(picture.pathname)}&w=640&q=75`
  expect((await fetch(asked)).status).toBe(404)
})

test('who listens to their library hears nothing of another', async ({ product, site, api }) => {
  const closed = await fetch(`${product.url}/library-events`)
  expect(closed.status).toBe(401)
  const stop = new AbortController()
  const stream = await fetch(`${product.url}/library-events`, {
    headers: { cookie: house.cookies.member },
    signal: stop.signal,
  })
  const theirs = await api.submit(`${site.origin}/read/blog?heard-by-nobody`)
  const mine = await fetch(`${product.url}/api/v1/snapshots`, {
    method: 'POST',
    headers: {
      cookie: house.cookies.member,
      origin: product.url,
      'content-type': 'application/json',
    },
    body: JSON.stringify({ url: `${site.origin}/read/blog?mine` }),
  })
  const { id } = await mine.json()
  let heard = ''
  const decoder = new TextDecoder()
  for await (const chunk of stream.body ?? []) {
    heard += decoder.decode(chunk, { stream: true })
    if (heard.includes(id)) break
  }
  stop.abort()
  expect(heard).toContain(id)
  expect(heard).not.toContain(theirs.id)
})

test('of the sign-in over HTTP there is what this product uses, and no more', async ({ product }) => {
  const closed = [
    'sign-up/email',
    'update-user',
    'delete-user',
    'change-email',
    'list-accounts',
    'link-social',
  ]
  for (const path of [
    ...closed,
    'request-password-reset',
    'reset-password',
    'admin/list-users',
    'error',
    'ok',
  ])
    for (const method of ['GET', 'POST']) {
      const answer = await fetch(`${product.url}/api/auth/${path}`, {
        method,
        headers: { cookie: house.cookies.owner, origin: product.url, 'content-type': 'application/json' },
        body: method === 'POST' ? '{}' : null,
      })
      expect.soft(answer.status, `${method} ${path}`).toBe(404)
    }
})
