// Takes a person out of the house, with all that they keep: the owner's word.
import { z } from 'zod'
import { personIdInput } from '#lib/contract/account.ts'
import { deleteUser, findUser, findUserByEmail, type UserRow } from '#lib/db/accounts.ts'
import { insertAudit } from '#lib/db/audit.ts'
import { inTransaction, type Db, type DbOrTx } from '#lib/db/client.ts'
import { readLibraryCounters } from '#lib/db/statistics.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { defineUseCase } from '../define-use-case.ts'

/**
 * Deletes somebody's account with their sessions and tokens; from then on nobody sees what was public, or reads their feeds.
 * Their library, with every link, copy, tag and rule, is left to a worker (`sweepLibraries`). The owner stays.
 *
 * @throws AppError `owner_required` for anybody else, and about the owner; `not_found`
 */
export const removePerson = defineUseCase({
  name: 'account.removePerson',
  scope: 'admin',
  input: personIdInput,
  output: z.void(),
  async run({ db, actor }, { id }) {
    if (actor.role !== 'owner') throw new AppError('owner_required')
    const user = await findUser(db, id)
    if (!user) throw new AppError('not_found')
    await remove(db, user, actor.userId)
  },
})

/** Whom the terminal would remove, and how many links go with them. @throws AppError `no_such_user` */
export async function findForRemoval(db: Db, email: string): Promise<{ user: UserRow; links: number }> {
  const user = await findUserByEmail(db, email)
  if (!user) throw new AppError('no_such_user', { email })
  return { user, links: (await readLibraryCounters(db, user.libraryId)).get('links') ?? 0 }
}

/** @throws AppError `no_such_user`; `owner_required` about the owner */
export async function removePersonFromTerminal(db: Db, email: string): Promise<UserRow> {
  const { user } = await findForRemoval(db, email)
  await remove(db, user, null)
  return user
}

async function remove(db: DbOrTx, { id, email, role }: UserRow, actorId: string | null) {
  if (role === 'owner') throw new AppError('owner_required')
  await inTransaction(db, async (tx) => {
    if (await deleteUser(tx, id)) await insertAudit(tx, { kind: 'user_removed', actorId, subject: email })
  })
}
