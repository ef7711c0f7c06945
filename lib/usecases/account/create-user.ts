// An admin lets somebody in.
import { hashNewPassword } from '#lib/auth/passwords.ts'
import { createUserInput, userView, type UserView } from '#lib/contract/account.ts'
import { findOwner, insertUser, type NewUser } from '#lib/db/accounts.ts'
import { insertAudit } from '#lib/db/audit.ts'
import { inTransaction, type DbOrTx } from '#lib/db/client.ts'
import { AppError } from '#lib/kernel/errors.ts'
import type { z } from 'zod'
import { defineUseCase } from '../define-use-case.ts'
import { forgetSetupToken, lockSetup } from './setup-token.ts'

async function insertOnce(db: DbOrTx, user: NewUser, actorId: string | null): Promise<UserView> {
  return inTransaction(db, async (tx) => {
    if (user.role === 'owner') {
      await lockSetup(tx)
      if (await findOwner(tx)) throw new AppError('setup_closed')
      await forgetSetupToken(tx)
    }
    const created = await insertUser(tx, user)
    if (!created) throw new AppError('email_taken')
    const { email: subject, role } = created
    await insertAudit(tx, { kind: 'user_created', actorId, subject, detail: { role } })
    return created
  })
}

/**
 * Creates a person without asking who wants it: for the terminal of the machine, whose user owns the database anyway.
 *
 * @throws AppError `email_taken`, `setup_closed` for a second owner
 */
export async function createUserFromTerminal(
  db: DbOrTx,
  { email, password, name, role }: z.output<typeof createUserInput>,
  actorId: string | null = null,
): Promise<UserView> {
  const passwordHash = await hashNewPassword(password)
  const user = { email, name: name ?? email.split('@')[0] ?? email, role, passwordHash }
  return insertOnce(db, user, actorId)
}

/**
 * Creates a person.
 *
 * @throws AppError `email_taken`, `setup_closed` for a second owner
 */
export const createUser = defineUseCase({
  name: 'account.createUser',
  scope: 'admin',
  input: createUserInput,
  output: userView,
  run: ({ db, actor }, input) => createUserFromTerminal(db, input, actor.userId),
})
