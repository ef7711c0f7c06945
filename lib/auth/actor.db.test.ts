import { afterAll, beforeAll, expect, test } from 'vitest'
import { insertUser } from '#lib/db/accounts.ts'
import { inTransaction } from '#lib/db/client.ts'
import { insertToken } from '#lib/db/tokens.ts'
import type { Scope } from '#lib/contract/account.ts'
import { newId } from '#lib/kernel/ids.ts'
import { openLog } from '#lib/kernel/log.ts'
import { cloneDatabase, type TestDatabase } from '#test/database.ts'
import { actorFromEmail } from './actor-from-email.ts'
import { actorFromHeaders } from './actor.ts'
import { handleAuth } from './handle-auth.ts'
import { authOf, type AuthParts } from './open-auth.ts'
import { hashNewPassword } from './passwords.ts'
import { signIn, signOut } from './sign-in.ts'
import { newToken } from './tokens.ts'

const PASSWORD = 'correct horse battery'
let database: TestDatabase
let parts: AuthParts
let now = new Date()
let passwordHash: string

beforeAll(async () => {
  database = await cloneDatabase()
  parts = {
    config: { baseUrl: 'http://localhost:3000', secret: 'a secret of at least 32 characters.' },
    db: database.db,
    log: openLog('test', 'silent'),
    now: () => now,
  }
  passwordHash = await hashNewPassword(PASSWORD)
})
afterAll(() => database.close())

async function person(role: 'owner' | 'member' = 'member') {
  const email = `${newId()}@example.com`
  const user = await inTransaction(parts.db, (tx) => insertUser(tx, { email, name: 'A', role, passwordHash }))
  if (!user) throw new Error('the e-mail is taken')
  return user
}

async function tokenOf(userId: string, scopes: Scope[], expiresAt: Date | null = null) {
  const { secret, digest, prefix } = newToken()
  await insertToken(parts.db, userId, { name: 't', digest, prefix, scopes, expiresAt })
  return new Headers({ authorization: `Bearer ${secret}` })
}

async function cookieOf(email: string) {
  const cookies = await signIn(authOf(parts), { email, password: PASSWORD }, new Headers())
  return new Headers({ cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') })
}

test('without a header the sender is anonymous', async () => {
  expect(await actorFromHeaders(parts, new Headers())).toEqual({ kind: 'anonymous' })
  expect(await actorFromHeaders(parts, new Headers({ cookie: 'linkhome.session=forged.sig' }))).toEqual({
    kind: 'anonymous',
  })
})

test('a token acts for its owner with its own scopes', async () => {
  const user = await person()
  const headers = await tokenOf(user.id, ['links:read'])
  expect(await actorFromHeaders(parts, headers)).toEqual({
    kind: 'user',
    userId: user.id,
    libraryId: user.libraryId,
    role: 'member',
    scopes: ['links:read'],
    via: 'token',
  })
})

test("a member's token has no admin scope, whatever its row says", async () => {
  const user = await person('member')
  const headers = await tokenOf(user.id, ['links:read', 'admin'])
  expect(await actorFromHeaders(parts, headers)).toMatchObject({ scopes: ['links:read'] })
})

test.each([
  ['unknown', `Bearer ${newToken().secret}`],
  ['malformed', 'Bearer nonsense'],
  ['of another scheme', 'Basic YTpi'],
])('a token that is %s is refused, also beside a good cookie', async (_kind, authorization) => {
  const headers = await cookieOf((await person()).email)
  headers.set('authorization', authorization)
  await expect(actorFromHeaders(parts, headers)).rejects.toMatchObject({ code: 'unauthenticated' })
})

test('a token is refused from the moment of its expiry', async () => {
  const user = await person()
  const headers = await tokenOf(user.id, ['links:read'], new Date(now.getTime() + 1_000))
  await expect(actorFromHeaders(parts, headers)).resolves.toMatchObject({ kind: 'user' })
  now = new Date(now.getTime() + 1_000)
  await expect(actorFromHeaders(parts, headers)).rejects.toMatchObject({ code: 'unauthenticated' })
})

test('the last use of a token is written at most once a minute', async () => {
  const user = await person()
  const headers = await tokenOf(user.id, ['links:read'])
  const lastUsed = async () => {
    await actorFromHeaders(parts, headers)
    return (await parts.db.apiToken.findFirstOrThrow({ where: { userId: user.id } })).lastUsedAt
  }
  const first = await lastUsed()
  expect(first).toEqual(now)
  now = new Date(now.getTime() + 59_000)
  expect(await lastUsed()).toEqual(first)
  now = new Date(now.getTime() + 1_000)
  expect(await lastUsed()).toEqual(now)
})

test('a session of thirty days has all scopes of the role, until it is signed out', async () => {
  const user = await person('owner')
  const headers = await cookieOf(user.email)
  expect(await actorFromHeaders(parts, headers)).toMatchObject({
    userId: user.id,
    scopes: ['links:read', 'links:write', 'admin'],
    via: 'session',
  })
  const { expiresAt } = await parts.db.session.findFirstOrThrow({ where: { userId: user.id } })
  expect(Math.round((expiresAt.getTime() - Date.now()) / 86_400_000)).toBe(30)
  const removal = await signOut(authOf(parts), headers)
  expect(removal).toContainEqual(expect.objectContaining({ name: 'linkhome.session', value: '' }))
  expect(await actorFromHeaders(parts, headers)).toEqual({ kind: 'anonymous' })
})

test('whoever could not be signed out is told so, and can try again', async () => {
  const user = await person()
  const [cookie] = await signIn(authOf(parts), { email: user.email, password: PASSWORD }, new Headers())
  const headers = new Headers({ cookie: `${cookie?.name}=${cookie?.value}` })
  await parts.db.$executeRaw`CREATE RULE session_stays AS ON DELETE TO "Session" DO INSTEAD NOTHING`
  await expect(signOut(authOf(parts), headers)).rejects.toMatchObject({ code: 'unavailable' })
  await parts.db.$executeRaw`DROP RULE session_stays ON "Session"`
  await signOut(authOf(parts), headers)
  expect(await parts.db.session.count({ where: { userId: user.id } })).toBe(0)
})

test('the cookie is HttpOnly and Lax, and under https Secure with a __Host- name', async () => {
  const user = await person()
  const [plain] = await signIn(authOf(parts), { email: user.email, password: PASSWORD }, new Headers())
  expect(plain).toMatchObject({
    name: 'linkhome.session',
    options: { httpOnly: true, sameSite: 'lax', path: '/' },
  })
  const { openDb } = await import('#lib/db/client.ts')
  const db = openDb(database.url)
  const overTls = { ...parts, db, config: { ...parts.config, baseUrl: 'https://links.example' } }
  const [secure] = await signIn(authOf(overTls), { email: user.email, password: PASSWORD }, new Headers())
  await db.$disconnect()
  expect(secure).toMatchObject({
    name: '__Host-linkhome.session',
    options: { secure: true, httpOnly: true, sameSite: 'lax', path: '/' },
  })
  expect(secure?.options.domain).toBeUndefined()
})

test('neither a password nor a usable cookie can be read from the database', async () => {
  const user = await person()
  const headers = await cookieOf(user.email)
  const dump = JSON.stringify([
    await parts.db.session.findMany({ where: { userId: user.id } }),
    await parts.db.account.findMany({ where: { userId: user.id } }),
  ])
  expect(dump).not.toContain(PASSWORD)
  const value = headers.get('cookie')?.split('=')[1] ?? ''
  expect(dump).not.toContain(decodeURIComponent(value))
  const token = (await parts.db.session.findFirstOrThrow({ where: { userId: user.id } })).token
  const stolen = new Headers({ cookie: `linkhome.session=${token}` })
  expect(await actorFromHeaders(parts, stolen)).toEqual({ kind: 'anonymous' })
})

test('a wrong password and an unknown e-mail get the same answer', async () => {
  const { email } = await person()
  const tries = [
    { email, password: 'wrong password' },
    { email: 'nobody@example.com', password: PASSWORD },
    { email: 'not an e-mail', password: PASSWORD },
  ]
  for (const attempt of tries)
    await expect(signIn(authOf(parts), attempt, new Headers())).rejects.toMatchObject({
      code: 'sign_in_failed',
    })
})

test('the eleventh wrong try for an account has to wait, the right password included', async () => {
  const { email } = await person()
  const attempt = (password: string) => signIn(authOf(parts), { email, password }, new Headers())
  for (let index = 0; index < 10; index++)
    await expect(attempt('wrong password')).rejects.toMatchObject({ code: 'sign_in_failed' })
  await expect(attempt(PASSWORD)).rejects.toMatchObject({ code: 'rate_limited', detail: { seconds: 900 } })
  now = new Date(now.getTime() + 900_000)
  await expect(attempt(PASSWORD)).resolves.toHaveLength(1)
})

test('an address that tries many accounts has to wait as well', async () => {
  const { email } = await person()
  const headers = new Headers({ 'x-forwarded-for': '203.0.113.9' })
  for (let index = 0; index < 10; index++)
    await expect(
      signIn(authOf(parts), { email: `guess${index}@example.com`, password: 'x' }, headers),
    ).rejects.toMatchObject({ code: 'sign_in_failed' })
  await expect(signIn(authOf(parts), { email, password: PASSWORD }, headers)).rejects.toMatchObject({
    code: 'rate_limited',
  })
})

test('over HTTP there is sign-in, sign-out, the session and the password, and nothing else', async () => {
  const { email } = await person()
  const post = (path: string, body: unknown, origin = 'http://localhost:3000') =>
    handleAuth(
      parts,
      new Request(`http://localhost:3000/api/auth${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin, cookie: 'a=b' },
        body: JSON.stringify(body),
      }),
    )
  const answer = await post('/sign-in/email', { email, password: PASSWORD })
  expect(answer.status).toBe(200)
  expect(answer.headers.getSetCookie()[0]).toMatch(/^linkhome\.session=.*HttpOnly; SameSite=Lax/)
  expect((await post('/sign-in/email', { email, password: PASSWORD }, 'https://evil.example')).status).toBe(
    403,
  )
  expect(
    (await post('/sign-up/email', { email: 'x@example.com', password: PASSWORD, name: 'x' })).status,
  ).toBe(404)
  expect((await post('/update-user', { name: 'x' })).status).toBe(404)
})

test('the terminal acts for the named person, else for the owner', async () => {
  const user = await person()
  expect(await actorFromEmail(parts.db, user.email.toUpperCase())).toMatchObject({
    userId: user.id,
    via: 'cli',
  })
  await expect(actorFromEmail(parts.db, 'nobody@example.com')).rejects.toMatchObject({ code: 'no_such_user' })
  expect(await actorFromEmail(parts.db, null)).toMatchObject({ role: 'owner' })
})
