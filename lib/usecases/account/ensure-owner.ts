// The owner of the settings: an installation without a browser names its owner in the environment.
import { hashNewPassword } from '#lib/auth/passwords.ts'
import { findOwner, insertUser } from '#lib/db/accounts.ts'
import { inTransaction } from '#lib/db/client.ts'
import { AppError } from '#lib/kernel/errors.ts'
import type { Runtime } from '#lib/runtime/open-runtime.ts'
import { forgetSetupToken, lockSetup } from './setup-token.ts'

/**
 * Creates the owner of LINKHOME_OWNER_EMAIL and LINKHOME_OWNER_PASSWORD when there is no owner yet. An owner who is
 * there stays as they are, password included.
 *
 * @returns whether the owner was created now
 * @throws AppError `email_taken` when a member has that e-mail
 */
export async function ensureOwner({
  config,
  db,
  log,
}: Pick<Runtime, 'config' | 'db' | 'log'>): Promise<boolean> {
  const wanted = config.owner
  if (!wanted || (await findOwner(db))) return false
  const passwordHash = await hashNewPassword(wanted.password)
  const email = wanted.email.trim().toLowerCase()
  const owner = await inTransaction(db, async (tx) => {
    await lockSetup(tx)
    if (await findOwner(tx)) return null
    const name = email.split('@')[0] ?? email
    const user = await insertUser(tx, { email, name, role: 'owner', passwordHash })
    if (!user) throw new AppError('email_taken')
    await forgetSetupToken(tx)
    return user
  })
  if (owner) log.info('account.owner_created', { userId: owner.id })
  return owner !== null
}
