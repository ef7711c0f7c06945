// Who asks: a token's or a session's owner, or nobody.
import type { Actor } from '#lib/contract/account.ts'
import { findUser } from '#lib/db/accounts.ts'
import { findTokenOwner, touchToken } from '#lib/db/tokens.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { authOf, type AuthParts } from './open-auth.ts'
import { personAs, SCOPES_BY_ROLE } from './person-as.ts'
import { bearerToken, tokenDigest } from './tokens.ts'

/** "Last used" is for people: a write per minute tells them enough. */
const TOUCH_INTERVAL_MS = 60_000

async function actorOfToken({ db, now }: AuthParts, secret: string): Promise<Actor> {
  const owner = await findTokenOwner(db, tokenDigest(secret))
  const at = now()
  if (!owner || (owner.expiresAt !== null && owner.expiresAt <= at)) throw new AppError('unauthenticated')
  if (owner.lastUsedAt === null || at.getTime() - owner.lastUsedAt.getTime() >= TOUCH_INTERVAL_MS)
    await touchToken(db, owner.tokenId, at)
  // A token never outgrows its owner: who is no admin any more has no admin tokens either.
  const scopes = owner.scopes.filter((scope) => SCOPES_BY_ROLE[owner.role].includes(scope))
  const { userId, libraryId, role, expiresAt } = owner
  return {
    kind: 'user',
    userId,
    libraryId,
    role,
    scopes,
    via: 'token',
    ...(expiresAt === null ? {} : { expiresAt }),
  }
}

async function actorOfSession(parts: AuthParts, headers: Headers): Promise<Actor> {
  if (!headers.has('cookie')) return { kind: 'anonymous' }
  const session = await authOf(parts).api.getSession({ headers })
  const user = session && (await findUser(parts.db, session.user.id))
  return user ? personAs('session', user, session.session.id) : { kind: 'anonymous' }
}

/**
 * Who sent these headers. A token wins over a cookie; without either, or with a session that ended, the sender is
 * anonymous.
 *
 * @throws AppError `unauthenticated` when there is a token and it is malformed, unknown or expired
 */
export async function actorFromHeaders(parts: AuthParts, headers: Headers): Promise<Actor> {
  const token = bearerToken(headers.get('authorization'))
  if (token === 'malformed') throw new AppError('unauthenticated')
  return token ? actorOfToken(parts, token.secret) : actorOfSession(parts, headers)
}
