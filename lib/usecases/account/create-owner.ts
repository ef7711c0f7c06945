// First run: whoever holds the one-time token becomes the owner, and nobody after them.
import { hashNewPassword } from '#lib/auth/passwords.ts'
import { createOwnerInput, userView } from '#lib/contract/account.ts'
import { findOwner, insertUser } from '#lib/db/accounts.ts'
import { inTransaction } from '#lib/db/client.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { defineUseCase } from '../define-use-case.ts'
import { forgetSetupToken, isSetupToken, lockSetup } from './setup-token.ts'

/**
 * Creates the owner. Two at once with the same token: one becomes the owner, the other is told `setup_closed`.
 *
 * @throws AppError `setup_closed` when there is an owner, `setup_token_invalid`, `email_taken`
 */
export const createOwner = defineUseCase({
  name: 'account.createOwner',
  scope: 'public',
  input: createOwnerInput,
  output: userView,
  async run({ db, log }, { token, email, password, name }) {
    // Asked before the slow hash, so that guessing tokens costs the server nothing; asked again under the lock.
    if (await findOwner(db)) throw new AppError('setup_closed')
    if (!(await isSetupToken(db, token))) throw new AppError('setup_token_invalid')
    const passwordHash = await hashNewPassword(password)
    const owner = await inTransaction(db, async (tx) => {
      await lockSetup(tx)
      if (await findOwner(tx)) throw new AppError('setup_closed')
      if (!(await isSetupToken(tx, token))) throw new AppError('setup_token_invalid')
      const user = await insertUser(tx, { email, name, role: 'owner', passwordHash })
      if (!user) throw new AppError('email_taken')
      await forgetSetupToken(tx)
      return user
    })
    log.info('account.owner_created', { userId: owner.id })
    return owner
  },
})
