import { afterAll, beforeAll, expect, test } from 'vitest'
import { actorFromHeaders } from '#lib/auth/actor.ts'
import { authOf } from '#lib/auth/open-auth.ts'
import { signIn } from '#lib/auth/sign-in.ts'
import { newId } from '#lib/kernel/ids.ts'
import { makePerson } from '#test/person.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import type { Ctx } from '../define-use-case.ts'
import { changePassword } from './change-password.ts'
import { createUserFromTerminal } from './create-user.ts'
import { listSessions } from './list-sessions.ts'
import { resetPasswordFromTerminal } from './reset-password.ts'
import { revokeOtherSessions } from './revoke-other-sessions.ts'
import { revokeSession } from './revoke-session.ts'

const PASSWORD = 'correct horse battery'
let opened: TestRuntime
let email: string

beforeAll(async () => {
  opened = await openTestRuntime()
})
afterAll(() => opened.close())

async function newcomer() {
  email = `${newId()}@example.test`
  await createUserFromTerminal(opened.db, { email, password: PASSWORD, role: 'member' })
}

/** Signs in as a browser does; the context of what that browser asks for. */
async function browser(password = PASSWORD, about: Record<string, string> = {}) {
  const cookies = await signIn(authOf(opened), { email, password }, new Headers(about))
  const headers = new Headers({ cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') })
  const ctx: Ctx = { ...opened, actor: await actorFromHeaders(opened, headers) }
  const isSignedIn = async () => (await actorFromHeaders(opened, headers)).kind === 'user'
  return { ctx, isSignedIn }
}

test('sessions are listed newest first, and the one that asks is known', async () => {
  await newcomer()
  const phone = await browser(PASSWORD, { 'user-agent': 'a phone', 'x-forwarded-for': '203.0.113.7' })
  const laptop = await browser(PASSWORD, { 'user-agent': 'a laptop' })
  expect(await listSessions(laptop.ctx, {})).toMatchObject([
    { userAgent: 'a laptop', isCurrent: true },
    { userAgent: 'a phone', address: '203.0.113.7', isCurrent: false },
  ])
  expect(await phone.isSignedIn()).toBe(true)
})

test('a session is ended by its person alone, at once', async () => {
  await newcomer()
  const [phone, laptop] = [await browser(), await browser()]
  const [, lost] = await listSessions(laptop.ctx, {})
  const stranger = await makePerson(opened)
  const theirs: Ctx = { ...stranger.ctx, actor: { ...stranger.actor, via: 'session', sessionId: newId() } }
  await expect(revokeSession(theirs, { id: lost?.id ?? '' })).rejects.toMatchObject({ code: 'not_found' })
  await revokeSession(laptop.ctx, { id: lost?.id ?? '' })
  expect([await phone.isSignedIn(), await laptop.isSignedIn()]).toEqual([false, true])
})

test('all others are ended together', async () => {
  await newcomer()
  const [phone, tablet, laptop] = [await browser(), await browser(), await browser()]
  expect(await revokeOtherSessions(laptop.ctx, {})).toEqual({ ended: 2 })
  expect(await Promise.all([phone, tablet, laptop].map((one) => one.isSignedIn()))).toEqual([
    false,
    false,
    true,
  ])
})

test('a token may do none of this', async () => {
  const { ctx } = await makePerson(opened)
  const refused = { code: 'session_required' }
  await expect(listSessions(ctx, {})).rejects.toMatchObject(refused)
  await expect(revokeSession(ctx, { id: newId() })).rejects.toMatchObject(refused)
  await expect(revokeOtherSessions(ctx, {})).rejects.toMatchObject(refused)
  await expect(changePassword(ctx, { current: '-', next: PASSWORD })).rejects.toMatchObject(refused)
})

test('a new password needs the old one, ends every session, and is the one that counts', async () => {
  await newcomer()
  const laptop = await browser()
  const change = (current: string, next = 'a wholly new secret') =>
    changePassword(laptop.ctx, { current, next })
  await expect(change('not it')).rejects.toMatchObject({
    code: 'invalid_request',
    fields: [{ path: 'current', message: 'wrong_password' }],
  })
  await expect(change(PASSWORD, 'short')).rejects.toMatchObject({ code: 'invalid_request' })
  expect(await laptop.isSignedIn()).toBe(true)
  await change(PASSWORD)
  expect(await laptop.isSignedIn()).toBe(false)
  await expect(browser()).rejects.toMatchObject({ code: 'sign_in_failed' })
  expect(await (await browser('a wholly new secret')).isSignedIn()).toBe(true)
})

test('guessing the current password from a borrowed session is as slow as at the sign-in', async () => {
  await newcomer()
  const { ctx } = await browser()
  const guess = (current: string) => changePassword(ctx, { current, next: 'a wholly new secret' })
  for (let index = 0; index < 10; index++)
    await expect(guess(`guess ${index}`)).rejects.toMatchObject({ code: 'invalid_request' })
  await expect(guess(PASSWORD)).rejects.toMatchObject({ code: 'rate_limited' })
  await expect(browser()).rejects.toMatchObject({ code: 'rate_limited' })
})

test('the terminal gives a new password and ends the sessions', async () => {
  await newcomer()
  const laptop = await browser()
  await resetPasswordFromTerminal(opened.db, { email, password: 'given by the machine' })
  expect(await laptop.isSignedIn()).toBe(false)
  expect(await (await browser('given by the machine')).isSignedIn()).toBe(true)
  await expect(
    resetPasswordFromTerminal(opened.db, { email: 'nobody@example.test', password: PASSWORD }),
  ).rejects.toMatchObject({ code: 'no_such_user' })
})
