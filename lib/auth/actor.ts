// Who asks: a token's or a session's owner, or nobody.
import type { Actor, Role, Scope } from '#lib/contract/account.ts'
import { findOwner, findUser, findUserByEmail, type UserRow } from '#lib/db/accounts.ts'
import { findTokenOwner, touchToken } from '#lib/db/tokens.ts'
import type { DbOrTx } from '#lib/db/client.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { authOf, type AuthParts } from './open-auth.ts'
import { bearerToken, tokenDigest } from './tokens.ts'

/** "Last used" is for people: a write per minute tells them enough. */
const TOUCH_INTERVAL_MS = 60_000

const READ_WRITE = ['links:read', 'links:write'] as const satisfies Scope[]

/** What a person may do in their own session. */
export const SCOPES_BY_ROLE: Record<Role, readonly Scope[]> = {
  owner: [...READ_WRITE, 'admin'],
  admin: [...READ_WRITE, 'admin'],
  member: READ_WRITE,
}

function personAs(via: 'session' | 'cli', user: UserRow, sessionId?: string): Actor {
  return {
    kind: 'user',
    userId: user.id,
    libraryId: user.libraryId,
    role: user.role,
    scopes: SCOPES_BY_ROLE[user.role],
    via,
    ...(sessionId === undefined ? {} : { sessionId }),
  }
}

async function actorOfToken({ db, now }: AuthParts, secret: string): Promise<Actor> {
  const owner = await findTokenOwner(db, tokenDigest(secret))
  const at = now()
  if (!owner || (owner.expiresAt !== null && owner.expiresAt <= at)) throw new AppError('unauthenticated')
  if (owner.lastUsedAt === null || at.getTime() - owner.lastUsedAt.getTime() >= TOUCH_INTERVAL_MS)
    await touchToken(db, owner.tokenId, at)
  // A token never outgrows its owner: who is no admin any more has no admin tokens either.
  const scopes = owner.scopes.filter((scope) => SCOPES_BY_ROLE[owner.role].includes(scope))
  const { userId, libraryId, role } = owner
  return { kind: 'user', userId, libraryId, role, scopes, via: 'token' }
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

/**
 * The person with this e-mail, acting from the terminal of the machine itself; null: the owner.
 *
 * @throws AppError `no_such_user` `{ email }`, `no_owner`
 */
export async function actorFromEmail(db: DbOrTx, email: string | null): Promise<Actor> {
  const user = email === null ? await findOwner(db) : await findUserByEmail(db, email)
  if (!user) throw email === null ? new AppError('no_owner') : new AppError('no_such_user', { email })
  return personAs('cli', user)
}
