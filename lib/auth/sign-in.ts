// Signing in and out for fronts that set cookies themselves: the answer is the cookies to set.
import { isAPIError } from 'better-auth/api'
import { AppError } from '#lib/kernel/errors.ts'
import type { Auth } from './open-auth.ts'
import { cookiesOf, type SessionCookie } from './session-cookie.ts'

function asAppError(thrown: unknown): unknown {
  if (!isAPIError(thrown)) return thrown
  if (thrown.statusCode === 429) {
    const seconds = Number(thrown.body?.['seconds'] ?? 0)
    return new AppError('rate_limited', { seconds }, { cause: thrown })
  }
  return new AppError('sign_in_failed', {}, { cause: thrown })
}

/** The cookie between the two steps of a sign-in: the password was right, and a code is asked for. */
const STEP_COOKIE = /two_factor$/

/** Is nobody signed in yet, because a code is asked for? */
export function asksForCode(cookies: readonly SessionCookie[]): boolean {
  return cookies.some(({ name, value }) => STEP_COOKIE.test(name) && value !== '')
}

/**
 * Checks the password and signs in, unless a code is asked for; the same answer, after the same time, for a wrong
 * password and for an unknown e-mail.
 *
 * @param headers  of the request: the address of its sender is limited as well
 * @throws AppError `sign_in_failed`, `rate_limited` `{ seconds }`
 */
export async function signIn(
  auth: Auth,
  { email, password }: { email: string; password: string },
  headers: Headers,
): Promise<SessionCookie[]> {
  try {
    const answer = await auth.api.signInEmail({
      body: { email: email.trim(), password },
      headers,
      returnHeaders: true,
    })
    return cookiesOf(answer.headers)
  } catch (thrown) {
    throw asAppError(thrown)
  }
}

/**
 * Ends the session of the request's cookie; its row is gone afterwards. The cookies returned remove it in the browser.
 *
 * @throws AppError `unavailable` when the row could not be removed: whoever has a copy of the cookie would still be in
 */
export async function signOut(auth: Auth, headers: Headers): Promise<SessionCookie[]> {
  const answer = await auth.api.signOut({ headers, returnHeaders: true })
  // The library only logs that.
  const left = await auth.api.getSession({ headers }).catch((cause: unknown) => {
    throw new AppError('unavailable', {}, { cause })
  })
  if (left) throw new AppError('unavailable')
  return cookiesOf(answer.headers)
}
