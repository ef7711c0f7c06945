// Who acts at the terminal. Apart from `actor.ts`: a command knows nobody by a session, and loads nothing that does.
import type { Actor } from '#lib/contract/account.ts'
import { findOwner, findUserByEmail } from '#lib/db/accounts.ts'
import type { DbOrTx } from '#lib/db/client.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { personAs } from './person-as.ts'

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
