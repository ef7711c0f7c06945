// A forgotten password: whoever owns the machine sets a new one.
import type { z } from 'zod'
import { hashNewPassword } from '#lib/auth/passwords.ts'
import type { resetPasswordInput, UserView } from '#lib/contract/account.ts'
import { findUserByEmail, writePasswordHash } from '#lib/db/accounts.ts'
import { insertAudit } from '#lib/db/audit.ts'
import { inTransaction, type DbOrTx } from '#lib/db/client.ts'
import { deleteSessionRows } from '#lib/db/sessions.ts'
import { deleteTwoFactor } from '#lib/db/second-factors.ts'
import { AppError } from '#lib/kernel/errors.ts'

/**
 * Turns codes off for a person who lost their phone and the recovery codes: for the terminal of the machine.
 *
 * @throws AppError `no_such_user` `{ email }`
 */
export async function endTwoFactorFromTerminal(db: DbOrTx, email: string): Promise<UserView> {
  return inTransaction(db, async (tx) => {
    const user = await findUserByEmail(tx, email)
    if (!user) throw new AppError('no_such_user', { email })
    await deleteTwoFactor(tx, user.id)
    await insertAudit(tx, { kind: 'two_factor_off', actorId: null, subject: user.email })
    return user
  })
}

/**
 * Gives a person a new password and ends their sessions: for the terminal of the machine, whose user owns the database
 * anyway. API tokens stay: programs go on working.
 *
 * @throws AppError `no_such_user` `{ email }`
 */
export async function resetPasswordFromTerminal(
  db: DbOrTx,
  { email, password }: z.output<typeof resetPasswordInput>,
): Promise<UserView> {
  const passwordHash = await hashNewPassword(password)
  return inTransaction(db, async (tx) => {
    const user = await findUserByEmail(tx, email)
    if (!user) throw new AppError('no_such_user', { email })
    await writePasswordHash(tx, user.id, passwordHash)
    await deleteSessionRows(tx, user.id)
    // Whoever is at the terminal has no name here.
    await insertAudit(tx, { kind: 'password_reset', actorId: null, subject: email })
    return user
  })
}
