// Signing in with an account of elsewhere (OpenID Connect), by the settings LINKHOME_OIDC_*.
import { createAuthMiddleware } from 'better-auth/api'
import { betterAuth } from 'better-auth/minimal'
import { genericOAuth } from 'better-auth/plugins/generic-oauth'
import type { OidcSettings } from '#lib/config/load-config.ts'
import { insertLibrary } from '#lib/db/accounts.ts'
import { insertAudit } from '#lib/db/audit.ts'
import type { Db } from '#lib/db/client.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { noteSignIn } from './note-sign-in.ts'
import { authOptions, type AuthParts } from './open-auth.ts'
import { cookiesOf, type SessionCookie } from './session-cookie.ts'
import { addressOf } from './sign-in-limit.ts'

const PROVIDER = 'oidc'
/** Below `/api/auth`: where the issuer sends people back to. */
export const OIDC_CALLBACK = `/callback/${PROVIDER}`
const CALLBACK_ROUTE = '/callback/:id'

/**
 * Sign-in with the provider, apart from the sign-in of everybody else: the issuer is asked for its addresses when this is
 * opened, and one that does not answer must not hold up people with a password.
 */
function openOidc(parts: AuthParts, oidc: OidcSettings) {
  const { config, db } = parts
  return betterAuth({
    ...authOptions(parts),
    plugins: [
      genericOAuth({
        config: [
          {
            providerId: PROVIDER,
            discoveryUrl: `${oidc.issuer}/.well-known/openid-configuration`,
            clientId: oidc.clientId,
            clientSecret: oidc.clientSecret,
            scopes: ['openid', 'email', 'profile'],
            requireIdTokenVerification: true,
            // Somebody who is not known here comes in only where everybody may.
            disableSignUp: config.registration !== 'open',
          },
        ],
      }),
    ],
    // An account that is there is found by its e-mail, when the issuer says that it has been verified, and when an
    // administrator gave it: whoever joined may have typed the e-mail of somebody who was to come.
    account: {
      accountLinking: { enabled: true, requireLocalEmailVerified: true },
      updateAccountOnSignIn: false,
    },
    databaseHooks: {
      account: {
        create: {
          // Nothing is asked of the issuer afterwards: its tokens would lie here for thieves only.
          before: async (account) => ({
            data: { ...account, accessToken: null, refreshToken: null, idToken: null },
          }),
        },
      },
      user: {
        create: {
          async after({ id, email }) {
            await insertLibrary(db, id)
            const detail = { role: 'member' }
            await insertAudit(db, { kind: 'user_created', actorId: id, subject: email, detail })
          },
        },
      },
    },
    hooks: {
      after: createAuthMiddleware(async (ctx) => {
        const session = ctx.context.newSession
        const address = ctx.headers ? addressOf(ctx.headers) : null
        if (ctx.path === CALLBACK_ROUTE && session)
          await noteSignIn(parts, { userId: session.user.id, address })
      }),
    },
    onAPIError: { errorURL: `${config.baseUrl}/login?problem=oidc` },
  })
}

type OidcAuth = ReturnType<typeof openOidc>

/** A bundler may load this module more than once. */
const shared: typeof globalThis & { linkhomeOidc?: WeakMap<Db, OidcAuth> } = globalThis

/** The provider's sign-in, opened once, and once more when its issuer was away. */
async function oidcOf(parts: AuthParts): Promise<OidcAuth | null> {
  const settings = parts.config.oidc
  if (!settings) return null
  const authByDb = (shared.linkhomeOidc ??= new WeakMap())
  const opened = authByDb.get(parts.db) ?? openOidc(parts, settings)
  const { socialProviders } = await opened.$context
  if (!socialProviders.some(({ id }) => id === PROVIDER)) return null
  authByDb.set(parts.db, opened)
  return opened
}

/**
 * Begins: where to send the browser, and the cookie that ties its return to it.
 *
 * @param next  path to go on to afterwards
 * @throws AppError `oidc_unavailable` without a provider, or while it does not answer
 */
export async function beginOidc(
  parts: AuthParts,
  headers: Headers,
  next: string,
): Promise<{ url: string; cookies: SessionCookie[] }> {
  const auth = await oidcOf(parts)
  if (!auth) throw new AppError('oidc_unavailable')
  const answer = await auth.api.signInSocial({
    body: { provider: PROVIDER, callbackURL: next, errorCallbackURL: '/login?problem=oidc' },
    headers,
    returnHeaders: true,
  })
  if (!answer.response.url) throw new AppError('oidc_unavailable')
  return { url: answer.response.url, cookies: cookiesOf(answer.headers) }
}

/** Answers the browser that comes back from the issuer: with a session and the way on, or back to the sign-in. */
export async function finishOidc(parts: AuthParts, request: Request): Promise<Response> {
  const auth = await oidcOf(parts)
  return auth ? auth.handler(request) : new Response(null, { status: 404 })
}
