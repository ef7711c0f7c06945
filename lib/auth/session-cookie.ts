// Cookies of sign-in in the shape that web frameworks take, and headers of a request that has no other.
import { parseSetCookieHeader, toCookieOptions } from 'better-auth/cookies'

/** Name, value, options. */
export interface SessionCookie {
  name: string
  value: string
  options: ReturnType<typeof toCookieOptions>
}

/** What an answer sets and removes. */
export function cookiesOf(headers: Headers): SessionCookie[] {
  return headers.getSetCookie().flatMap((line) =>
    [...parseSetCookieHeader(line)].map(([name, attributes]) => ({
      name,
      value: attributes.value,
      options: toCookieOptions(attributes),
    })),
  )
}
