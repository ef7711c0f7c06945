// Signing in and out for fronts that set cookies themselves: the answer is the cookies to set.
import { APIError } from 'better-auth/api'
import { parseSetCookieHeader, toCookieOptions } from 'better-auth/cookies'
import { AppError } from '#lib/kernel/errors.ts'
import type { Auth } from './open-auth.ts'

/** A cookie in the shape that web frameworks take: name, value, options. */
export interface SessionCookie {
  name: string
  value: string
  options: ReturnType<typeof toCookieOptions>
}

function cookiesOf(headers: Headers): SessionCookie[] {
  return headers.getSetCookie().flatMap((line) =>
    [...parseSetCookieHeader(line)].map(([name, attributes]) => ({
      name,
      value: attributes.value,
      options: toCookieOptions(attributes),
    })),
  )
}

function asAppError(thrown: unknown): unknown {
  if (!(thrown instanceof APIError)) return thrown
  if (thrown.statusCode === 429) {
    const seconds = Number(thrown.body?.['seconds'] ?? 0)
    return new AppError('rate_limited', { seconds }, { cause: thrown })
  }
  return new AppError('sign_in_failed', {}, { cause: thrown })
}

/**
 * Signs a person in; the same answer, after the same time, for a wrong password and for an unknown e-mail.
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

/** Ends the session of the request's cookie; its row is gone afterwards. The cookies returned remove it in the browser. */
export async function signOut(auth: Auth, headers: Headers): Promise<SessionCookie[]> {
  const answer = await auth.api.signOut({ headers, returnHeaders: true })
  return cookiesOf(answer.headers)
}
