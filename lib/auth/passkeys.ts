// Passkeys: the four steps between a browser and its person's device. For fronts that set cookies themselves.
import { isAPIError } from 'better-auth/api'
import type { keyResponse, newKeyResponse } from '#lib/contract/account.ts'
import { insertAudit } from '#lib/db/audit.ts'
import { AppError } from '#lib/kernel/errors.ts'
import type { z } from 'zod'
import { checkPassword } from './check-password.ts'
import { noteFailedSignIn, noteSignIn } from './note-sign-in.ts'
import { authOf, type AuthParts } from './open-auth.ts'
import { cookiesOf, type SessionCookie } from './session-cookie.ts'
import { addressOf } from './sign-in-limit.ts'
import type { Visit } from './two-factor.ts'

const asRefusal = (thrown: unknown) =>
  isAPIError(thrown) ? new AppError('passkey_failed', {}, { cause: thrown }) : thrown

/** What a browser is given to make a key, or to answer with one; the cookie ties the answer to it. */
export interface Challenge<T> {
  options: T
  cookies: SessionCookie[]
}

/**
 * Begins a new passkey.
 *
 * @throws AppError `invalid_request` naming `password`, `rate_limited`
 */
export async function beginPasskey(parts: AuthParts, { userId, headers }: Visit, password: string) {
  await checkPassword(parts, userId, { given: password, field: 'password' })
  const answer = await authOf(parts).api.generatePasskeyRegistrationOptions({ headers, returnHeaders: true })
  return { options: answer.response, cookies: cookiesOf(answer.headers) } satisfies Challenge<unknown>
}

/**
 * Keeps the passkey that the device has made.
 *
 * @param response  of the device, as the browser gives it
 * @throws AppError `passkey_failed`
 */
export async function addPasskey(
  parts: AuthParts,
  { userId, headers }: Visit,
  { response, name }: { response: z.output<typeof newKeyResponse>; name: string },
): Promise<void> {
  try {
    await authOf(parts).api.verifyPasskeyRegistration({ body: { response, name }, headers })
    await insertAudit(parts.db, { kind: 'passkey_added', actorId: userId, subject: name })
  } catch (thrown) {
    throw asRefusal(thrown)
  }
}

/** Begins a sign-in by passkey: who is meant is known to the device alone. */
export async function beginPasskeySignIn(parts: AuthParts, headers: Headers) {
  const answer = await authOf(parts).api.generatePasskeyAuthenticationOptions({
    headers,
    returnHeaders: true,
  })
  return { options: answer.response, cookies: cookiesOf(answer.headers) } satisfies Challenge<unknown>
}

/**
 * Signs the person of the passkey in; no code is asked for afterwards.
 *
 * @throws AppError `passkey_failed`
 */
export async function signInByPasskey(
  parts: AuthParts,
  headers: Headers,
  response: z.output<typeof keyResponse>,
): Promise<SessionCookie[]> {
  const address = addressOf(headers)
  try {
    const answer = await authOf(parts).api.verifyPasskeyAuthentication({
      body: { response },
      headers,
      returnHeaders: true,
    })
    await noteSignIn(parts, { userId: answer.response.user.id, address })
    return cookiesOf(answer.headers)
  } catch (thrown) {
    if (isAPIError(thrown)) await noteFailedSignIn(parts, { email: '', address })
    throw asRefusal(thrown)
  }
}
