// Who is an administrator: the owner's word.
import { changeRoleInput, userView } from '#lib/contract/account.ts'
import { findUser, writeRole } from '#lib/db/accounts.ts'
import { insertAudit } from '#lib/db/audit.ts'
import { inTransaction } from '#lib/db/client.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { defineUseCase } from '../define-use-case.ts'

/**
 * Makes somebody an administrator or a member. It counts from their next request on, for their tokens too. The owner
 * stays the owner.
 *
 * @throws AppError `owner_required` for anybody else, and about the owner; `not_found`
 */
export const changeRole = defineUseCase({
  name: 'account.changeRole',
  scope: 'admin',
  input: changeRoleInput,
  output: userView,
  async run({ db, actor }, { id, role }) {
    if (actor.role !== 'owner') throw new AppError('owner_required')
    return inTransaction(db, async (tx) => {
      const user = await findUser(tx, id)
      if (!user) throw new AppError('not_found')
      if (user.role === 'owner') throw new AppError('owner_required')
      if (user.role === role) return user
      await writeRole(tx, id, role)
      await insertAudit(tx, {
        kind: 'role_changed',
        actorId: actor.userId,
        subject: user.email,
        detail: { role },
      })
      return { ...user, role }
    })
  },
})
