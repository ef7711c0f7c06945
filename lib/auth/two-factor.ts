// Codes after the password: begun, confirmed, passed at the sign-in, and ended. For fronts that set cookies themselves.
import { isAPIError } from 'better-auth/api'
import { insertAudit } from '#lib/db/audit.ts'
import { deleteTwoFactor } from '#lib/db/second-factors.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { checkPassword } from './check-password.ts'
import { noteFailedSignIn, noteSignIn } from './note-sign-in.ts'
import { authOf, type AuthParts } from './open-auth.ts'
import { cookiesOf, type SessionCookie } from './session-cookie.ts'
import { addressOf } from './sign-in-limit.ts'

/** What a request of a signed-in person carries. */
export interface Visit {
  userId: string
  headers: Headers
}

/** Of an account that was locked after ten wrong codes (the library's default). */
const LOCK_SECONDS = 900

function refusalOf(thrown: unknown): unknown {
  if (!isAPIError(thrown)) return thrown
  if (thrown.statusCode === 429)
    return new AppError('rate_limited', { seconds: LOCK_SECONDS }, { cause: thrown })
  const code = String(thrown.body?.code ?? '')
  // The password was typed too long ago, or five codes were wrong: the way starts again.
  const isOver = code === 'INVALID_TWO_FACTOR_COOKIE' || code === 'TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE'
  return new AppError(isOver ? 'sign_in_expired' : 'code_wrong', {}, { cause: thrown })
}

export interface Enrolment {
  /** `otpauth://…` for the QR code. */
  uri: string
  recoveryCodes: string[]
}

/**
 * Begins: makes a secret and ten recovery codes. Nothing is asked for at the sign-in before `confirmTwoFactor`.
 *
 * @throws AppError `invalid_request` naming `password`, `rate_limited`, `conflict` when it is on already
 */
export async function beginTwoFactor(
  parts: AuthParts,
  { userId, headers }: Visit,
  password: string,
): Promise<Enrolment> {
  await checkPassword(parts, userId, { given: password, field: 'password' })
  try {
    const begun = await authOf(parts).api.enableTwoFactor({ body: { password, method: 'totp' }, headers })
    if (begun.method !== 'totp') throw new Error('asked for codes of an app')
    return { uri: begun.totpURI, recoveryCodes: begun.backupCodes }
  } catch (thrown) {
    throw isAPIError(thrown) ? new AppError('conflict', {}, { cause: thrown }) : thrown
  }
}

/**
 * Turns it on with a first code; the session goes on under another cookie.
 *
 * @throws AppError `code_wrong`
 */
export async function confirmTwoFactor(
  parts: AuthParts,
  { userId, headers }: Visit,
  code: string,
): Promise<SessionCookie[]> {
  try {
    const answer = await authOf(parts).api.verifyTOTP({
      body: { code: code.replaceAll(/\s/g, '') },
      headers,
      returnHeaders: true,
    })
    await insertAudit(parts.db, { kind: 'two_factor_on', actorId: userId })
    return cookiesOf(answer.headers)
  } catch (thrown) {
    throw refusalOf(thrown)
  }
}

/**
 * Ten new recovery codes; those before open nothing any more.
 *
 * @throws AppError `invalid_request` naming `password`, `rate_limited`, `conflict` when it is not on
 */
export async function renewRecoveryCodes(
  parts: AuthParts,
  { userId, headers }: Visit,
  password: string,
): Promise<string[]> {
  await checkPassword(parts, userId, { given: password, field: 'password' })
  try {
    const made = await authOf(parts).api.generateBackupCodes({ body: { password }, headers })
    await insertAudit(parts.db, { kind: 'recovery_codes_made', actorId: userId })
    return made.backupCodes
  } catch (thrown) {
    throw isAPIError(thrown) ? new AppError('conflict', {}, { cause: thrown }) : thrown
  }
}

/**
 * Turns it off.
 *
 * @throws AppError `invalid_request` naming `password`, `rate_limited`
 */
export async function endTwoFactor(parts: AuthParts, { userId }: Visit, password: string): Promise<void> {
  await checkPassword(parts, userId, { given: password, field: 'password' })
  await parts.db.$transaction(async (tx) => {
    await deleteTwoFactor(tx, userId)
    await insertAudit(tx, { kind: 'two_factor_off', actorId: userId })
  })
}

/**
 * The second step of a sign-in, by a code of the app or by a recovery code, which is used up.
 *
 * @param headers  with the cookie that the right password set
 * @throws AppError `code_wrong`, `sign_in_expired`, `rate_limited` `{ seconds }`
 */
export async function passSecondFactor(
  parts: AuthParts,
  headers: Headers,
  typed: string,
): Promise<SessionCookie[]> {
  const code = typed.replaceAll(/\s/g, '').toLowerCase()
  const { verifyTOTP, verifyBackupCode } = authOf(parts).api
  const input = { body: { code }, headers, returnHeaders: true } as const
  const address = addressOf(headers)
  try {
    const answer = await (/^\d{6}$/.test(code) ? verifyTOTP(input) : verifyBackupCode(input))
    await noteSignIn(parts, { userId: answer.response.user.id, address })
    return cookiesOf(answer.headers)
  } catch (thrown) {
    if (isAPIError(thrown)) await noteFailedSignIn(parts, { email: '', address })
    throw refusalOf(thrown)
  }
}
