import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#lib/kernel/ids.ts'
import { join } from '#lib/usecases/account/join.ts'
import { startOidcProvider, type OidcProvider } from '#test/oidc-provider.ts'
import { makePerson } from '#test/person.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { actorFromHeaders } from './actor.ts'
import { handleAuth } from './handle-auth.ts'
import { beginOidc } from './oidc.ts'

let provider: OidcProvider
let opened: TestRuntime
let openHouse: TestRuntime

beforeAll(async () => {
  provider = await startOidcProvider()
  const settings = {
    LINKHOME_OIDC_ISSUER: provider.issuer,
    LINKHOME_OIDC_CLIENT_ID: provider.clientId,
    LINKHOME_OIDC_CLIENT_SECRET: provider.clientSecret,
  }
  opened = await openTestRuntime(settings)
  openHouse = await openTestRuntime({ ...settings, LINKHOME_REGISTRATION: 'open' })
})
afterAll(async () => {
  await opened.close()
  await openHouse.close()
  await provider.stop()
})

const asCookie = (lines: { name: string; value: string }[]) =>
  lines.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ')

/** Goes to the issuer and back, as a browser does. */
async function visit(runtime: TestRuntime, change: (back: URL) => void = () => {}) {
  const { url, cookies } = await beginOidc(runtime, new Headers(), '/settings')
  const there = await fetch(url, { redirect: 'manual' })
  const back = new URL(there.headers.get('location') ?? '')
  change(back)
  const answer = await handleAuth(
    runtime,
    new Request(back, { headers: { cookie: asCookie(cookies), 'x-forwarded-for': '203.0.113.8' } }),
  )
  const set = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .join('; ')
  const actor = await actorFromHeaders(runtime, new Headers({ cookie: set }))
  return { actor, location: answer.headers.get('location') ?? '' }
}

const somebody = (email = `${newId()}@example.test`) => ({
  sub: newId(),
  email,
  email_verified: true,
  name: '小满',
})

test('an account that is here is found by its verified e-mail, and afterwards by who it is there', async () => {
  const person = await makePerson(opened)
  const there = somebody(person.email)
  provider.become(there)
  expect(await visit(opened)).toMatchObject({
    actor: { userId: person.actor.userId, via: 'session' },
    location: '/settings',
  })
  provider.become({ ...there, email: 'renamed@example.test' })
  expect(await visit(opened)).toMatchObject({ actor: { userId: person.actor.userId } })
  const noted = await opened.db.auditEntry.findMany({ where: { actorId: person.actor.userId } })
  expect(noted).toMatchObject([
    { kind: 'sign_in', address: '203.0.113.8' },
    { kind: 'sign_in', address: '203.0.113.8' },
  ])
  const rows = JSON.stringify(await opened.db.account.findMany({ where: { providerId: 'oidc' } }))
  expect(rows).not.toMatch(/"(accessToken|refreshToken|idToken)":"/)
})

test.each([
  [
    'an e-mail that nobody has verified',
    async (email: string) => ({ ...somebody(email), email_verified: false }),
  ],
  ['somebody who is not known here', async () => somebody()],
])('%s comes in nowhere, unless the house is open', async (_who, make) => {
  const person = await makePerson(opened)
  provider.become(await make(person.email))
  const { actor, location } = await visit(opened)
  expect(actor).toEqual({ kind: 'anonymous' })
  expect(location).toContain('/login?problem=oidc')
})

test('an account that somebody made with the e-mail of another is not opened to either', async () => {
  // Nobody joins a house without an owner.
  await makePerson(openHouse, 'owner')
  const email = `${newId()}@example.test`
  const stranger = { ...openHouse, actor: { kind: 'anonymous' } as const }
  await join(stranger, { email, password: 'correct horse battery', name: '占位' })
  provider.become(somebody(email))
  expect((await visit(openHouse)).actor).toEqual({ kind: 'anonymous' })
})

test('an open house makes a member with a library of their own', async () => {
  provider.become(somebody())
  const { actor } = await visit(openHouse)
  expect(actor).toMatchObject({ kind: 'user', role: 'member' })
})

test.each([
  ['another state', (back: URL) => back.searchParams.set('state', 'x'.repeat(32))],
  ['another code', (back: URL) => back.searchParams.set('code', 'stolen')],
  ['another issuer', (back: URL) => back.searchParams.set('iss', 'https://evil.example')],
])('%s on the way back signs nobody in', async (_what, change) => {
  const person = await makePerson(opened)
  provider.become(somebody(person.email))
  expect((await visit(opened, change)).actor).toEqual({ kind: 'anonymous' })
})

test('an issuer that is away is told of, and holds up nobody who comes otherwise', async () => {
  const gone = await startOidcProvider()
  await gone.stop()
  const { config } = opened
  const runtime = await openTestRuntime()
  const oidc = config.oidc && { ...config.oidc, issuer: gone.issuer }
  const away = { ...runtime, config: { ...runtime.config, oidc } }
  await expect(beginOidc(away, new Headers(), '/')).rejects.toMatchObject({ code: 'oidc_unavailable' })
  const person = await makePerson(runtime)
  await expect(
    actorFromHeaders(away, new Headers({ authorization: person.authorization })),
  ).resolves.toMatchObject({ kind: 'user' })
  await runtime.close()
})
