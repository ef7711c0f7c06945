// Asks for the password again before something that a borrowed session must not do.
import { findPasswordHash, findUser } from '#lib/db/accounts.ts'
import type { DbOrTx } from '#lib/db/client.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { passwordMatches } from './passwords.ts'
import { signInLimitOf } from './sign-in-limit.ts'

interface Parts {
  config: object
  db: DbOrTx
  now(): Date
}

/**
 * Is this the person's password? Guesses count together with those at the sign-in.
 *
 * @param field  of the input that held it, for the refusal
 * @throws AppError `rate_limited` `{ seconds }`, `invalid_request` naming the field
 */
export async function checkPassword(
  { config, db, now }: Parts,
  userId: string,
  { given, field }: { given: string; field: string },
): Promise<void> {
  const [user, hash] = await Promise.all([findUser(db, userId), findPasswordHash(db, userId)])
  const limit = signInLimitOf(config)
  const attempt = { email: user?.email ?? userId, address: null }
  const seconds = limit.countTry(attempt, now().getTime())
  if (seconds > 0) throw new AppError('rate_limited', { seconds })
  if (hash === null || given.length > 256 || !(await passwordMatches(given, hash)))
    throw new AppError('invalid_request', {}, { fields: [{ path: field, message: 'wrong_password' }] })
  limit.succeeded(attempt)
}
