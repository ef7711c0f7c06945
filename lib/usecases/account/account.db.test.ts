import { afterAll, beforeEach, afterEach, expect, test } from 'vitest'
import { actorFromHeaders } from '#lib/auth/actor.ts'
import { authOf } from '#lib/auth/open-auth.ts'
import { signIn } from '#lib/auth/sign-in.ts'
import { readSetting } from '#lib/db/settings.ts'
import { makePerson } from '#test/person.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import type { Ctx } from '../define-use-case.ts'
import { z } from 'zod'
import { createOwner } from './create-owner.ts'
import { createToken } from './create-token.ts'
import { createUser } from './create-user.ts'
import { ensureOwner } from './ensure-owner.ts'
import { listTokens } from './list-tokens.ts'
import { me } from './me.ts'
import { revokeToken } from './revoke-token.ts'
import { issueSetupToken, needsSetup } from './setup-token.ts'

let current: TestRuntime
let anonymous: Ctx
const owner = { email: 'Owner@Example.test ', password: 'correct horse battery', name: '站长' }
const open: TestRuntime[] = []

async function freshRuntime(settings: Record<string, string> = {}) {
  current = await openTestRuntime(settings)
  open.push(current)
  anonymous = { ...current, actor: { kind: 'anonymous' } }
  return current
}
beforeEach(() => freshRuntime())
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})
afterAll(() => expect(open).toEqual([]))

async function issued() {
  const token = await issueSetupToken(current)
  if (token === null) throw new Error('set-up is closed')
  return token
}

test('the holder of the token becomes the owner, can sign in, and has a library', async () => {
  expect(await needsSetup(current)).toBe(true)
  const created = await createOwner(anonymous, { token: await issued(), ...owner })
  expect(created).toMatchObject({ email: 'owner@example.test', role: 'owner', name: '站长' })
  expect(await needsSetup(current)).toBe(false)
  const cookies = await signIn(authOf(current), owner, new Headers())
  expect(cookies).toHaveLength(1)
  expect(await current.db.library.count({ where: { ownerId: created.id } })).toBe(1)
})

test('two at once with the same token: one becomes the owner, the other is told that set-up is closed', async () => {
  const token = await issued()
  const tries = await Promise.allSettled(
    ['a@example.test', 'b@example.test', 'c@example.test'].map((email) =>
      createOwner(anonymous, { token, ...owner, email }),
    ),
  )
  const refusals = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
  expect(refusals).toMatchObject([{ code: 'setup_closed' }, { code: 'setup_closed' }])
  expect(await current.db.user.count()).toBe(1)
})

test('the token works once, only its digest is stored, and a new one ends the one before', async () => {
  const first = await issued()
  expect(JSON.stringify(await readSetting(current.db, 'setup.token', z.unknown()))).not.toContain(first)
  const second = await issued()
  await expect(createOwner(anonymous, { token: first, ...owner })).rejects.toMatchObject({
    code: 'setup_token_invalid',
  })
  await expect(createOwner(anonymous, { token: '', ...owner })).rejects.toMatchObject({
    code: 'setup_token_invalid',
  })
  await createOwner(anonymous, { token: second, ...owner })
  await expect(createOwner(anonymous, { token: second, ...owner })).rejects.toMatchObject({
    code: 'setup_closed',
  })
  expect(await issueSetupToken(current)).toBeNull()
})

test('the owner of the settings is created once, whoever starts', async () => {
  const settings = { LINKHOME_OWNER_EMAIL: 'Boss@example.test', LINKHOME_OWNER_PASSWORD: 'correct horse' }
  const runtime = await freshRuntime(settings)
  const token = await issued()
  expect((await Promise.all([ensureOwner(runtime), ensureOwner(runtime)])).sort()).toEqual([false, true])
  expect(await ensureOwner(runtime)).toBe(false)
  expect(await runtime.db.user.findMany({ select: { email: true, role: true } })).toEqual([
    { email: 'boss@example.test', role: 'owner' },
  ])
  await expect(createOwner(anonymous, { token, ...owner })).rejects.toMatchObject({ code: 'setup_closed' })
})

test.each([
  ['a short password', { password: 'short' }, 'password', 'too_short'],
  ['no e-mail', { email: 'nobody' }, 'email', 'invalid_email'],
  ['no name', { name: ' ' }, 'name', 'required'],
])('an owner with %s is refused', async (_what, change, path, message) => {
  await expect(createOwner(anonymous, { token: await issued(), ...owner, ...change })).rejects.toMatchObject({
    code: 'invalid_request',
    fields: [{ path, message }],
  })
})

test('an admin lets people in; nobody else does, and there is one owner for ever', async () => {
  const boss = await makePerson(current, 'owner')
  const member = await makePerson(current)
  const input = { email: 'new@example.test', password: 'correct horse' }
  await expect(createUser(member.ctx, input)).rejects.toMatchObject({ code: 'forbidden' })
  await expect(createUser(anonymous, input)).rejects.toMatchObject({ code: 'unauthenticated' })
  expect(await createUser(boss.ctx, input)).toMatchObject({ name: 'new', role: 'member' })
  await expect(createUser(boss.ctx, { ...input, email: 'NEW@example.test' })).rejects.toMatchObject({
    code: 'email_taken',
  })
  await expect(
    createUser(boss.ctx, { ...input, email: 'two@example.test', role: 'owner' }),
  ).rejects.toMatchObject({ code: 'setup_closed' })
})

test('a token can be made, listed and revoked by its owner alone, and never outgrows its maker', async () => {
  const person = await makePerson(current)
  const other = await makePerson(current)
  const { token, view } = await createToken(person.ctx, { name: 'extension', scopes: ['links:read'] })
  expect(token).toMatch(/^lh_/)
  const listed = await listTokens(person.ctx, {})
  expect(listed.items.map(({ name }) => name)).toEqual(['extension', 'test'])
  expect(JSON.stringify(listed)).not.toContain(token)
  await expect(createToken(person.ctx, { name: 'x', scopes: ['admin'] })).rejects.toMatchObject({
    code: 'forbidden',
  })
  await expect(revokeToken(other.ctx, { id: view.id })).rejects.toMatchObject({ code: 'not_found' })
  await revokeToken(person.ctx, { id: view.id })
  expect((await listTokens(person.ctx, {})).total).toEqual({ count: 1, exact: true })
})

test('a token that ends makes none that lives on', async () => {
  const { ctx, actor } = await makePerson(current)
  const end = new Date('2030-01-02T00:00:00Z')
  const { token } = await createToken(ctx, { name: 'short', expiresAt: end.toISOString() })
  const borrowed = await actorFromHeaders(current, new Headers({ authorization: `Bearer ${token}` }))
  const endOf = async (expiresAt?: string) =>
    (await createToken({ ...ctx, actor: borrowed }, { name: 'x', expiresAt })).view.expiresAt
  expect(borrowed).toMatchObject({ userId: actor.userId, via: 'token' })
  expect(await endOf()).toBe(end.toISOString())
  expect(await endOf('2031-01-01T00:00:00.000Z')).toBe(end.toISOString())
  expect(await endOf('2029-01-01T00:00:00.000Z')).toBe('2029-01-01T00:00:00.000Z')
})

test('tokens are paged, newest first', async () => {
  const person = await makePerson(current)
  for (const name of ['a', 'b', 'c']) await createToken(person.ctx, { name })
  const first = await listTokens(person.ctx, { limit: 2 })
  expect(first.items.map(({ name }) => name)).toEqual(['c', 'b'])
  const second = await listTokens(person.ctx, { limit: 2, cursor: first.nextCursor ?? '' })
  expect(second).toMatchObject({ items: [{ name: 'a' }, { name: 'test' }], nextCursor: null })
  await expect(listTokens(person.ctx, { cursor: 'x' })).rejects.toMatchObject({ code: 'invalid_cursor' })
})

test('me tells who asks, and with which scopes', async () => {
  const person = await makePerson(current)
  expect(await me(person.ctx, {})).toEqual({
    id: person.actor.userId,
    email: person.email,
    name: person.email,
    role: 'member',
    libraryId: person.actor.libraryId,
    scopes: ['links:read', 'links:write'],
    via: 'token',
  })
})
