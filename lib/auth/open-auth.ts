// Sign-in of people: better-auth on our own tables, with e-mail and password, codes and passkeys.
import { prismaAdapter } from 'better-auth/adapters/prisma'
import { APIError, createAuthMiddleware, isAPIError } from 'better-auth/api'
import { betterAuth, type BetterAuthOptions } from 'better-auth/minimal'
import type { Config } from '#lib/config/load-config.ts'
import type { Db } from '#lib/db/client.ts'
import { newId } from '#lib/kernel/ids.ts'
import type { Log } from '#lib/kernel/log.ts'
import { authPlugins } from './auth-plugins.ts'
import { noteFailedSignIn, noteSignIn } from './note-sign-in.ts'
import { originsOfHost } from './origins-of-host.ts'
import { hashNewPassword, passwordMatches } from './passwords.ts'
import { addressOf, signInLimitOf, type SignInLimit, type SignInTry } from './sign-in-limit.ts'

/** What sign-in needs of a runtime. */
export interface AuthParts {
  config: Pick<Config, 'baseUrl' | 'secret'> & Partial<Pick<Config, 'oidc' | 'registration'>>
  db: Db
  log: Log
  now(): Date
}

export const AUTH_PATH = '/api/auth'
const SIGN_IN_PATH = '/sign-in/email'
const SESSION_SECONDS = 30 * 24 * 60 * 60
const PASSWORD_CHARACTERS = { min: 10, max: 256 } as const

/**
 * The name of the session cookie. Under https `__Host-` makes browsers refuse it from any other host; over plain http
 * browsers would refuse that name.
 */
function sessionCookie(baseUrl: string) {
  const secure = baseUrl.startsWith('https:')
  const name = `${secure ? '__Host-' : ''}linkhome.session`
  return { name, attributes: { secure, httpOnly: true, sameSite: 'lax' as const, path: '/' } }
}

function watchSignIn(parts: AuthParts, limit: SignInLimit) {
  const { now } = parts
  const tryOf = (body: { email?: unknown }, headers: Headers | undefined): SignInTry => ({
    email: String(body.email ?? '').slice(0, 254),
    address: headers ? addressOf(headers) : null,
  })
  return {
    before: createAuthMiddleware(async (ctx) => {
      if (ctx.path !== SIGN_IN_PATH) return
      const seconds = limit.countTry(tryOf(ctx.body ?? {}, ctx.headers), now().getTime())
      if (seconds > 0)
        throw new APIError(
          'TOO_MANY_REQUESTS',
          { code: 'RATE_LIMITED', seconds },
          {
            'retry-after': String(seconds),
          },
        )
      // scrypt reads all of it: an endless password would be a lever.
      if (String(ctx.body?.password ?? '').length > PASSWORD_CHARACTERS.max)
        throw new APIError('UNAUTHORIZED', { code: 'INVALID_EMAIL_OR_PASSWORD' })
    }),
    after: createAuthMiddleware(async (ctx) => {
      if (ctx.path !== SIGN_IN_PATH) return
      const attempt = tryOf(ctx.body ?? {}, ctx.headers)
      const { newSession, returned } = ctx.context
      if (newSession) {
        limit.succeeded(attempt)
        // Whoever has a second factor is not in yet: this session ends before anybody gets its cookie.
        if (!newSession.user['twoFactorEnabled'])
          await noteSignIn(parts, { userId: newSession.user.id, address: attempt.address })
      } else if (isAPIError(returned)) await noteFailedSignIn(parts, attempt)
    }),
  }
}

/**
 * How sign-in runs on a runtime's database. Users are made by our use cases only: sign-up is closed. A session's token
 * lies readable in the database, but a cookie is accepted with its HMAC alone, whose key (`config.secret`) is not there.
 *
 * @throws Error without `config.secret`
 */
export function authOptions(parts: AuthParts) {
  const { config, db, log } = parts
  if (!config.secret) throw new Error('sign-in needs a secret')
  const { name, attributes } = sessionCookie(config.baseUrl)
  return {
    appName: 'link之家',
    baseURL: config.baseUrl,
    basePath: AUTH_PATH,
    secret: config.secret,
    database: prismaAdapter(db, { provider: 'postgresql' }),
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: PASSWORD_CHARACTERS.min,
      maxPasswordLength: PASSWORD_CHARACTERS.max,
      revokeSessionsOnPasswordReset: true,
      password: {
        hash: hashNewPassword,
        verify: ({ hash, password }) => passwordMatches(password, hash),
      },
    },
    // Refreshed sessions need a new cookie, which pages that only render cannot send: thirty days are thirty days.
    // Where a fresh sign-in matters the password is asked for again.
    session: { expiresIn: SESSION_SECONDS, disableSessionRefresh: true, freshAge: 0 },
    // Whatever the base URL says: who opened us by another name is no foreign page.
    trustedOrigins: (request) => (request ? originsOfHost(request) : []),
    rateLimit: { enabled: false },
    plugins: authPlugins(config.baseUrl),
    hooks: watchSignIn(parts, signInLimitOf(config)),
    advanced: {
      database: { generateId: () => newId() },
      useSecureCookies: false,
      // Said aloud, because the library leaves both out under a test runner.
      disableOriginCheck: false,
      disableCSRFCheck: false,
      cookiePrefix: 'linkhome',
      cookies: { session_token: { name, attributes } },
      defaultCookieAttributes: attributes,
    },
    // A refusal is an answer, not an event of ours; what nobody foresaw is.
    onAPIError: {
      onError(error) {
        if (!isAPIError(error)) log.error('auth.failed', { error })
      },
    },
    logger: { level: 'error', log: (level, message) => log[level]('auth.message', { message }) },
    telemetry: { enabled: false },
  } satisfies BetterAuthOptions
}

const openAuth = (parts: AuthParts) => betterAuth(authOptions(parts))

export type Auth = ReturnType<typeof openAuth>

/** A bundler may load this module more than once; the process counts sign-ins in one place all the same. */
const shared: typeof globalThis & { linkhomeAuth?: WeakMap<Db, Auth> } = globalThis

/** The sign-in of this runtime, opened once. */
export function authOf(parts: AuthParts): Auth {
  const authByDb = (shared.linkhomeAuth ??= new WeakMap())
  const opened = authByDb.get(parts.db) ?? openAuth(parts)
  authByDb.set(parts.db, opened)
  return opened
}
