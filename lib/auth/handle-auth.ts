// The HTTP door of sign-in, opened only as far as this product uses it.
import { finishOidc, OIDC_CALLBACK } from './oidc.ts'
import { AUTH_PATH, authOf, type AuthParts } from './open-auth.ts'

/** better-auth brings two dozen endpoints; what we do not use is no surface. */
const OPEN_PATHS = new Set(['/sign-in/email', '/sign-out', '/get-session'])

/** Answers requests below `/api/auth`; whatever is not used by this product is 404. */
export async function handleAuth(parts: AuthParts, request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.slice(AUTH_PATH.length)
  if (path === OIDC_CALLBACK && request.method === 'GET') return finishOidc(parts, request)
  return OPEN_PATHS.has(path) ? authOf(parts).handler(request) : new Response(null, { status: 404 })
}
