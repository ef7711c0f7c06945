// Takes a person out of the house, with all that they keep: the owner's word.
import { z } from 'zod'
import { personIdInput } from '#lib/contract/account.ts'
import {
  deleteUser,
  dropLibraryLinks,
  findUser,
  findUserByEmail,
  lockOut,
  type UserRow,
} from '#lib/db/accounts.ts'
import { insertAudit } from '#lib/db/audit.ts'
import { inTransaction, type Db, type DbOrTx } from '#lib/db/client.ts'
import { readLibraryCounters } from '#lib/db/statistics.ts'
import { lockTags } from '#lib/db/tags.ts'
import { AppError } from '#lib/kernel/errors.ts'
import { HEAVY_LINKS_PER_STEP } from '#lib/kernel/limits.ts'
import { defineUseCase } from '../define-use-case.ts'

/**
 * Ends somebody's sessions and tokens, then deletes their library with every link, copy, tag and rule, and their account. Cut
 * off in the middle, it goes on when it is called again. The owner stays.
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

async function remove(db: DbOrTx, { id, email, libraryId, role }: UserRow, actorId: string | null) {
  if (role === 'owner') throw new AppError('owner_required')
  await inTransaction(db, (tx) => lockOut(tx, id))
  const step = () =>
    inTransaction(db, async (tx) => {
      await lockTags(tx, libraryId, 'exclusive')
      return dropLibraryLinks(tx, libraryId, HEAVY_LINKS_PER_STEP)
    })
  while ((await step()) === HEAVY_LINKS_PER_STEP);
  await inTransaction(db, async (tx) => {
    await deleteUser(tx, id)
    await insertAudit(tx, { kind: 'user_removed', actorId, subject: email })
  })
}
