// Asks for the password again before something that a borrowed session must not do.
import { passwordMatches } from '#lib/auth/passwords.ts'
import { signInLimitOf } from '#lib/auth/sign-in-limit.ts'
import { findPasswordHash, findUser } from '#lib/db/accounts.ts'
import { AppError } from '#lib/kernel/errors.ts'
import type { UserCtx } from '../define-use-case.ts'

/**
 * Is this the actor's password? Guesses count together with those at the sign-in.
 *
 * @param field  of the input that held it, for the refusal
 * @throws AppError `rate_limited` `{ seconds }`, `invalid_request` naming the field
 */
export async function checkPassword(
  { config, db, now, actor }: Pick<UserCtx, 'config' | 'db' | 'now' | 'actor'>,
  given: string,
  field: string,
): Promise<void> {
  const [user, hash] = await Promise.all([findUser(db, actor.userId), findPasswordHash(db, actor.userId)])
  const limit = signInLimitOf(config)
  const attempt = { email: user?.email ?? actor.userId, address: null }
  const seconds = limit.countTry(attempt, now().getTime())
  if (seconds > 0) throw new AppError('rate_limited', { seconds })
  if (hash === null || !(await passwordMatches(given, hash)))
    throw new AppError('invalid_request', {}, { fields: [{ path: field, message: 'wrong_password' }] })
  limit.succeeded(attempt)
}
