import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '#lib/kernel/ids.ts'
import { createUserFromTerminal } from '#lib/usecases/account/create-user.ts'
import { endTwoFactorFromTerminal } from '#lib/usecases/account/reset-password.ts'
import { openTestRuntime, type TestRuntime } from '#test/runtime.ts'
import { totpCode } from '#test/totp.ts'
import { actorFromHeaders } from './actor.ts'
import { authOf } from './open-auth.ts'
import type { SessionCookie } from './session-cookie.ts'
import { asksForCode, signIn } from './sign-in.ts'
import {
  beginTwoFactor,
  confirmTwoFactor,
  endTwoFactor,
  passSecondFactor,
  renewRecoveryCodes,
} from './two-factor.ts'

const PASSWORD = 'correct horse battery'
let opened: TestRuntime

beforeAll(async () => {
  opened = await openTestRuntime()
})
afterAll(() => opened.close())

const asHeaders = (cookies: readonly SessionCookie[]) =>
  new Headers({ cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') })

const codeOf = (uri: string) => totpCode(new URL(uri).searchParams.get('secret') ?? '')

async function newcomer() {
  const email = `${newId()}@example.test`
  const { id } = await createUserFromTerminal(opened.db, { email, password: PASSWORD, role: 'member' })
  const password = () => signIn(authOf(opened), { email, password: PASSWORD }, new Headers())
  return { email, id, password }
}

/** Somebody with codes turned on, and the headers of the browser that did it. */
async function careful() {
  const person = await newcomer()
  const visit = { userId: person.id, headers: asHeaders(await person.password()) }
  const { uri, recoveryCodes } = await beginTwoFactor(opened, visit, PASSWORD)
  const headers = asHeaders(await confirmTwoFactor(opened, visit, codeOf(uri)))
  return { ...person, uri, recoveryCodes, visit: { userId: person.id, headers } }
}

const isIn = async (cookies: readonly SessionCookie[]) =>
  (await actorFromHeaders(opened, asHeaders(cookies))).kind === 'user'

test('codes are asked for once they are confirmed, and not before', async () => {
  const person = await newcomer()
  const visit = { userId: person.id, headers: asHeaders(await person.password()) }
  const { uri } = await beginTwoFactor(opened, visit, PASSWORD)
  expect(asksForCode(await person.password())).toBe(false)
  await expect(confirmTwoFactor(opened, visit, '000000')).rejects.toMatchObject({ code: 'code_wrong' })
  const kept = await confirmTwoFactor(opened, visit, codeOf(uri))
  expect(await isIn(kept)).toBe(true)
  const halfway = await person.password()
  expect(asksForCode(halfway)).toBe(true)
  expect(await isIn(halfway)).toBe(false)
  expect(await isIn(await passSecondFactor(opened, asHeaders(halfway), codeOf(uri)))).toBe(true)
})

test('a recovery code opens the door once, as it is typed', async () => {
  const { password, recoveryCodes } = await careful()
  expect(recoveryCodes).toHaveLength(10)
  const typed = ` ${recoveryCodes[0]?.toUpperCase()} `
  expect(await isIn(await passSecondFactor(opened, asHeaders(await password()), typed))).toBe(true)
  await expect(passSecondFactor(opened, asHeaders(await password()), typed)).rejects.toMatchObject({
    code: 'code_wrong',
  })
})

test('new recovery codes end those before', async () => {
  const { visit, password, recoveryCodes } = await careful()
  const renewed = await renewRecoveryCodes(opened, visit, PASSWORD)
  const enter = async (code = '') => passSecondFactor(opened, asHeaders(await password()), code)
  await expect(enter(recoveryCodes[1])).rejects.toMatchObject({ code: 'code_wrong' })
  expect(await isIn(await enter(renewed[1]))).toBe(true)
})

test('five wrong codes end the try; ten lock the account for a quarter of an hour', async () => {
  const { password, uri } = await careful()
  const fiveWrong = async () => {
    const halfway = asHeaders(await password())
    for (let index = 0; index < 5; index++)
      await expect(passSecondFactor(opened, halfway, '000000')).rejects.toMatchObject({ code: 'code_wrong' })
    return halfway
  }
  await expect(passSecondFactor(opened, await fiveWrong(), codeOf(uri))).rejects.toMatchObject({
    code: 'sign_in_expired',
  })
  await fiveWrong()
  const again = asHeaders(await password())
  await expect(passSecondFactor(opened, again, codeOf(uri))).rejects.toMatchObject({
    code: 'rate_limited',
    detail: { seconds: 900 },
  })
})

test('a code without the password before it opens nothing', async () => {
  const { uri } = await careful()
  await expect(passSecondFactor(opened, new Headers(), codeOf(uri))).rejects.toMatchObject({
    code: 'sign_in_expired',
  })
})

test('each change asks for the password, and the terminal can turn codes off', async () => {
  const { visit, email, password } = await careful()
  const wrong = { code: 'invalid_request', fields: [{ path: 'password', message: 'wrong_password' }] }
  await expect(beginTwoFactor(opened, visit, 'not it')).rejects.toMatchObject(wrong)
  await expect(renewRecoveryCodes(opened, visit, 'not it')).rejects.toMatchObject(wrong)
  await expect(endTwoFactor(opened, visit, 'not it')).rejects.toMatchObject(wrong)
  await expect(beginTwoFactor(opened, visit, PASSWORD)).rejects.toMatchObject({ code: 'conflict' })
  await endTwoFactor(opened, visit, PASSWORD)
  expect(asksForCode(await password())).toBe(false)
  await endTwoFactorFromTerminal(opened.db, email)
})

test('neither the secret nor a recovery code can be read from the database', async () => {
  const { id, uri, recoveryCodes } = await careful()
  const dump = JSON.stringify(await opened.db.twoFactor.findMany({ where: { userId: id } }))
  for (const secret of [...recoveryCodes, new URL(uri).searchParams.get('secret') ?? ''])
    expect(dump).not.toContain(secret)
})

test('the log tells of codes turned on, of sign-ins that passed both steps, and of wrong codes', async () => {
  const { id, password, uri } = await careful()
  const halfway = asHeaders(await password())
  await expect(passSecondFactor(opened, halfway, '000000')).rejects.toMatchObject({ code: 'code_wrong' })
  await passSecondFactor(opened, halfway, codeOf(uri))
  const rows = await opened.db.auditEntry.findMany({ where: { actorId: id }, orderBy: { id: 'asc' } })
  expect(rows.map(({ kind }) => kind)).toEqual(['sign_in', 'two_factor_on', 'sign_in'])
})
